/** How many entries of a list become one text. */
const AT_ONCE = 25;

/** Objects that lists are looked for in: the answer itself, and its data. */
const LEVELS = 2;

/** What a UTF-16 unit takes at most in UTF-8. Bytes. */
const WIDEST = 3;

/**
 * Gives an answer as one line of JSON, in bytes.
 *
 * Lists become a few short texts, never one long one: V8 gives each text of more than 128 KiB memory of its own, which
 * costs several times what the writing does.
 */
export function toJsonBytes(answer: object): Buffer {
  const texts: string[] = [];
  addTexts(texts, answer, LEVELS);
  texts.push("\n");
  const units = texts.reduce((sum, { length }) => sum + length, 0);
  const bytes = Buffer.allocUnsafe(WIDEST * units);
  let end = 0;
  for (const text of texts) end += bytes.write(text, end);
  return bytes.subarray(0, end);
}

function addTexts(texts: string[], value: unknown, levels: number): void {
  if (Array.isArray(value)) {
    texts.push("[");
    for (let from = 0; from < value.length; from += AT_ONCE) {
      if (from > 0) texts.push(",");
      texts.push(JSON.stringify(value.slice(from, from + AT_ONCE)).slice(1, -1));
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
