import type { CreateRequest } from "./createRequest.js";
import type { Device } from "./device.js";
import { randomAlphanumerics } from "./randomAlphanumerics.js";
import type { Product } from "./seed.js";

/** Gives the device a request asks for: never online yet, with what EnOS assigns assigned. */
export function newDevice(
  orgId: string,
  product: Required<Product>,
  request: CreateRequest,
  now: number,
): Device {
  const { defaultValue, i18nValue } = request.deviceName;
  return {
    orgId,
    assetId: randomAlphanumerics(8),
    modelId: product.modelId,
    modelIdPath: `/${product.modelId}`,
    productKey: product.productKey,
    productName: { defaultValue: product.productName, i18nValue: {} },
    productType: product.productType,
    dataFormat: "Json",
    deviceKey: request.deviceKey ?? randomAlphanumerics(10),
    deviceName: { defaultValue, i18nValue: i18nValue === "" ? {} : (i18nValue ?? {}) },
    deviceSecret: randomAlphanumerics(20),
    deviceDesc: request.deviceDesc ?? null,
    timezone: request.timezone,
    deviceAttributes: request.deviceAttributes ?? {},
    deviceTags: request.deviceTags ?? {},
    createTime: now,
    status: "inactive",
    activeTime: 0,
    lastOnlineTime: 0,
    lastOfflineTime: 0,
    measurepointLastUpdate: null,
    eventLastUpdate: null,
    attributeLastUpdate: null,
    featureLastUpdate: null,
  };
}
