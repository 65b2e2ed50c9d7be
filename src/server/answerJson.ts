/** Number of a list's entries in one text. */
const ENTRIES_PER_TEXT = 25;

/** Depth of the search for lists: the answer itself, and its data. */
const LEVELS = 2;

/** Bytes that one UTF-16 unit takes at most in UTF-8. */
const MAX_UNIT_BYTES = 3;

/** UTF-16 units of a text that Node encodes without allocating memory for it: longer ones are cheaper as bytes. */
const MAX_TEXT_LENGTH = 16 * 1024;

/**
 * Returns an answer as one line of JSON: a short one as text, which Node sends together with the header in one piece, a
 * long one as bytes.
 */
export function toAnswerJson(answer: { readonly data?: unknown }): string | Buffer {
  if (holdsLongList(answer.data)) return toBytes(answer);
  const text = `${JSON.stringify(answer)}\n`;
  return text.length > MAX_TEXT_LENGTH ? Buffer.from(text) : text;
}

function holdsLongList(data: unknown): boolean {
  return Object.values(data ?? {}).some((value) => Array.isArray(value) && value.length > ENTRIES_PER_TEXT);
}

/**
 * Writes lists as a few short texts instead of one long text: V8 allocates separate memory for each text of more than
 * 128 KiB, which costs several times as much as the writing.
 */
function toBytes(answer: object): Buffer {
  const texts: string[] = [];
  addTexts(texts, answer, LEVELS);
  texts.push("\n");
  const units = texts.reduce((sum, { length }) => sum + length, 0);
  const bytes = Buffer.allocUnsafe(MAX_UNIT_BYTES * units);
  let end = 0;
  for (const text of texts) end += bytes.write(text, end);
  return bytes.subarray(0, end);
}

function addTexts(texts: string[], value: unknown, levels: number): void {
  if (Array.isArray(value)) {
    texts.push("[");
    for (let from = 0; from < value.length; from += ENTRIES_PER_TEXT) {
      if (from > 0) texts.push(",");
      texts.push(JSON.stringify(value.slice(from, from + ENTRIES_PER_TEXT)).slice(1, -1));
    }
    texts.push("]");
  } else if (levels > 0 && typeof value === "object" && value !== null) {
    texts.push("{");
    let comma = "";
    for (const [key, member] of Object.entries(value) as [string, unknown][]) {
      if (member === undefined) continue;
      texts.push(`${comma}${JSON.stringify(key)}:`);
      addTexts(texts, member, levels - 1);
      comma = ",";
    }
    texts.push("}");
  } else texts.push(JSON.stringify(value));
}
