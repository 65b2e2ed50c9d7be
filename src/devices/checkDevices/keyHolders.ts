import type { Enos } from "../../enos/enos.js";
import { EnosRequestError } from "../../enos/errors.js";
import type { Deadline } from "../../runtime/deadline.js";
import { type DeviceRecord, readDevice } from "../deviceRecord.js";
import { canExist } from "../deviceReference.js";
import { NO_SUCH_DEVICE } from "../enosCodes.js";
import { refusedRead, unavailableRead } from "../readDevice/readErrors.js";
import type { ApplyWrites } from "../recentWrites.js";

/** Largest number of keys in one search: a thousand keys take ten searches. */
const KEYS_PER_SEARCH = 100;

/** Largest page of EnOS's oldest edition. In editions where keys are unique only in their product, a key may have several devices. */
const PAGE_SIZE = 200;

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
  const body = {
    expression: `deviceKey in (${keys.map((key) => `'${key}'`).join(", ")})`,
    pagination: { pageNo: 1, pageSize: PAGE_SIZE },
    projection: PROJECTION,
  };
  const reply = await enos
    .send({ method: "POST", action: "search", orgId, body, repeatable: true }, deadline)
    .catch((error: unknown) => {
      throw error instanceof EnosRequestError ? unavailableRead(error) : error;
    });
  if (!reply.ok) {
    if (NO_SUCH_DEVICE.has(reply.code)) return [];
    throw refusedRead(reply, orgId);
  }
  const rows: unknown[] = Array.isArray(reply.data) ? reply.data : [];
  // Rows about other devices are ignored.
  return rows
    .map(readDevice)
    .filter((device) => device !== undefined)
    .filter(({ deviceKey }) => deviceKey !== undefined && keys.includes(deviceKey));
}
