import { hash } from "node:crypto";

/** Version of the format, the first part of a cursor: EnOS may offer more than page numbers later. */
const VERSION = 1;

/** EnOS counts rows in Java's int. */
const MAX_OFFSET = 2 ** 31 - 1;

/**
 * Writes and reads the cursors of one list: base64url of version, offset, and a hash of organization and filter.
 *
 * EnOS pages by number, so a cursor is an offset. The hash refuses a cursor of another organization or filter, where the
 * same offset would silently skip devices.
 */
export class CursorCodec {
  readonly #list: string;

  /** @param list identifies the list: its organization and its search expression. */
  constructor(list: readonly (string | null)[]) {
    this.#list = hash("sha256", JSON.stringify(list), "hex").slice(0, 16);
  }

  /** Returns the cursor of the row at an offset, counted from 0. */
  write(offset: number): string {
    return Buffer.from(JSON.stringify([VERSION, offset, this.#list])).toString("base64url");
  }

  /** Returns the offset of the row after the cursor's; undefined when the cursor belongs to another list. */
  readNext(cursor: string): number | undefined {
    const parts = parse(Buffer.from(cursor, "base64url").toString());
    const offset: unknown = Array.isArray(parts) ? parts[1] : undefined;
    if (!isOffset(offset) || this.write(offset) !== cursor) return undefined;
    return offset + 1;
  }
}

function isOffset(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < MAX_OFFSET;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
