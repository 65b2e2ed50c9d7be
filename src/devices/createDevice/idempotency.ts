import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import type { JsonMap } from "../../scalars/map.js";
import type { StringI18n } from "../../scalars/stringI18n.js";
import type { DeviceRecord } from "../deviceRecord.js";
import type { CreateDeviceInput } from "./input.js";

/**
 * Gives the key to ask for: the client's own, else one derived from its idempotency key, else none.
 *
 * The derived key is 32 hex digits and the same on every replica for ever, so that EnOS's rule of unique keys
 * is the store of idempotency.
 */
export function chooseDeviceKey(input: CreateDeviceInput): string | undefined {
  return input.deviceKey ?? (input.idempotencyKey == null ? undefined : derive(input, input.idempotencyKey));
}

function derive({ orgId, productKey }: CreateDeviceInput, idempotencyKey: string): string {
  // JSON keeps apart what plain joining would mix up: ("a", "bc") and ("ab", "c").
  const joined = JSON.stringify([orgId, productKey, idempotencyKey]);
  return hash("sha256", joined, "hex").slice(0, 32);
}

/**
 * Whether a stored device is the one that an input asks for.
 *
 * What EnOS writes in more than one way counts as equal: a translation, a description or an attribute that is
 * missing, null or empty; tags that are missing or none. Attributes that only EnOS has are its model's defaults.
 */
export function isSameDevice(input: CreateDeviceInput, stored: DeviceRecord): boolean {
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
