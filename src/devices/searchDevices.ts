import type { Enos } from "../enos/enos.js";
import { EnosFailure } from "../enos/failure.js";
import type { Patience } from "../enos/patience.js";
import type { Device } from "./device.js";
import type { DeviceReference } from "./deviceReference.js";
import { NO_SUCH_DEVICE } from "./noSuchDevice.js";
import { refusedRead, unavailableRead } from "./readErrors.js";
import { toSearchExpression } from "./searchExpression.js";
import { readDevice, toDevice } from "./storedDevice.js";

/**
 * Every edition of EnOS gives twice as many at once, and its manual recommends half as many: beyond this, pages come
 * side by side.
 */
export const PAGE_SIZE = 100;

/** All that the graph shows of a device. Unprojected, EnOS adds the secret. */
const PROJECTION = [
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
 * Gives those of at most `PAGE_SIZE` devices that EnOS has, in any order.
 *
 * @throws GraphQLError fit for clients when EnOS gives no answer or refuses.
 * @see EnOS API manual, "Search Device"
 */
export async function searchDevices(
  enos: Enos,
  patience: Patience,
  orgId: string,
  references: readonly DeviceReference[],
): Promise<Device[]> {
  const body = {
    expression: toSearchExpression(references),
    pagination: { pageNo: 1, pageSize: PAGE_SIZE },
    projection: PROJECTION,
  };
  const reply = await enos
    .send({ method: "POST", action: "search", orgId, body, repeatable: true }, patience)
    .catch((error: unknown) => {
      throw error instanceof EnosFailure ? unavailableRead(error) : error;
    });
  if (reply.ok) return toDevices(reply.data, orgId);
  if (NO_SUCH_DEVICE.has(reply.code)) return [];
  throw refusedRead(reply, orgId);
}

const UNREADABLE = new EnosFailure("EnOS's answer could not be read.", {
  outcome: "UNKNOWN",
  retryable: true,
});

/** A row that does not say which device it is about is about none. */
function toDevices(data: unknown, orgId: string): Device[] {
  if (!Array.isArray(data)) throw unavailableRead(UNREADABLE);
  return data.flatMap((row: unknown) => {
    const stored = readDevice(row);
    return stored?.productKey ? [toDevice(stored, orgId, stored.productKey)] : [];
  });
}
