import { randomInt } from "node:crypto";

import { type HttpResponse, refusal, success } from "../http/response.js";
import type { OrganizationCall } from "../routes.js";
import { DEVICES_PER_PRODUCT, modelIdOf } from "../products/product.js";
import { isUnreadable, refuseByProduct } from "../products/testProducts.js";
import type { Settings } from "../settings.js";
import { type Device, newDevice, randomAlphanumerics, readInput } from "./device.js";
import { normalize } from "./normalizations.js";
import { unknownProduct } from "./refusals.js";
import { applyModel, validateCreation } from "./validateDevice.js";

type Body = Readonly<Record<string, unknown>>;

/** Serves Create Device. The device takes its key at once, before reads show it. */
export function createDevice(call: OrganizationCall, body: Body): HttpResponse {
  const { state, organization, store } = call;
  const { settings } = state;
  const invalid = validateCreation(body, settings);
  if (invalid) return invalid;
  const product = organization.products.get(body.productKey as string);
  if (!product) return unknownProduct(settings);
  const deviceKey = (body.deviceKey ?? undefined) as string | undefined;
  const refused = refuseByProduct(call, product, deviceKey);
  if (refused) return refused;
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
  return success(isUnreadable(product) ? {} : identityOf(device));
}

/** Returns the identity and secret of a device, as creation and replacement return them. */
export function identityOf({ assetId, productKey, deviceKey, deviceSecret }: Device) {
  return { assetId, productKey, deviceKey, deviceSecret };
}

/** Returns an asset ID: EnOS's are alphanumeric; some platforms have digits only, more than a number can hold. */
function newAssetId({ assetIds }: Settings): string {
  return assetIds === "digits" ? String(randomInt(10 ** 9, 10 ** 10)).repeat(2) : randomAlphanumerics(8);
}
