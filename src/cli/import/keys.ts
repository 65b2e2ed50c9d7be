import { createHmac, randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";

import { UsageError } from "./errors.js";
import type { CreateDeviceInput } from "./operations.js";
import type { RowTexts, Target } from "./rowToInput.js";

/** Content of the file that is stored beside the imported file. */
interface State {
  readonly version: 1;
  /** 32 bytes in base64url. */
  readonly salt: string;
}

/**
 * Derives keys from the content of rows.
 *
 * The salt is random, so a person who has the spreadsheet cannot guess the keys. It is stored beside the file, so a
 * restart derives the same keys.
 */
export class RowKeys {
  readonly #salt: Buffer;

  constructor(salt: Buffer) {
    this.#salt = salt;
  }

  /** Returns the fingerprint of a row in the files of the import. It does not depend on the row's line. */
  toFingerprint(content: string): string {
    return this.#derive("row", content).slice(0, 22);
  }

  /** Returns the idempotency key of a row that names none. */
  toIdempotencyKey(content: string): string {
    return this.#derive("key", content);
  }

  #derive(purpose: string, content: string): string {
    return createHmac("sha256", this.#salt).update(`${purpose}\n${content}`).digest("base64url");
  }
}

/**
 * Returns a text that is equal for rows with the same content, whatever the order of their columns. A spreadsheet program
 * that saves a file writes 1.50 as 1.5 and true as TRUE: numbers and truth values are compared as what they stand for.
 *
 * @param input what the row stands for; undefined when it has faults.
 */
export function toContent(texts: RowTexts, target: Target, input: CreateDeviceInput | undefined): string {
  const cells = [...texts].map(([column, text]): [name: string, text: string] => {
    const value = column.kind === "attribute" ? input?.deviceAttributes?.[column.identifier] : undefined;
    const isScalar = typeof value === "number" || typeof value === "boolean";
    return [column.name, isScalar ? String(value) : text.replace(/\r\n?/g, "\n")];
  });
  const own = cells.filter(([name]) => name !== "orgId" && name !== "productKey");
  return JSON.stringify([target.orgId, target.productKey, ...own.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Returns keys for an import that writes no files. */
export function temporaryKeys(): RowKeys {
  return new RowKeys(randomBytes(32));
}

/**
 * Returns the keys for the salt in a file, which is created if it does not exist.
 *
 * @param path the salt's file, readable by its owner alone.
 * @param mayCreate whether a missing file may be written; no when there are results already, because their keys depend on its salt.
 * @throws UsageError when the file cannot be read or written, or may not be written.
 */
export async function openKeys(path: string, mayCreate: boolean): Promise<RowKeys> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  });
  if (text !== undefined) return new RowKeys(readSalt(path, text));
  if (!mayCreate)
    throw new UsageError(
      `${path} is missing, and there are results of an earlier import: without its salt rows would be created twice. ` +
        "Put it back, or move the results away to create all rows anew.",
    );
  const salt = randomBytes(32);
  const state: State = { version: 1, salt: salt.toString("base64url") };
  await writeDurably(path, `${JSON.stringify(state)}\n`);
  return new RowKeys(salt);
}

function readSalt(path: string, text: string): Buffer {
  try {
    const { version, salt } = JSON.parse(text) as Partial<State>;
    const bytes = Buffer.from(salt ?? "", "base64url");
    if (version === 1 && bytes.length === 32) return bytes;
  } catch {
    // A file that is not JSON is no state file.
  }
  throw new UsageError(`${path} is not a file of an import. Move it away.`);
}

/** The salt must be on the disk before the first device is created with it. */
async function writeDurably(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, "w", 0o600).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
  });
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const folder = await open(dirname(path), "r");
  await folder.sync().finally(() => folder.close());
}
