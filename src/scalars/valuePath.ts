/** The keys and list positions from a value's root down to one part of it. */
export type ValuePath = readonly (string | number)[];

/** Characters of a key or word that a message repeats at most. */
const SHOWN = 40;

/** What a reader could not see, or would take for the end of the quotation. */
const UNPRINTABLE = /['"\\\p{C}\p{Zl}\p{Zp}]/gu;

/** Gives a path as people write it: `a.b[2]`, and `a['x.y']` where a key is more than one word. */
export function printPath(path: ValuePath): string {
  const printed = path.map((step) => (typeof step === "number" ? `[${step}]` : printKey(step))).join("");
  return printed.startsWith(".") ? printed.slice(1) : printed;
}

/** Gives the beginning of a text, short enough for a message. */
export function shorten(text: string): string {
  const shown = Array.from(text.slice(0, 2 * SHOWN))
    .slice(0, SHOWN)
    .join("");
  return shown === text ? text : `${shown}…`;
}

function printKey(key: string): string {
  const shown = shorten(key);
  if (/^[\p{L}\p{N}_-]+$/u.test(shown)) return `.${shown}`;
  return `['${shown.replace(UNPRINTABLE, escape)}']`;
}

function escape(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
