import type { JsonMap, JsonValue } from "../../scalars/map.js";
import { InputProblem } from "../inputProblem.js";
import { MAX_INT, MIN_INT, ThingDataType } from "./thingDataType.js";
import type { ThingAttribute, ThingModel } from "./thingModel.js";

/**
 * Returns the differences between attributes and a model: the same faults that `attributesSchema` describes.
 *
 * The decision is EnOS's. These faults are likely reasons of a refusal, and a form can check them.
 *
 * @param attributes `deviceAttributes` of an input; null counts as absent.
 */
export function findModelProblems(attributes: JsonMap, model: ThingModel): InputProblem[] {
  return findMemberProblems(["deviceAttributes"], attributes, model.attributes);
}

function findMemberProblems(
  path: readonly string[],
  values: JsonMap,
  attributes: readonly ThingAttribute[],
): InputProblem[] {
  const known = new Map(attributes.map((attribute) => [attribute.identifier, attribute]));
  const given = Object.entries(values).filter(([, value]) => value !== null);
  const names = new Set(given.map(([name]) => name));
  const missing = attributes.filter(({ identifier, isRequired }) => isRequired && !names.has(identifier));
  return [
    ...missing.map(({ identifier }) => new InputProblem([...path, identifier], "REQUIRED", "is required.")),
    ...given.flatMap(([name, value]) => {
      const attribute = known.get(name);
      if (attribute) return findValueProblems([...path, name], value, attribute);
      const message = "is not defined by the product's thing model.";
      return [new InputProblem([...path, name], "UNKNOWN", message)];
    }),
  ];
}

function findValueProblems(
  path: readonly string[],
  value: JsonValue,
  attribute: ThingAttribute,
): InputProblem[] {
  const { dataType, choices, itemType, maxLength, members } = attribute;
  if (dataType === ThingDataType.ENUM && choices !== null) {
    // As JSON text, 1 and "1" differ, as they do for EnOS.
    const text = JSON.stringify(value);
    if (choices.some((choice) => choice.value === text)) return [];
    const listed = choices.map((choice) => choice.value).slice(0, MAX_LISTED);
    const message = `is not one of ${listed.join(", ")}${choices.length > MAX_LISTED ? ", …" : ""}.`;
    return [new InputProblem(path, "NOT_A_CHOICE", message)];
  }
  const isNumeric =
    dataType === ThingDataType.BOOL && choices?.some((choice) => choice.value === "1") === true;
  if (isNumeric && (value === 1 || value === 0)) return [];
  const mismatch = findMismatch(value, dataType);
  if (mismatch !== undefined) return [new InputProblem(path, "WRONG_TYPE", mismatch)];
  if (typeof value === "string" && maxLength !== null && Array.from(value).length > maxLength)
    return [new InputProblem(path, "TOO_LONG", `is longer than ${maxLength} characters.`)];
  if (Array.isArray(value) && itemType !== null) return findItemProblems(path, value, itemType);
  return isMap(value) && members !== null ? findMemberProblems(path, value, members) : [];
}

/** How many choices a message lists. */
const MAX_LISTED = 20;

function findItemProblems(path: readonly string[], items: readonly JsonValue[], itemType: ThingDataType) {
  return items.flatMap((item, index) => {
    const mismatch = findMismatch(item, itemType);
    if (mismatch === undefined) return [];
    return [new InputProblem([...path, String(index)], "WRONG_TYPE", mismatch)];
  });
}

/** Returns the expected kind of a value; undefined when the value fits the type. */
function findMismatch(value: JsonValue, dataType: ThingDataType): string | undefined {
  const expected = EXPECTED.get(dataType);
  return expected === undefined || expected.fits(value) ? undefined : `must be ${expected.text}.`;
}

interface Expected {
  readonly text: string;
  readonly fits: (value: JsonValue) => boolean;
}

const isText = (value: JsonValue): value is string => typeof value === "string";
const isMap = (value: JsonValue): value is JsonMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Types that are missing here accept any value. */
const EXPECTED: ReadonlyMap<ThingDataType, Expected> = new Map<ThingDataType, Expected>([
  [
    ThingDataType.INT,
    {
      text: `a whole number from ${MIN_INT} to ${MAX_INT}`,
      fits: (value) => Number.isInteger(value) && Number(value) >= MIN_INT && Number(value) <= MAX_INT,
    },
  ],
  [ThingDataType.FLOAT, { text: "a number", fits: (value) => typeof value === "number" }],
  [ThingDataType.DOUBLE, { text: "a number", fits: (value) => typeof value === "number" }],
  [ThingDataType.BOOL, { text: "true or false", fits: (value) => typeof value === "boolean" }],
  [ThingDataType.STRING, { text: "a string", fits: isText }],
  [ThingDataType.FILE, { text: "a string, the URI of a file", fits: isText }],
  [
    ThingDataType.DATE,
    {
      text: "a date such as 2026-01-31 or 2026-01-31 08:15:30",
      fits: (value) => isText(value) && /^\d{4}-\d{2}-\d{2}/.test(value),
    },
  ],
  [
    ThingDataType.TIMESTAMP,
    {
      text: "a Unix time in milliseconds, as a number or its digits",
      fits: (value) => Number.isInteger(value) || (isText(value) && /^\d+$/.test(value)),
    },
  ],
  [ThingDataType.ARRAY, { text: "a list", fits: Array.isArray }],
  [ThingDataType.STRUCT, { text: "a JSON object", fits: isMap }],
  [ThingDataType.MAP, { text: "a JSON object", fits: isMap }],
]);
