/** Digits that JavaScript can print of a number. */
const MAX_DIGITS = 100;

/** What is said of every number that JavaScript would change. */
export const NOT_EXACT = "this number cannot be kept exactly (send it as a string)";

/** Whether a number is what its sender wrote: JSON.parse rounds integers beyond 2^53 without a word. */
export function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

/**
 * Whether JavaScript keeps a number as the document writes it: printed shortest, or with as many digits
 * as were written, it reads the same. `0.1` and `0.10000000000000001` pass, `9007199254740993`, `1e400`
 * and `1e-400` do not.
 */
export function isExactText(text: string): boolean {
  const written = digitsOf(text);
  if (written === "") return true;
  if (written.length > MAX_DIGITS) return false;
  const value = Number(text);
  return [String(value), value.toPrecision(written.length)].some(
    (printed) => withoutTail(digitsOf(printed)) === withoutTail(written),
  );
}

/** A number's digits without sign, point, exponent and leading zeros. */
function digitsOf(text: string): string {
  return text
    .replace(/[eE].*$/, "")
    .replace(/[-.]/g, "")
    .replace(/^0+/, "");
}

function withoutTail(digits: string): string {
  return digits.replace(/0+$/, "");
}
