import { isExact, NOT_EXACT } from "./exactNumber.js";
import type { Inspection } from "./inspection.js";
import { NotJson } from "./notJson.js";
import type { ValuePath } from "./valuePath.js";

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
