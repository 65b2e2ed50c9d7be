import { accepted, type Answer, invalidArgument, refused } from "./answer.js";
import type { Call } from "./call.js";
import type { Device } from "./device.js";
import type { DeviceStore } from "./deviceStore.js";
import type { IndexedOrganization } from "./organizations.js";
import { isVisible, type Platform } from "./platform.js";

/** Answers Get Device, by `assetId` or by `productKey` and `deviceKey`: the whole struct, secret included. */
export function getDevice(platform: Platform, organization: IndexedOrganization, call: Call): Answer {
  const { query } = call;
  if (!query.get("assetId") && !(query.get("productKey") && query.get("deviceKey"))) {
    return invalidArgument("assetId", "assetId or productKey and deviceKey are missing");
  }
  const device = find(platform.devices.of(organization.orgId), query);
  return device && isVisible(platform, device) ? accepted(device) : refused(11404, "Device cannot be found");
}

function find(store: DeviceStore, query: ReadonlyMap<string, string>): Device | undefined {
  const assetId = query.get("assetId");
  if (assetId) return store.byAssetId(assetId);
  const device = store.byDeviceKey(query.get("deviceKey") ?? "");
  return device?.productKey === query.get("productKey") ? device : undefined;
}
