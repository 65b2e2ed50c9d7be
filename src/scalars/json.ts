import { type Inspection, NotJson, type ValuePath } from "./coercion.js";

/** Any value that JSON can say. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonMap;

/** A JSON object. */
export interface JsonMap {
  [key: string]: JsonValue;
}

/** Objects and lists inside one another, the outermost included. What lies deeper is never looked at. */
export const MAX_DEPTH = 8;

/** Names that reach an object's prototype in careless code further on. */
const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Whether a value is an object as JSON has them: no list, no instance of a class. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Gives a copy of a JSON object, and tells `inspection` its faults. An undefined member is an absent one. */
export function readJsonObject(
  object: Record<string, unknown>,
  path: ValuePath,
  inspection: Inspection,
): JsonMap {
  const members: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const memberPath = [...path, key];
    if (RESERVED.has(key)) inspection.fault(memberPath, "this key is reserved (choose another)");
    else inspection.text(memberPath, key, "the key ");
    members.push([key, readJson(value, memberPath, inspection)]);
  }
  // Unlike an assignment, this never calls the setter of `__proto__`.
  return Object.fromEntries(members);
}

function readJson(value: unknown, path: ValuePath, inspection: Inspection): JsonValue {
  if (!inspection.admit() || value === null || value === undefined) return null;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") {
    inspection.text(path, value);
    return value;
  }
  if (typeof value === "number") {
    if (!isExact(value)) inspection.fault(path, NOT_EXACT);
    return value;
  }
  const isList = Array.isArray(value);
  if (!isList && !isJsonObject(value)) {
    inspection.fault(path, value instanceof NotJson ? value.fault : "this is not JSON (send it as a string)");
    return null;
  }
  if (path.length >= MAX_DEPTH) {
    inspection.fault(path, `nested deeper than ${MAX_DEPTH} levels (send it flatter, or as a string)`);
    return null;
  }
  if (!isList) return readJsonObject(value, path, inspection);
  return value.map((item, index) => readJson(item, [...path, index], inspection));
}

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
