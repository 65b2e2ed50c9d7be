import type { ImportModelQuery } from "./operations.js";

export type Model = NonNullable<ImportModelQuery["thingModel"]>;
export type ModelAttribute = Model["attributes"][number];

/** The parts of an attribute's definition that decide how a cell's text becomes a value. */
export type ValueType = Pick<ModelAttribute, "dataType" | "itemType" | "choices">;

export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

/** The value that a cell stands for, or the fault of the cell. */
export type CellValue = { readonly value: JsonValue } | { readonly fault: string };

/** Returns the value of an attribute that a cell's text stands for, as the thing model types it. */
export function readValue(text: string, type: ValueType): CellValue {
  switch (type.dataType) {
    case "INT":
      return readInteger(text);
    case "FLOAT":
    case "DOUBLE":
      return readNumber(text);
    case "BOOL":
      return readBoolean(text, type);
    case "ENUM":
      return readChoice(text, type);
    case "TIMESTAMP":
      return /^\d+$/.test(text.trim()) ? readInteger(text) : { value: text };
    case "ARRAY":
      return readJson(text, Array.isArray, 'is not a JSON array such as [1, 2] or ["a", "b"].');
    case "STRUCT":
    case "MAP":
      return readJson(text, isJsonObject, 'is not a JSON object such as {"a": 1}.');
    case "STRING":
    case "DATE":
    case "FILE":
      return { value: text };
    // Also for types of a newer schema.
    default:
      return readAnything(text);
  }
}

function readInteger(text: string): CellValue {
  const digits = text.trim();
  if (!/^[+-]?\d+$/.test(digits)) return { fault: "is not a whole number." };
  if (/^[+-]?0\d/.test(digits)) return { fault: leadingZeros(digits) };
  const value = Number(digits);
  if (!Number.isSafeInteger(value)) return { fault: TOO_EXACT };
  // JSON knows no negative zero.
  return { value: value === 0 ? 0 : value };
}

function readNumber(text: string): CellValue {
  const digits = text.trim();
  if (/^[+-]?\d+,\d+$/.test(digits))
    return { fault: `has a decimal comma: write ${digits.replace(",", ".")}` };
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(digits)) return { fault: "is not a number." };
  if (/^[+-]?0\d/.test(digits)) return { fault: leadingZeros(digits) };
  const value = Number(digits);
  return isExact(digits, value) ? { value: value === 0 ? 0 : value } : { fault: TOO_EXACT };
}

const TOO_EXACT = "has more digits than a number in JSON carries; it would arrive changed.";

function leadingZeros(digits: string): string {
  return `has leading zeros: a number has none. Write ${digits.replace(/^([+-]?)0+(?=\d)/, "$1")}`;
}

/** Returns whether a decimal text and the number it was read as print the same significant digits. */
function isExact(text: string, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  return toSignificant(text) === toSignificant(String(value));
}

/** Returns digits and exponent without zeros that change nothing. */
function toSignificant(text: string): string {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace(/^[+-]/, "").split(".");
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  return kept === "" ? "0" : `${kept}e${Number(exponent) - fraction.length + (digits.length - kept.length)}`;
}

/** Returns a boolean: spreadsheet programs write truth values in capitals; some models use 1 and 0. */
function readBoolean(text: string, { choices }: ValueType): CellValue {
  const word = text.trim().toLowerCase();
  const value = word === "true" || word === "1" ? true : word === "false" || word === "0" ? false : undefined;
  if (value === undefined) return { fault: "is neither true nor false." };
  const known = (choices ?? []).map((choice) => readChoiceValue(choice.value));
  return { value: known.includes(Number(value)) && !known.includes(value) ? Number(value) : value };
}

/** How many choices a message lists. */
const MAX_LISTED = 10;

function readChoice(text: string, { choices }: ValueType): CellValue {
  if (!choices || choices.length === 0) return readAnything(text);
  const values = choices.map((choice) => readChoiceValue(choice.value));
  const words = values.map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  const index = words.indexOf(text);
  const chosen = values[index];
  if (chosen !== undefined) return { value: chosen };
  const listed = words.slice(0, MAX_LISTED).join(", ");
  return { fault: `is not one of ${listed}${words.length > MAX_LISTED ? ", …" : "."}` };
}

/** Returns the value of a choice, which is JSON text. */
function readChoiceValue(text: string): JsonValue {
  const read = parseJson(text);
  return "value" in read ? read.value : text;
}

function readJson(text: string, isExpected: (value: unknown) => boolean, fault: string): CellValue {
  const read = parseJson(text);
  if ("fault" in read) return read.fault === NO_JSON ? { fault } : read;
  return isExpected(read.value) ? read : { fault };
}

/** Returns the value of a cell that is JSON, else the cell's text. A lone number of too many digits is a text, too. */
function readAnything(text: string): CellValue {
  const read = parseJson(text);
  const isText = "fault" in read && (read.fault === NO_JSON || !/^\s*[[{]/.test(text));
  return isText ? { value: text } : read;
}

function isJsonObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A reviver that gets the text of a number as a third argument, which TypeScript does not declare yet. */
type Reviver = (name: string, value: unknown, context?: { readonly source?: string }) => unknown;

const NO_JSON = "is not JSON.";

/** Returns the parsed text; a fault when it is not JSON, or when JavaScript would change a number in it. */
function parseJson(text: string): CellValue {
  let isChanged = false as boolean;
  const noteChanged: Reviver = (_, value, context) => {
    if (typeof value === "number" && !isExact(context?.source ?? "", value)) isChanged = true;
    return value;
  };
  try {
    const value = JSON.parse(text, noteChanged) as JsonValue;
    return isChanged ? { fault: TOO_EXACT } : { value };
  } catch {
    return { fault: NO_JSON };
  }
}
