import { randomInt } from "node:crypto";

import { isObject } from "../http/json.js";
import { type HttpResponse, refusal, success } from "../http/response.js";
import type { OrganizationCall } from "../routes.js";
import { DEVICES_PER_PRODUCT, modelIdOf, nameOf, type Product } from "../seed.js";
import type { Settings } from "../settings.js";
import { type Device, type DeviceInput, randomAlphanumerics, type StringI18n } from "./device.js";
import { normalize } from "./normalizations.js";
import { unknownProduct } from "./refusals.js";
import { applyModel, validateCreation } from "./validateDevice.js";

type Body = Readonly<Record<string, unknown>>;

/** Serves Create Device. The device takes its key at once, before reads show it. */
export function createDevice({ state, organization, store }: OrganizationCall, body: Body): HttpResponse {
  const { settings } = state;
  const invalid = validateCreation(body, settings);
  if (invalid) return invalid;
  const product = organization.products.get(body.productKey as string);
  if (!product) return unknownProduct(settings);
  const deviceKey = body.deviceKey as string | null | undefined;
  if (deviceKey && store.currentByKey(deviceKey)) return refusal(11702, "DeviceKey existed");
  const limit = settings.deviceLimits[product.productKey] ?? product.deviceLimit ?? DEVICES_PER_PRODUCT;
  if (store.countOf(product.productKey) >= limit) return refusal(11739, "Exceed max device size");
  const input = readInput(body);
  const modelled = applyModel(state, modelIdOf(product), input.deviceAttributes ?? {}, true);
  if ("headers" in modelled) return modelled;
  const device = newDevice(organization.orgId, product, state.clock(), {
    ...normalize({ ...input, deviceAttributes: modelled.attributes }, settings.normalize),
    assetId: newAssetId(settings),
    ...(deviceKey && { deviceKey }),
  });
  store.put(device);
  return success(identityOf(device));
}

/** Returns the identity and secret of a device, as creation and replacement return them. */
export function identityOf({ assetId, productKey, deviceKey, deviceSecret }: Device) {
  return { assetId, productKey, deviceKey, deviceSecret };
}

/** Returns a device that never connected, with everything that EnOS assigns unless `given` has it. */
export function newDevice(
  orgId: string,
  product: Product,
  createTime: number,
  given: DeviceInput & Partial<Device>,
): Device {
  const { deviceName, deviceDesc, timezone, deviceAttributes, deviceTags, ...others } = given;
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
    deviceDesc,
    timezone,
    deviceAttributes,
    deviceTags,
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

/** Returns an asset ID: EnOS's are alphanumeric; some platforms have digits only, more than a number can hold. */
function newAssetId({ assetIds }: Settings): string {
  return assetIds === "digits" ? String(randomInt(10 ** 9, 10 ** 10)).repeat(2) : randomAlphanumerics(8);
}

/** Returns the fields of a device that a valid body gives; absent and null ones have their defaults. */
export function readInput(body: Body): DeviceInput {
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
  return { defaultValue, i18nValue: isObject(i18nValue) ? i18nValue : {} };
}
