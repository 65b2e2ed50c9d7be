import { Dictionary } from "./dictionary.js";
import { isExact, NOT_EXACT, type RawJson } from "./exactNumbers.js";
import type { Inspection } from "./inspection.js";
import type { ValuePath } from "./valuePath.js";

/** Any JSON value; raw JSON is a number that JavaScript would change. */
export type JsonValue = null | boolean | number | string | RawJson | JsonValue[] | JsonMap;

/** A JSON object. */
export interface JsonMap {
  [key: string]: JsonValue;
}

/** Largest depth of objects and lists in input, the outermost included. */
const MAX_DEPTH = 8;

/** Largest depth of objects and lists in an answer: those of the selections, and those of a map. */
export const MAX_OUTPUT_DEPTH = 100;

/** Returns whether a value is nested deeper than an answer may be. */
export function isTooDeep(value: unknown, depth = 1): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth > MAX_OUTPUT_DEPTH || Object.values(value).some((member) => isTooDeep(member, depth + 1));
}

/** Whether a value is an object as JSON has them: no list, no raw JSON, no instance of a class. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return !JSON.isRawJSON(value);
  return Object.getPrototypeOf(prototype) === null;
}

/**
 * Returns a copy of a JSON object, and adds its faults to `inspection`. An undefined member counts as absent.
 * Mutations report the characters that EnOS cannot be sent, with the other faults of their input.
 *
 * The copy has no prototype: names such as `constructor` are plain data.
 */
export function readJsonObject(
  object: Record<string, unknown>,
  path: ValuePath,
  inspection: Inspection,
): JsonMap {
  const members = new Dictionary<JsonValue>();
  for (const [key, value] of Object.entries(object)) {
    if (value === undefined) continue;
    const memberPath = [...path, key];
    if (key === "__proto__") inspection.fault(memberPath, "this key is reserved: choose another");
    else inspection.countText(key);
    members[key] = readJson(value, memberPath, inspection);
  }
  return members;
}

function readJson(value: unknown, path: ValuePath, inspection: Inspection): JsonValue {
  if (!inspection.countValue() || value === null || value === undefined) return null;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") {
    inspection.countText(value);
    return value;
  }
  if (typeof value === "number") {
    if (!isExact(value)) inspection.fault(path, NOT_EXACT);
    return value;
  }
  const isList = Array.isArray(value);
  if (!isList && !isJsonObject(value)) {
    inspection.fault(path, value instanceof NotJson ? value.fault : "this is not JSON: send it as a string");
    return null;
  }
  if (path.length >= MAX_DEPTH) {
    inspection.fault(path, `nested deeper than ${MAX_DEPTH} levels: send it flatter, or as a string`);
    return null;
  }
  if (!isList) return readJsonObject(value, path, inspection);
  return value.map((item, index) => readJson(item, [...path, index], inspection));
}

/** A literal that JSON cannot express exactly, kept until it is refused with its place. */
export class NotJson {
  constructor(
    readonly kind: string,
    readonly fault: string,
  ) {}
}

/** Returns a value's JSON kind with its article, such as "a list". */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof NotJson) return value.kind;
  if (JSON.isRawJSON(value)) return "a number";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
