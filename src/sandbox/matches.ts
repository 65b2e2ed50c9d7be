import type { Device } from "./device.js";
import type { Expression } from "./expression.js";
import { isObject } from "./shape.js";

/** Tells whether a device is one an expression describes. */
export function matches(device: Device, expression: Expression): boolean {
  switch (expression.kind) {
    case "and":
      return expression.parts.every((part) => matches(device, part));
    case "or":
      return expression.parts.some((part) => matches(device, part));
    case "like":
      return names(device, expression.path).some((name) => name.includes(expression.value));
    case "exists":
      return (textAt(device, expression.path) !== undefined) === expression.wanted;
    case "notEqual":
      return textAt(device, expression.path) !== expression.value;
    case "in": {
      const text = textAt(device, expression.path);
      return text !== undefined && expression.values.has(text);
    }
  }
}

/** Everything after the first dot is one name: names of tags and attributes may hold dots themselves. */
function textAt(device: Device, path: string): string | undefined {
  const dot = path.indexOf(".");
  const value =
    dot < 0
      ? device[path as keyof Device]
      : own(device[path.slice(0, dot) as keyof Device], path.slice(dot + 1));
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** `deviceName.zh_CN` is one translation, `deviceName.default` the default value, `deviceName` any of them. */
function names({ deviceName }: Device, path: string): readonly string[] {
  const locale = path.split(".")[1];
  const { defaultValue, i18nValue } = deviceName;
  if (locale === undefined) return [defaultValue, ...Object.values(i18nValue)];
  if (locale === "default" || locale === "defaultValue") return [defaultValue];
  const name = own(i18nValue, locale);
  return typeof name === "string" ? [name] : [];
}

function own(map: unknown, name: string): unknown {
  return isObject(map) && Object.hasOwn(map, name) ? map[name] : undefined;
}
