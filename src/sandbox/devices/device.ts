import { randomBytes } from "node:crypto";

import { isJsonObject } from "../http/json.js";
import { modelIdOf, nameOf, type Product } from "../products/product.js";

/** EnOS's internationalized string. A platform that changes stored values may keep null. */
export interface StringI18n {
  readonly defaultValue: string;
  readonly i18nValue?: Readonly<Record<string, string | null>> | null;
}

/**
 * EnOS's Device struct, as Get Device and Search Device return it. Times are epoch milliseconds, 0 means never.
 * The sandbox's own values are strings where the type says so; the admin API can store anything.
 */
export interface Device {
  readonly orgId: string;
  readonly assetId: string;
  readonly modelId: string;
  readonly modelIdPath: string;
  readonly productKey: string;
  readonly productName: StringI18n;
  readonly productType: string;
  readonly dataFormat: string;
  readonly deviceKey: string;
  /** A plain text in stores that keep names without translations. */
  readonly deviceName: StringI18n | string;
  readonly deviceSecret: string;
  readonly deviceDesc: string | null;
  readonly timezone: string;
  readonly deviceAttributes: Readonly<Record<string, unknown>> | null;
  readonly deviceTags: Readonly<Record<string, string>> | null;
  readonly createTime: number;
  /** `inactive`, `online`, `offline`, `disable` or `mirror`. */
  readonly status: string;
  readonly activeTime: number;
  readonly lastOnlineTime: number;
  readonly lastOfflineTime: number;
  readonly measurepointLastUpdate: number | null;
  readonly eventLastUpdate: number | null;
  readonly attributeLastUpdate: number | null;
  readonly featureLastUpdate: number | null;
  /** Asset ID of the device a mirror device mirrors. From EnOS 2.2 on. */
  readonly mirrorSource: string | null;
  /** From EnOS 2.2 on. */
  readonly firmwareVersion: string | null;
}

/** The fields of a device that creation and update take from the client. */
export type DeviceInput = Pick<
  Device,
  "deviceName" | "timezone" | "deviceDesc" | "deviceAttributes" | "deviceTags"
>;

/** Returns a device that never connected, with defaults for everything that `given` does not have. */
export function newDevice(
  orgId: string,
  product: Product,
  createTime: number,
  given: Pick<DeviceInput, "deviceName" | "timezone"> & Partial<Device>,
): Device {
  const { deviceName, timezone, ...others } = given;
  const { productKey, productType = "Device" } = product;
  const modelId = modelIdOf(product);
  return {
    orgId,
    assetId: randomAlphanumerics(8),
    modelId,
    modelIdPath: `/${modelId}`,
    productKey,
    productName: nameOf(product),
    productType,
    dataFormat: "Json",
    deviceKey: randomAlphanumerics(10),
    deviceName,
    deviceSecret: randomAlphanumerics(20),
    deviceDesc: null,
    timezone,
    deviceAttributes: {},
    deviceTags: {},
    createTime,
    status: "inactive",
    activeTime: 0,
    lastOnlineTime: 0,
    lastOfflineTime: 0,
    measurepointLastUpdate: null,
    eventLastUpdate: null,
    attributeLastUpdate: null,
    featureLastUpdate: null,
    mirrorSource: null,
    firmwareVersion: null,
    ...others,
  };
}

/** Returns the fields of a device that a valid body gives; absent and null ones have their defaults. */
export function readInput(body: Readonly<Record<string, unknown>>): DeviceInput {
  return {
    deviceName: readName(body.deviceName as StringI18n),
    timezone: body.timezone as string,
    deviceDesc: (body.deviceDesc ?? null) as string | null,
    deviceAttributes: (body.deviceAttributes ?? {}) as Record<string, unknown>,
    deviceTags: (body.deviceTags ?? {}) as Record<string, string>,
  };
}

/** Returns a name of a valid body; devices in the field send null and "" instead of an empty map. */
export function readName({ defaultValue, i18nValue }: StringI18n): StringI18n {
  return { defaultValue, i18nValue: isJsonObject(i18nValue) ? i18nValue : {} };
}

const ALPHANUMERICS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Returns `length` random letters and digits: EnOS's identifiers and secrets consist of them. */
export function randomAlphanumerics(length: number): string {
  let text = "";
  for (const byte of randomBytes(length)) text += ALPHANUMERICS.charAt(byte % ALPHANUMERICS.length);
  return text;
}
