/** The keys and list positions from a value's root down to one part of it. */
export type ValuePath = readonly (string | number)[];

/** Characters of a key or word that a message repeats at most. */
const MAX_SHOWN = 40;

/** Steps of a path that a message repeats at most, from its beginning. */
const MAX_STEPS = 20;

/** Invisible characters, and those that look like the end of the quotation. */
const UNPRINTABLE = /['"\\\p{C}\p{Zl}\p{Zp}]/gu;

/** Returns a path as people write it: `a.b[2]`, and `a['x.y']` where a key is more than one word. */
export function printPath(path: ValuePath): string {
  const printed = path
    .slice(0, MAX_STEPS)
    .map((step) => (typeof step === "number" ? `[${step}]` : printKey(step)))
    .join("");
  const whole = printed.startsWith(".") ? printed.slice(1) : printed;
  return path.length > MAX_STEPS ? `${whole}…` : whole;
}

/** Returns a path as an answer may carry it: its keys short, and without half a character. */
export function toAnswerPath(path: ValuePath): (string | number)[] {
  return path.map((step) => (typeof step === "string" ? toAnswerKey(step) : step));
}

/** Characters of a key that an answer repeats at most. */
const MAX_KEY = 256;

/** Returns a key as an answer may carry it: short, and without half a character. */
export function toAnswerKey(key: string): string {
  return shorten(key, MAX_KEY).toWellFormed();
}

/** Returns the beginning of a text, short enough for a message. */
export function shorten(text: string, max = MAX_SHOWN): string {
  const shown = Array.from(text.slice(0, 2 * max))
    .slice(0, max)
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
