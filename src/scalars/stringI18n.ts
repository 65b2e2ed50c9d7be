import { GraphQLError, GraphQLScalarType } from "graphql";
import { inputCoercion } from "./coercion.js";
import type { Inspection } from "./coercion.js";
import { isJsonObject } from "./json.js";
import { isLocale } from "./text.js";
import { kindOf } from "./coercion.js";
import type { ValuePath } from "./coercion.js";

/** EnOS's internationalized text: a default form, and translations by locale. */
export interface StringI18n {
  defaultValue: string;
  i18nValue?: Record<string, string>;
}

/** The scalar `StringI18n`: strict with what clients send, lenient with what EnOS stored. */
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
    if (content !== undefined) inspection.fault([field], "unknown field (take it out)");
  }
  const text = readText(defaultValue, ["defaultValue"], inspection);
  if (defaultValue === "") inspection.fault(["defaultValue"], "must not be empty");
  if (i18nValue === undefined || i18nValue === null) return { defaultValue: text };
  return { defaultValue: text, i18nValue: readTranslations(i18nValue, inspection) };
}

function readTranslations(value: unknown, inspection: Inspection): Record<string, string> {
  if (!isJsonObject(value)) {
    inspection.fault(["i18nValue"], `must be an object of texts by locale, not ${kindOf(value)}`);
    return {};
  }
  const translations: [string, string][] = [];
  for (const [locale, text] of Object.entries(value)) {
    if (text === undefined) continue;
    if (!inspection.admit()) break;
    const path = ["i18nValue", locale];
    if (!isLocale(locale)) inspection.fault(path, "this key is no locale (use one such as zh_CN)");
    translations.push([locale, readText(text, path, inspection)]);
  }
  return Object.fromEntries(translations);
}

function readText(value: unknown, path: ValuePath, inspection: Inspection): string {
  if (typeof value === "string") {
    inspection.text(path, value);
    return value;
  }
  inspection.fault(path, value === undefined ? "is required" : `must be a string, not ${kindOf(value)}`);
  return "";
}

function toOutput(value: unknown): StringI18n {
  if (typeof value === "string") return { defaultValue: value };
  if (!isJsonObject(value)) throw new GraphQLError(`StringI18n cannot represent ${kindOf(value)}.`);
  const defaultValue = typeof value.defaultValue === "string" ? value.defaultValue : "";
  if (!isJsonObject(value.i18nValue)) return { defaultValue };
  const texts = Object.entries(value.i18nValue).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { defaultValue, i18nValue: Object.fromEntries(texts) };
}
