import { GraphQLError, GraphQLScalarType } from "graphql";

import { inputCoercion } from "./coercion.js";
import type { Inspection } from "./inspection.js";
import { isJsonObject, type JsonMap, kindOf, MAX_OUTPUT_DEPTH, readJsonObject } from "./json.js";

export type { JsonMap, JsonValue } from "./json.js";

/**
 * The scalar `Map`: EnOS's maps of attributes and tags, whose keys are not GraphQL names.
 *
 * Input is bounded and checked; output is passed on as EnOS stored it. Numbers that JavaScript would change become
 * texts: clients written in JavaScript would round them.
 */
export const MapScalar = new GraphQLScalarType<JsonMap, JsonMap>({
  name: "Map",
  description: "A JSON object: string keys, any JSON values.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc8259#section-4",
  ...inputCoercion("Map", readMap),
  serialize(value) {
    if (!isJsonObject(value)) throw new GraphQLError(`Map cannot represent ${kindOf(value)}.`);
    return toOutput(value as JsonMap);
  },
});

/** Reads any JSON object of a client, and adds its faults to `inspection`. */
export function readMap(value: unknown, inspection: Inspection): JsonMap {
  if (isJsonObject(value)) return readJsonObject(value, [], inspection);
  inspection.fault([], `must be a JSON object, not ${kindOf(value)}`);
  return {};
}

function holdsRawNumber(value: unknown, depth = 1): boolean {
  if (typeof value !== "object" || value === null || depth > MAX_OUTPUT_DEPTH) return false;
  if (JSON.isRawJSON(value)) return true;
  return Object.values(value).some((member) => holdsRawNumber(member, depth + 1));
}

/** Copies of maps: one for each map, however many fields of an answer show it. */
const copies = new WeakMap<object, JsonMap>();

/** Returns most maps themselves, without an entry in `copies`: V8 empties a WeakMap late, so entries outlive their answer. */
function toOutput(map: JsonMap): JsonMap {
  const known = copies.get(map);
  if (known || !holdsRawNumber(map)) return known ?? map;
  const copy = toTexts(map) as JsonMap;
  copies.set(map, copy);
  return copy;
}

function toTexts(value: unknown, depth = 1): unknown {
  if (typeof value !== "object" || value === null || depth > MAX_OUTPUT_DEPTH) return value;
  if (JSON.isRawJSON(value)) return value.rawJSON;
  if (Array.isArray(value)) return value.map((item) => toTexts(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toTexts(member, depth + 1)]));
}
