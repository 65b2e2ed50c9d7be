import { GraphQLError } from "graphql";

import type { JsonMap, JsonValue } from "../../scalars/map.js";
import type { StringI18n } from "../../scalars/stringI18n.js";
import { displayName } from "../device.js";
import { MAX_INT, MIN_INT, ThingDataType } from "./thingDataType.js";
import type { ThingAttribute, ThingChoice, ThingModel } from "./thingModel.js";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** Every edition of EnOS's manual writes dates this way, with or without a time behind them. */
const DATE_PATTERN = "^\\d{4}-\\d{2}-\\d{2}";
const DIGITS_PATTERN = "^\\d+$";

/** Members of all schemas that one operation shows: more than its answer can hold. */
const MAX_MEMBERS = 400_000;

/** The schemas that an operation has shown so far. */
interface Shown {
  readonly schemas: Map<ThingModel, Map<string, JsonMap>>;
  members: number;
}

const shown = new WeakMap<object, Shown>();

/**
 * Returns the schema of a model for one operation: computed once for each language, however many fields show it. With
 * aliases, a small request could otherwise ask for more schemas than fit into memory.
 *
 * @param context the context of the operation
 * @throws GraphQLError ANSWER_TOO_LARGE when the operation's schemas are too large together.
 */
export function schemaIn(context: object, model: ThingModel, locale = ""): JsonMap {
  const all = shown.get(context) ?? { schemas: new Map<ThingModel, Map<string, JsonMap>>(), members: 0 };
  shown.set(context, all);
  const ofModel = all.schemas.get(model) ?? new Map<string, JsonMap>();
  all.schemas.set(model, ofModel);
  const known = ofModel.get(locale);
  if (known) return known;
  if (all.members > MAX_MEMBERS)
    throw new GraphQLError("The operation asks for too many schemas. Split the request.", {
      extensions: { code: "ANSWER_TOO_LARGE" },
    });
  const schema = toAttributesSchema(model, locale || undefined);
  ofModel.set(locale, schema);
  all.members += countMembers(schema);
  return schema;
}

function countMembers(value: JsonValue): number {
  if (typeof value !== "object" || value === null) return 0;
  return (Object.values(value) as JsonValue[]).reduce<number>(
    (sum, member) => sum + 1 + countMembers(member),
    0,
  );
}

/**
 * Returns the JSON Schema of `deviceAttributes` for devices of a model.
 *
 * Where the model states no restriction, the schema has none. The schema compiles in ajv's strict mode, so every keyword has
 * its type beside it.
 *
 * @param locale the language of titles, such as `zh_CN`; the default form unless given.
 * @see JSON Schema 2020-12
 */
function toAttributesSchema({ name, attributes }: ThingModel, locale: string | undefined): JsonMap {
  return {
    $schema: DIALECT,
    ...(name && titled(name, locale)),
    ...toObjectSchema(attributes, locale),
  };
}

function toObjectSchema(attributes: readonly ThingAttribute[], locale: string | undefined): JsonMap {
  const required = attributes.filter(({ isRequired }) => isRequired).map(({ identifier }) => identifier);
  return {
    type: "object",
    properties: Object.fromEntries(
      attributes.map((attribute) => [attribute.identifier, toPropertySchema(attribute, locale)]),
    ),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function toPropertySchema(attribute: ThingAttribute, locale: string | undefined): JsonMap {
  const { name, desc, unit } = attribute;
  const description = [desc, unit && `Unit: ${unit}`].filter(Boolean).join(" ");
  return {
    ...(name && titled(name, locale)),
    ...(description !== "" && { description }),
    ...toValueSchema(attribute, locale),
  };
}

function titled(name: StringI18n, locale: string | undefined): JsonMap {
  const title = displayName(name, locale);
  return title === null ? {} : { title };
}

function toValueSchema(attribute: ThingAttribute, locale: string | undefined): JsonMap {
  const { dataType, maxLength, itemType, members, choices } = attribute;
  switch (dataType) {
    case ThingDataType.STRING:
      return { type: "string", ...(maxLength !== null && { maxLength }) };
    case ThingDataType.ENUM:
      return choices === null ? toAnySchema() : toChoicesSchema(choices, locale);
    case ThingDataType.BOOL:
      return toBooleanSchema(choices ?? [], locale);
    case ThingDataType.ARRAY:
      return { type: "array", items: itemType === null ? toAnySchema() : toSimpleSchema(itemType) };
    case ThingDataType.STRUCT:
      return members === null ? ANY_OBJECT : toObjectSchema(members, locale);
    default:
      return toSimpleSchema(dataType);
  }
}

/** Returns the schema of a type that needs no definition. */
function toSimpleSchema(dataType: ThingDataType): JsonMap {
  switch (dataType) {
    case ThingDataType.INT:
      return { type: "integer", minimum: MIN_INT, maximum: MAX_INT };
    case ThingDataType.FLOAT:
    case ThingDataType.DOUBLE:
      return { type: "number" };
    case ThingDataType.BOOL:
      return { type: "boolean" };
    case ThingDataType.STRING:
    case ThingDataType.FILE:
      return { type: "string" };
    case ThingDataType.DATE:
      return { type: "string", pattern: DATE_PATTERN };
    // The manual describes milliseconds as text; its samples have numbers.
    case ThingDataType.TIMESTAMP:
      return { anyOf: [{ type: "integer" }, { type: "string", pattern: DIGITS_PATTERN }] };
    case ThingDataType.ARRAY:
      return { type: "array", items: toAnySchema() };
    case ThingDataType.STRUCT:
    case ThingDataType.MAP:
      return ANY_OBJECT;
    default:
      return toAnySchema();
  }
}

/** Form generators let a person add members only where the schema says that there may be any. */
const ANY_OBJECT: JsonMap = { type: "object", additionalProperties: true };

/**
 * Returns a schema that accepts every value.
 *
 * Form generators show no field for an empty schema. A reference to itself would be lost where a form takes the schema
 * into a larger one, so the elements of deep lists have the empty schema after all.
 *
 * @param depth how deep lists in lists have types.
 */
function toAnySchema(depth = 3): JsonMap {
  if (depth === 0) return {};
  const simple = ["string", "number", "boolean", "null"].map((type) => ({ type }));
  return { anyOf: [...simple, ANY_OBJECT, { type: "array", items: toAnySchema(depth - 1) }] };
}

/** Returns the schema of a choice. Form generators need the type beside the choices. */
function toChoicesSchema(choices: readonly ThingChoice[], locale: string | undefined): JsonMap {
  const options = choices.map(({ value, label }) => toOption(JSON.parse(value) as JsonValue, label, locale));
  const type = typeof options[0]?.const === "number" ? "integer" : "string";
  return { type, oneOf: options };
}

function toOption(value: JsonValue, label: StringI18n | null, locale: string | undefined): JsonMap {
  return { const: value, ...(label && titled(label, locale)) };
}

/** Some models write truth values as 1 and 0, for which EnOS's samples send true and false: both are accepted. */
function toBooleanSchema(choices: readonly ThingChoice[], locale: string | undefined): JsonMap {
  const labelOf = (value: boolean): StringI18n | null =>
    choices.find((choice) => choice.value === String(value) || choice.value === String(Number(value)))
      ?.label ?? null;
  const labelled = choices.some(({ label }) => label !== null);
  const options = (toValue: (value: boolean) => JsonValue) =>
    labelled && { oneOf: [true, false].map((value) => toOption(toValue(value), labelOf(value), locale)) };
  const booleans = { type: "boolean", ...options((value) => value) };
  if (!choices.some(({ value }) => value === "1" || value === "0")) return booleans;
  const numbers = { type: "integer", ...(options(Number) || { enum: [1, 0] }) };
  return { anyOf: [booleans, numbers] };
}
