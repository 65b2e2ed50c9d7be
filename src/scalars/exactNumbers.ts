/** JSON text that `JSON.stringify` writes as it stands: `JSON.rawJSON` makes it. */
export interface RawJson {
  readonly rawJSON: string;
}

declare global {
  // TypeScript 6 does not declare these two functions of V8 yet.
  interface JSON {
    rawJSON(text: string): RawJson;
    isRawJSON(value: unknown): value is RawJson;
  }
}

/** The message about a number that JavaScript would change. */
export const NOT_EXACT = "this number cannot be kept exactly: send it as a string";

/** Most digits that JavaScript prints of a number. */
const MAX_DIGITS = 100;

/** The shortest number that JavaScript may change without an exponent: 15 digits are always kept. Characters. */
const MIN_INEXACT_LENGTH = 16;

/** Whether a number is certainly what its sender wrote: `JSON.parse` rounds integers beyond 2^53 silently. */
export function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/** The message about a number that stands for an ID but is not written as the ID would be. */
export const NOT_AN_ID = "this number is not written as an integer: send it as a string";

/** Whether a number's text is that of the ID that it becomes: `1` is, `1.0`, `1e3` and `-0` are not. */
export function isIdText(text: string): boolean {
  const value = Number(text);
  return Number.isSafeInteger(value) && String(value) === text;
}

/**
 * Whether JavaScript keeps a number as its text says: printed shortest, or with as many digits as were written,
 * it reads the same. `0.1` and `0.10000000000000001` pass, `9007199254740993`, `1e400` and `1e-400` do not.
 */
export function isExactText(text: string): boolean {
  if (text.length < MIN_INEXACT_LENGTH && !/[eE]/.test(text)) return true;
  const written = digitsOf(text);
  if (written === "") return true;
  if (written.length > MAX_DIGITS) return false;
  const value = Number(text);
  return [String(value), value.toPrecision(written.length)].some(
    (printed) => withoutTail(digitsOf(printed)) === withoutTail(written),
  );
}

/**
 * Whether JavaScript writes a number as its text has it. An integer beyond 2^53 may be kept exactly and still be written with
 * other digits: 1152921504606846976, which is 2^60, as 1152921504606847000.
 */
export function isWrittenExactly(text: string): boolean {
  if (!isExactText(text)) return false;
  const value = Number(text);
  return isExact(value) || !/^-?\d+$/.test(text) || String(value) === text;
}

/** Returns a number's digits without sign, point, exponent and leading zeros. */
function digitsOf(text: string): string {
  return text
    .replace(/[eE].*$/, "")
    .replace(/[-.]/g, "")
    .replace(/^0+/, "");
}

function withoutTail(digits: string): string {
  return digits.replace(/0+$/, "");
}

/** A number as a JSON text has it. */
export interface JsonNumber {
  /** As it was written. */
  readonly source: string;
  /** Objects and lists around it. */
  readonly depth: number;
  /** A function, because most numbers need no path. */
  readonly path: () => (string | number)[];
}

/**
 * Calls `visit` with every number of a valid JSON text that its value may not tell: those of 16 characters or more,
 * which a double may not keep, and integers that are not written as such (`1.0`, `1e3`, `-0`).
 *
 * The search is one pass without recursion: its time is linear in the text, however deep it is nested.
 *
 * @param visit may return true to end the search
 */
export function visitUnusualNumbers(text: string, visit: (number: JsonNumber) => unknown): void {
  // One entry per open container: the index in a list, or where an object's current key begins, as -1 - offset.
  const places: number[] = [];
  let expectsKey = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    const top = places.length - 1;
    switch (character) {
      case 0x7b: // {
        places.push(-1);
        expectsKey = true;
        break;
      case 0x5b: // [
        places.push(0);
        expectsKey = false;
        break;
      case 0x7d: // }
      case 0x5d: // ]
        places.pop();
        break;
      case 0x2c: // ,
        expectsKey = (places[top] ?? 0) < 0;
        if (!expectsKey) places[top] = (places[top] ?? 0) + 1;
        break;
      case 0x22: // "
        if (expectsKey) places[top] = -1 - at;
        expectsKey = false;
        at = endOfString(text, at);
        break;
      default:
        if (character === 0x2d || isDigit(character)) {
          const start = at;
          let hasExponent = false;
          let hasPoint = false;
          let last = character;
          for (let next = character; isInNumber(next); next = text.charCodeAt(++at)) {
            if (next === 0x65 || next === 0x45) hasExponent = true;
            else if (next === 0x2e) hasPoint = true;
            last = next;
          }
          const mayBeInteger = last === 0x30 && (hasPoint || (character === 0x2d && at - start === 2));
          if (hasExponent || mayBeInteger || at - start >= MIN_INEXACT_LENGTH) {
            const source = text.slice(start, at);
            if (
              visit({
                source,
                depth: places.length,
                path: () => places.map((place) => toStep(text, place)),
              }) === true
            )
              return;
          }
          at--;
        }
    }
  }
}

function isDigit(character: number): boolean {
  return character >= 0x30 && character <= 0x39;
}

/** Digits, `.`, `+`, `-`, `e` and `E`. */
function isInNumber(character: number): boolean {
  return (
    isDigit(character) ||
    character === 0x2e ||
    character === 0x2b ||
    character === 0x2d ||
    character === 0x65 ||
    character === 0x45
  );
}

/** Returns the offset of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
}

function toStep(text: string, place: number): string | number {
  if (place >= 0) return place;
  const start = -1 - place;
  return JSON.parse(text.slice(start, endOfString(text, start) + 1)) as string;
}
