import { isJsonObject } from "../scalars/json.js";
import { Secret } from "../runtime/secret.js";
import { textOfNumber } from "../scalars/exactJson.js";
import type { JsonMap } from "../scalars/map.js";
import { readStoredText, type StringI18n } from "../scalars/stringI18n.js";
import { Device } from "./device.js";
import { readDeviceActivity, type DeviceActivity } from "./deviceStatus.js";

/** A device as EnOS's `create`, `get` and `search` return it: only its asset ID is always present. */
export interface DeviceRecord {
  readonly assetId: string;
  readonly productKey: string | undefined;
  readonly deviceKey: string | undefined;
  readonly deviceName: StringI18n | undefined;
  readonly timezone: string | undefined;
  readonly deviceDesc: string | undefined;
  readonly deviceAttributes: JsonMap | undefined;
  /** Whether EnOS wrote the attributes in a form that is not known: then they cannot be written back. */
  readonly hasUnknownAttributes: boolean;
  readonly deviceTags: JsonMap | undefined;
  readonly activity: DeviceActivity;
  readonly secret: Secret | undefined;
}

/** Returns EnOS's Device structure; undefined when it has no asset ID. */
export function readDevice(data: unknown): DeviceRecord | undefined {
  if (!isJsonObject(data)) return undefined;
  const assetId = readText(data.assetId);
  if (assetId === undefined) return undefined;
  return {
    assetId,
    productKey: readText(data.productKey),
    deviceKey: readText(data.deviceKey),
    deviceName: readName(data.deviceName),
    timezone: readText(data.timezone),
    deviceDesc: typeof data.deviceDesc === "string" ? data.deviceDesc : undefined,
    deviceAttributes: toObject(data.deviceAttributes),
    hasUnknownAttributes: data.deviceAttributes != null && !isJsonObject(data.deviceAttributes),
    deviceTags: toObject(data.deviceTags),
    activity: readDeviceActivity(data),
    secret: readDeviceSecret(data),
  };
}

/** Returns the stored device as the graph's entity. */
export function toDevice(stored: DeviceRecord, orgId: string, productKey: string): Device {
  return new Device({ ...stored, orgId, productKey: stored.productKey ?? productKey });
}

/** Returns an ID, or another short text; one that comes as a number is read as its digits. */
export function readText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : textOfNumber(value);
}

/** Some editions store a name without translations as a plain text. */
function readName(value: unknown): StringI18n | undefined {
  if (typeof value === "string") return { defaultValue: value };
  return isJsonObject(value) ? readStoredText(value) : undefined;
}

function toObject(value: unknown): JsonMap | undefined {
  return isJsonObject(value) ? (value as JsonMap) : undefined;
}

/**
 * Returns a device's secret; undefined when there is none.
 *
 * EnOS documents `deviceSecret`, and editions of its manual show `deviceSecrete`. Both are read, the documented
 * one first, so a correction of the spelling needs no change here.
 */
function readDeviceSecret(data: Record<string, unknown>): Secret | undefined {
  const text = readText(data.deviceSecret) ?? readText(data.deviceSecrete);
  return text === undefined ? undefined : new Secret(text);
}
