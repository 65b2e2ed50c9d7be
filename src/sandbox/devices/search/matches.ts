import { isJsonObject } from "../../http/json.js";
import type { Expression } from "./parseExpression.js";

/** Returns whether a device or product matches a search expression. */
export function matches(item: object, expression: Expression): boolean {
  switch (expression.kind) {
    case "and":
      return expression.parts.every((part) => matches(item, part));
    case "or":
      return expression.parts.some((part) => matches(item, part));
    case "like": {
      const wanted = expression.value.toLowerCase();
      return namesAt(item, expression.path).some((name) => name.toLowerCase().includes(wanted));
    }
    case "exists":
      return (textAt(item, expression.path) !== undefined) === expression.wanted;
    case "notEqual":
      return textAt(item, expression.path) !== expression.value;
    case "in": {
      const text = textAt(item, expression.path);
      return text !== undefined && expression.values.has(text);
    }
  }
}

/** Everything after the first dot is one name: tag keys and attribute identifiers can hold dots. */
function textAt(item: object, path: string): string | undefined {
  const [field, name] = split(path);
  const value = name === undefined ? own(item, field) : own(own(item, field), name);
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * Returns the names that `like` looks into: the default, Chinese and English name, or, with a locale, the
 * translation. A name without that translation is found by its default.
 */
function namesAt(item: object, path: string): readonly string[] {
  const [field, locale] = split(path);
  const name = own(item, field);
  const defaultValue = isJsonObject(name) ? name.defaultValue : name;
  const translations = isJsonObject(name) ? name.i18nValue : undefined;
  const translated = (tag: string) => own(translations, tag);
  const isDefault = locale === "default" || locale === "defaultValue";
  const names =
    locale === undefined
      ? [defaultValue, translated("zh_CN"), translated("en_US")]
      : [isDefault ? defaultValue : (translated(locale) ?? defaultValue)];
  return names.filter((one) => typeof one === "string");
}

function split(path: string): [field: string, name?: string] {
  const dot = path.indexOf(".");
  return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}

function own(map: unknown, name: string): unknown {
  return typeof map === "object" && map !== null && Object.hasOwn(map, name)
    ? (map as Record<string, unknown>)[name]
    : undefined;
}
