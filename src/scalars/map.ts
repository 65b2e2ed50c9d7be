import { GraphQLError, GraphQLScalarType } from "graphql";
import { inputCoercion } from "./coercion.js";
import type { Inspection } from "./coercion.js";
import { isJsonObject, readJsonObject, type JsonMap } from "./json.js";
import { kindOf } from "./coercion.js";

export type { JsonMap, JsonValue } from "./json.js";

/**
 * The scalar `Map`: EnOS's maps of attributes and tags, whose keys are no GraphQL names.
 *
 * Input is bounded and checked; output is passed on as EnOS stored it.
 */
export const MapScalar = new GraphQLScalarType<JsonMap, JsonMap>({
  name: "Map",
  description: "A JSON object: string keys, any JSON values.",
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc8259#section-4",
  ...inputCoercion("Map", readMap),
  serialize(value) {
    if (!isJsonObject(value)) throw new GraphQLError(`Map cannot represent ${kindOf(value)}.`);
    return value as JsonMap;
  },
});

function readMap(value: unknown, inspection: Inspection): JsonMap {
  if (isJsonObject(value)) return readJsonObject(value, [], inspection);
  inspection.fault([], `must be a JSON object, not ${kindOf(value)}`);
  return {};
}
