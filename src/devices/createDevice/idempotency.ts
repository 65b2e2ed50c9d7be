import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

import type { JsonMap } from "../../scalars/map.js";
import type { StringI18n } from "../../scalars/stringI18n.js";
import type { DeviceRecord } from "../deviceRecord.js";
import { InputProblem } from "../inputProblem.js";
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
 * Returns where an input differs from a stored device.
 *
 * What EnOS writes in more than one way counts as equal: a translation, a description or an attribute that is
 * missing, null or empty; tags that are missing or none. Attributes that only EnOS has are its model's defaults.
 */
export function findDifferences(input: CreateDeviceInput, stored: DeviceRecord): InputProblem[] {
  const attributes = Object.entries(asSent(input.deviceAttributes ?? {}));
  return [
    ...compare(["timezone"], input.timezone, stored.timezone),
    ...compare(["deviceName"], toName(input.deviceName), toName(stored.deviceName)),
    ...compare(["deviceDesc"], input.deviceDesc ?? "", stored.deviceDesc ?? ""),
    ...compare(["deviceTags"], { ...input.deviceTags }, { ...stored.deviceTags }),
    ...attributes
      .filter(([, value]) => value !== null)
      .flatMap(([name, value]) =>
        compare(["deviceAttributes", name], value, stored.deviceAttributes?.[name]),
      ),
  ];
}

function compare(path: readonly string[], asked: unknown, stored: unknown): InputProblem[] {
  if (isDeepStrictEqual(asked, stored)) return [];
  return [new InputProblem(path, "DIFFERENT", "differs from the device that the idempotency key created.")];
}

/** A copy by way of JSON, which knows no -0. */
function asSent(attributes: JsonMap): JsonMap {
  return JSON.parse(JSON.stringify(attributes)) as JsonMap;
}

function toName(name: StringI18n | undefined) {
  const translations = Object.entries(name?.i18nValue ?? {}).filter(([, text]) => text !== "");
  return { defaultValue: name?.defaultValue, i18nValue: Object.fromEntries(translations) };
}
