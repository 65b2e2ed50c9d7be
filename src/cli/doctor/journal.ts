import { readFileSync, rmSync, writeFileSync } from "node:fs";

import { z } from "zod";

const schema = z.strictObject({
  /** Origin of EnOS's URL. */
  url: z.string(),
  orgId: z.string(),
  productKey: z.string(),
  /** Value of the tag that every throwaway device is created with. */
  tag: z.string().regex(/^[a-z0-9]{16,}$/),
  /** Asset IDs of the devices that EnOS said it created. */
  assetIds: z.array(z.string()),
  /** Whether a creation has no answer yet: EnOS may have made a device whose asset ID is unknown. */
  pending: z.boolean(),
});
export type Entry = z.infer<typeof schema>;

/** The journal cannot be used: the message names the file and the remedy. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}

/**
 * The file that names the throwaway device for as long as it exists, so that an interrupted run can be cleaned up.
 *
 * It is written at once after every change, and readable by its owner alone.
 */
export class Journal {
  private constructor(
    private readonly file: string,
    readonly entry: Entry,
  ) {}

  /** @throws JournalError when the file exists: the device that it names still has to be deleted. */
  static create(file: string, entry: Entry): Journal {
    const journal = new Journal(file, entry);
    try {
      journal.#write("wx");
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new JournalError(
        code === "EEXIST"
          ? `${file} names the device of a run that was interrupted. Run the doctor with --clean-up first.`
          : `${file} cannot be written: ${message}`,
      );
    }
    return journal;
  }

  /** @throws JournalError when the file does not exist, or was not written by the doctor. */
  static open(file: string): Journal {
    try {
      return new Journal(file, schema.parse(JSON.parse(readFileSync(file, "utf8"))));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT")
        throw new JournalError(`There is nothing to clean up: ${file} does not exist.`);
      throw new JournalError(`${file} is not a journal of the doctor.`);
    }
  }

  update(change: Partial<Pick<Entry, "assetIds" | "pending">>): void {
    Object.assign(this.entry, change);
    this.#write("w");
  }

  delete(): void {
    rmSync(this.file);
  }

  #write(flag: "w" | "wx"): void {
    writeFileSync(this.file, `${JSON.stringify(this.entry, null, 2)}\n`, { flag, mode: 0o600, flush: true });
  }
}
