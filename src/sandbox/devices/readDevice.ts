import type { Call } from "../http/call.js";
import { type HttpResponse, invalidArgument, refusal, success } from "../http/response.js";
import { isUnreadable } from "../products/testProducts.js";
import type { OrganizationCall } from "../routes.js";
import { isFrom, type Settings } from "../settings.js";
import type { Device } from "./device.js";
import { deviceNotFound } from "./refusals.js";

/** Serves Get Device. */
export function getDevice({ state, organization, store, call }: OrganizationCall): HttpResponse {
  const productKey =
    call.query.get("productKey") ?? store.current(call.query.get("assetId") ?? "")?.productKey ?? "";
  if (isUnreadable(organization.products.get(productKey))) {
    return refusal(99403, `Denied resource:  productKey ${productKey}`);
  }
  const device = identify(
    call,
    (assetId) => store.visibleAmong([assetId], [])[0],
    (deviceKey) => store.visibleAmong([], [deviceKey]).find((one) => one.deviceKey === deviceKey),
  );
  if (!device) return deviceNotFound(state.settings);
  return "headers" in device ? device : success(toStruct(device, state.settings));
}

/** Serves the statistics of an organization's devices, or of a product's. Mirror devices have no count of their own. */
export function getStats({ store, call }: OrganizationCall): HttpResponse {
  const productKey = call.query.get("productKey");
  const counts = { total: 0, online: 0, offline: 0, inactive: 0, disable: 0, mirror: 0 };
  for (const device of store.visible()) {
    if (productKey !== undefined && device.productKey !== productKey) continue;
    counts.total += 1;
    if (Object.hasOwn(counts, device.status)) counts[device.status as keyof typeof counts] += 1;
  }
  return success({
    totalCount: counts.total,
    onlineCount: counts.online,
    offlineCount: counts.offline,
    inactiveCount: counts.inactive,
    disabledCount: counts.disable,
  });
}

/** Returns a device as the edition's Get Device shows it. */
export function toStruct(device: Device, settings: Settings): Partial<Device> {
  const status = device.status === "disable" ? settings.disabledStatus : device.status;
  if (isFrom("2.2", settings)) return { ...device, status };
  const { mirrorSource: _, firmwareVersion: __, ...struct } = device;
  return { ...struct, status };
}

/**
 * Returns the device that a call names by `assetId`, or by `productKey` and `deviceKey`.
 *
 * @param byAssetId finds it by asset ID: in the current state for writes, in the state that reads show for reads.
 * @param byKey finds it by device key.
 * @returns a refusal if the call names no device, `undefined` if there is none.
 */
export function identify(
  { query }: Call,
  byAssetId: (assetId: string) => Device | undefined,
  byKey: (deviceKey: string) => Device | undefined,
): Device | HttpResponse | undefined {
  const [assetId, productKey, deviceKey] = ["assetId", "productKey", "deviceKey"].map((name) =>
    query.get(name),
  );
  if (assetId) return byAssetId(assetId);
  if (!productKey || !deviceKey) {
    return invalidArgument("assetId", "assetId or productKey and deviceKey are missing");
  }
  const device = byKey(deviceKey);
  return device?.productKey === productKey ? device : undefined;
}
