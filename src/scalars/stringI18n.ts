import { GraphQLError, GraphQLScalarType } from "graphql";

import { Dictionary } from "./dictionary.js";
import { inputCoercion } from "./coercion.js";
import type { Inspection } from "./inspection.js";
import { isJsonObject, kindOf } from "./json.js";
import type { ValuePath } from "./valuePath.js";

/** EnOS's internationalized text: a default form, and translations by locale. */
export interface StringI18n {
  defaultValue: string;
  i18nValue?: Record<string, string>;
}

/**
 * The scalar `StringI18n`: strict about the shape of what clients send, lenient with what EnOS stored.
 *
 * A typing error of a person (an empty text, a wrong locale) is not a fault of the shape: mutations report it with the
 * other faults of their input.
 */
export const StringI18nScalar = new GraphQLScalarType<StringI18n, StringI18n>({
  name: "StringI18n",
  description: `Text in one default form and any number of translations, keyed by locale.

Example: \`{ "defaultValue": "Turbine", "i18nValue": { "zh_CN": "风机" } }\`. \`i18nValue\` may be left out.`,
  ...inputCoercion("StringI18n", readStringI18n),
  serialize: toOutput,
});

function readStringI18n(value: unknown, inspection: Inspection): StringI18n {
  if (!isJsonObject(value)) {
    inspection.fault([], `must be an object such as { "defaultValue": "Turbine" }, not ${kindOf(value)}`);
    return { defaultValue: "" };
  }
  const { defaultValue, i18nValue, ...others } = value;
  for (const [field, content] of Object.entries(others)) {
    if (content !== undefined) inspection.fault([field], "unknown field: take it out");
  }
  const text = readText(defaultValue, ["defaultValue"], inspection);
  if (i18nValue === undefined || i18nValue === null) return { defaultValue: text };
  return { defaultValue: text, i18nValue: readTranslations(i18nValue, inspection) };
}

function readTranslations(value: unknown, inspection: Inspection): Record<string, string> {
  const translations = new Dictionary<string>();
  if (!isJsonObject(value)) {
    inspection.fault(["i18nValue"], `must be an object of texts by locale, not ${kindOf(value)}`);
    return translations;
  }
  for (const [locale, text] of Object.entries(value)) {
    if (text === undefined) continue;
    if (!inspection.countValue() || !inspection.countText(locale)) break;
    const path = ["i18nValue", locale];
    if (locale === "__proto__") inspection.fault(path, "this key is reserved: choose another");
    translations[locale] = readText(text, path, inspection);
  }
  return translations;
}

function readText(value: unknown, path: ValuePath, inspection: Inspection): string {
  if (typeof value === "string") {
    inspection.countText(value);
    return value;
  }
  inspection.fault(path, value === undefined ? "is required" : `must be a string, not ${kindOf(value)}`);
  return "";
}

/** Copies of texts: one for each text, however many fields of an answer show it. */
const copies = new WeakMap<object, StringI18n>();

/** Returns one shape for every stored text: `i18nValue` is always an object. */
function toOutput(value: unknown): StringI18n {
  if (typeof value === "string") return { defaultValue: value, i18nValue: {} };
  if (!isJsonObject(value)) throw new GraphQLError(`StringI18n cannot represent ${kindOf(value)}.`);
  if (isWellFormed(value)) return value;
  const copy = copies.get(value) ?? readStored(value);
  copies.set(value, copy);
  return copy;
}

/** Reads a stored text: parts of it that are no texts count as absent. */
export function readStoredText(value: Record<string, unknown>): StringI18n {
  return isWellFormed(value) ? value : readStored(value);
}

/** Whether a stored text has the shape of StringI18n already, as nearly all have. */
function isWellFormed(value: Record<string, unknown>): value is Record<string, unknown> & StringI18n {
  for (const key in value) if (key !== "defaultValue" && key !== "i18nValue") return false;
  const { defaultValue, i18nValue } = value;
  if (typeof defaultValue !== "string" || !isJsonObject(i18nValue)) return false;
  for (const locale in i18nValue) if (typeof i18nValue[locale] !== "string") return false;
  return true;
}

function readStored(value: Record<string, unknown>): StringI18n {
  const defaultValue = typeof value.defaultValue === "string" ? value.defaultValue : "";
  const stored = isJsonObject(value.i18nValue) ? value.i18nValue : {};
  const texts = Object.entries(stored).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { defaultValue, i18nValue: Object.fromEntries(texts) };
}
