import { isJsonObject, numberOf } from "../http/json.js";
import type { ThingAttribute, ThingModel } from "./thingModel.js";

type Values = Readonly<Record<string, unknown>>;

/** @see manual, "Limitations" and API FAQ */
const MAX_STRING = 1_024;
const MAX_ELEMENTS = 1_024;
const MAX_INT = 2 ** 31;

/** An attribute that EnOS refuses, and why. */
export interface AttributeProblem {
  readonly identifier: string;
  readonly reason: string;
}

/**
 * Returns the first attribute that a model refuses.
 *
 * @param isComplete whether required attributes must be there, as at creation.
 */
export function findAttributeProblem(
  { attributes, acceptsUnknown }: ThingModel,
  values: Values,
  isComplete: boolean,
): AttributeProblem | undefined {
  const problem = (identifier: string, reason: string) => ({ identifier, reason: `${identifier} ${reason}` });
  for (const { identifier, isRequired } of attributes) {
    if (isComplete && isRequired && (values[identifier] ?? null) === null) {
      return problem(identifier, "is required");
    }
  }
  for (const [identifier, value] of Object.entries(values)) {
    const attribute = attributes.find((one) => one.identifier === identifier);
    if (!attribute && !acceptsUnknown) return problem(identifier, "does not exist");
    if (attribute && value !== null && !isValid(attribute, value)) return problem(identifier, "is invalid");
  }
  return undefined;
}

function isValid({ dataType, dataDefinition: definition }: ThingAttribute, value: unknown): boolean {
  switch (dataType) {
    case "ENUM":
      return (
        (definition?.enumType === "STRING" ? typeof value === "string" : isInt(value)) &&
        Object.hasOwn(definition?.enumDesc ?? {}, String(value))
      );
    case "STRING":
      return typeof value === "string" && value.length <= (definition?.maxLength ?? MAX_STRING);
    case "ARRAY":
      return (
        Array.isArray(value) &&
        value.length <= MAX_ELEMENTS &&
        value.every((item) => isOfType(definition?.itemType ?? "", item))
      );
    case "STRUCT": {
      const model = { modelId: "", name: { defaultValue: "" }, attributes: definition?.items ?? [] };
      return isJsonObject(value) && findAttributeProblem(model, value, true) === undefined;
    }
    default:
      return isOfType(dataType, value);
  }
}

/** Returns whether a value is of a type without a definition. A type that is newer than the sandbox takes any value. */
function isOfType(dataType: string, value: unknown): boolean {
  switch (dataType) {
    case "INT":
      return isInt(value);
    case "FLOAT":
    case "DOUBLE":
      return Number.isFinite(numberOf(value));
    case "BOOL":
      // The manuals differ: true and false, or 1 and 0.
      return typeof value === "boolean" || value === 0 || value === 1;
    case "DATE":
      return typeof value === "string" && /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$/.test(value);
    case "TIMESTAMP":
      // A number in the API's sample, a string in the model's documentation.
      return typeof value === "string" ? /^\d{1,15}$/.test(value) : Number.isSafeInteger(numberOf(value));
    case "STRING":
    case "FILE":
      return typeof value === "string" && value.length <= MAX_STRING;
    case "MAP":
      return isJsonObject(value);
    default:
      return true;
  }
}

function isInt(value: unknown): boolean {
  const number = numberOf(value);
  return Number.isInteger(number) && Number(number) >= -MAX_INT && Number(number) < MAX_INT;
}
