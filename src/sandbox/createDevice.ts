import { accepted, type Answer, refused } from "./answer.js";
import type { CreateRequest } from "./createRequest.js";
import { refuseBody } from "./createRules.js";
import { newDevice } from "./newDevice.js";
import type { IndexedOrganization } from "./organizations.js";
import type { Platform } from "./platform.js";

/** Answers Create Device. The new device takes its key at once, however long reads take to see it. */
export function createDevice(
  platform: Platform,
  organization: IndexedOrganization,
  body: Record<string, unknown>,
): Answer {
  const refusal = refuseBody(body);
  if (refusal) return refusal;
  const request = body as unknown as CreateRequest;
  const product = organization.products.get(request.productKey);
  if (!product) return refused(11404, "Product cannot be found");
  const store = platform.devices.of(organization.orgId);
  if (request.deviceKey && store.byDeviceKey(request.deviceKey)) return refused(11702, "DeviceKey existed");
  const limit = platform.settings.deviceLimits[product.productKey] ?? product.deviceLimit;
  if (store.byProductKey(product.productKey).length >= limit) return refused(11739, "Exceed max device size");
  const device = newDevice(organization.orgId, product, request, platform.clock());
  store.add(device);
  const { assetId, productKey, deviceKey, deviceSecret } = device;
  return accepted({ assetId, productKey, deviceKey, deviceSecret });
}
