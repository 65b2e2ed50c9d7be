import type { Enos } from "../../enos/enos.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { DeviceRecord } from "../deviceRecord.js";
import { canExist } from "../deviceReference.js";
import { MAX_PAGE_SIZE, searchForRead } from "../readDevice/searchDevices.js";
import type { ApplyWrites } from "../recentWrites.js";

/**
 * Largest number of keys in one search: a thousand keys take ten searches. A page has room for more devices: in editions where
 * keys are unique only in their product, a key may have several.
 */
const KEYS_PER_SEARCH = 100;

/** The fields that a check compares, and those that it shows of an existing device. The secret is not read. */
const PROJECTION = [
  "orgId",
  "assetId",
  "productKey",
  "deviceKey",
  "deviceName",
  "timezone",
  "deviceDesc",
  "deviceAttributes",
  "deviceTags",
];

/**
 * Returns the devices of an organization that hold device keys, by key.
 *
 * @param applyWrites adds what EnOS's reads may not show yet.
 * @throws GraphQLError fit for clients when EnOS refuses or gives no answer.
 * @see EnOS API manual, "Search Device"
 */
export async function findKeyHolders(
  enos: Enos,
  deadline: Deadline,
  orgId: string,
  deviceKeys: ReadonlySet<string>,
  applyWrites: ApplyWrites,
): Promise<ReadonlyMap<string, readonly DeviceRecord[]>> {
  const keys = [...deviceKeys].filter((deviceKey) => canExist({ orgId, assetId: deviceKey }));
  const pages = Array.from({ length: Math.ceil(keys.length / KEYS_PER_SEARCH) }, (_, page) =>
    keys.slice(page * KEYS_PER_SEARCH, (page + 1) * KEYS_PER_SEARCH),
  );
  const devices = await Promise.all(pages.map((page) => searchKeys(enos, deadline, orgId, page)));
  const current = devices
    .flat()
    .flatMap((stored) => applyWrites({ orgId, assetId: stored.assetId }, stored) ?? []);
  return Map.groupBy(current, ({ deviceKey }) => deviceKey ?? "");
}

async function searchKeys(
  enos: Enos,
  deadline: Deadline,
  orgId: string,
  keys: readonly string[],
): Promise<DeviceRecord[]> {
  const { rows } = await searchForRead(enos, deadline, {
    ...{ orgId, expression: `deviceKey in (${keys.map((key) => `'${key}'`).join(", ")})` },
    ...{ pageNo: 1, pageSize: MAX_PAGE_SIZE, projection: PROJECTION },
    isListed: ({ deviceKey }) => deviceKey === undefined || keys.includes(deviceKey),
  });
  return rows.flatMap((device) => (device?.deviceKey === undefined ? [] : device));
}
