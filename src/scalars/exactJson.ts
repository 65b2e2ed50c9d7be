import { isWrittenExactly, visitUnusualNumbers } from "./exactNumbers.js";
import { MAX_OUTPUT_DEPTH } from "./json.js";
import type { ValuePath } from "./valuePath.js";

/**
 * Depth down to which numbers and texts are kept exactly; deeper values are neither shown nor sent
 * back. EnOS's answer to a search has four levels around a map.
 */
const MAX_DEPTH = MAX_OUTPUT_DEPTH + 4;

/** The escapes of surrogates, the only way for half a character to get into JSON that is UTF-8. */
const SURROGATE = /\\u[dD][89a-fA-F]/;

/**
 * Parses JSON so that writing it again gives the same values: a number that JavaScript would change becomes raw JSON
 * with its own digits, and half a character, which no UTF-8 can hold, becomes U+FFFD.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
  const root: unknown[] = [JSON.parse(text)];
  if (SURROGATE.test(text)) root[0] = toWellFormed(root[0], 1);
  visitUnusualNumbers(text, ({ source, depth, path }) => {
    if (depth > MAX_DEPTH || isWrittenExactly(source)) return;
    const keys = path().map((key) => (typeof key === "string" ? key.toWellFormed() : key));
    replaceNumber(root, [0, ...keys], source);
  });
  return root[0];
}

/** If an object has a key twice, the last value counts: the others are not replaced. */
function replaceNumber(root: unknown, path: ValuePath, source: string): void {
  let holder = root as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) {
    const next = Object.hasOwn(holder, key) ? holder[key] : undefined;
    if (typeof next !== "object" || next === null) return;
    holder = next as Record<string | number, unknown>;
  }
  const key = path.at(-1) ?? 0;
  if (Object.hasOwn(holder, key) && Object.is(holder[key], Number(source)))
    holder[key] = JSON.rawJSON(source);
}

function toWellFormed(value: unknown, depth: number): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map((item) => toWellFormed(item, depth + 1));
  // Unlike an assignment, this never calls the setter of `__proto__`.
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.toWellFormed(), toWellFormed(member, depth + 1)]),
  );
}

/** Returns a JSON number's digits as they were written; undefined when the value is no number. */
export function textOfNumber(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return JSON.isRawJSON(value) ? value.rawJSON : undefined;
}
