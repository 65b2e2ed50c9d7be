import { isDeepStrictEqual } from "node:util";

import type { JsonMap } from "../../scalars/map.js";
import type { StringI18n } from "../../scalars/stringI18n.js";
import type { StoredDevice } from "../storedDevice.js";
import type { CreateDeviceInput } from "../createDeviceInput.js";

/**
 * Whether a stored device is the one that an input asks for.
 *
 * What EnOS writes in more than one way counts as equal: a translation, a description or an attribute that is
 * missing, null or empty; tags that are missing or none. Attributes that only EnOS has are its model's defaults.
 */
export function isSameDevice(input: CreateDeviceInput, stored: StoredDevice): boolean {
  return (
    input.timezone === stored.timezone &&
    isDeepStrictEqual(toName(input.deviceName), toName(stored.deviceName)) &&
    (input.deviceDesc ?? "") === (stored.deviceDesc ?? "") &&
    isDeepStrictEqual({ ...input.deviceTags }, { ...stored.deviceTags }) &&
    Object.entries(asSent(input.deviceAttributes ?? {})).every(
      ([name, value]) => value === null || isDeepStrictEqual(value, stored.deviceAttributes?.[name]),
    )
  );
}

/** A copy by way of JSON, which knows no -0. */
function asSent(attributes: JsonMap): JsonMap {
  return JSON.parse(JSON.stringify(attributes)) as JsonMap;
}

function toName(name: StringI18n | undefined) {
  const translations = Object.entries(name?.i18nValue ?? {}).filter(([, text]) => text !== "");
  return { defaultValue: name?.defaultValue, i18nValue: Object.fromEntries(translations) };
}
