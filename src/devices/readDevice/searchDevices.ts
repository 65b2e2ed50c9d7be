import type { Enos } from "../../enos/enos.js";
import { EnosRequestError } from "../../enos/errors.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { Device } from "../device.js";
import { readDevice, toDevice } from "../deviceRecord.js";
import type { AssetReference, DeviceReference, KeyReference } from "../deviceReference.js";
import { NO_SUCH_DEVICE } from "../enosCodes.js";
import { refusedRead, unavailableRead } from "./readErrors.js";

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
  "status",
  "createTime",
  "activeTime",
  "lastOnlineTime",
  "lastOfflineTime",
];

/**
 * Gives those of at most `PAGE_SIZE` devices that EnOS has, in any order.
 *
 * @throws GraphQLError fit for clients when EnOS gives no answer or refuses.
 * @see EnOS API manual, "Search Device"
 */
export async function searchDevices(
  enos: Enos,
  deadline: Deadline,
  orgId: string,
  references: readonly DeviceReference[],
): Promise<Device[]> {
  const body = {
    expression: toSearchExpression(references),
    pagination: { pageNo: 1, pageSize: PAGE_SIZE },
    projection: PROJECTION,
  };
  const reply = await enos
    .send({ method: "POST", action: "search", orgId, body, repeatable: true }, deadline)
    .catch((error: unknown) => {
      throw error instanceof EnosRequestError ? unavailableRead(error) : error;
    });
  if (reply.ok) return toDevices(reply.data, orgId);
  if (NO_SUCH_DEVICE.has(reply.code)) return [];
  throw refusedRead(reply, orgId);
}

const UNREADABLE = new EnosRequestError("EnOS's answer could not be read.", {
  outcome: "UNKNOWN",
  retry: "UNAVAILABLE",
});

/** A row that does not say which device it is about is about none. */
function toDevices(data: unknown, orgId: string): Device[] {
  if (!Array.isArray(data)) throw unavailableRead(UNREADABLE);
  return data.flatMap((row: unknown) => {
    const stored = readDevice(row);
    return stored?.productKey ? [toDevice(stored, orgId, stored.productKey)] : [];
  });
}

/**
 * Gives the expression that finds devices of one organization; all references must be of the same kind, and such
 * as can exist.
 *
 * @see EnOS API manual, "Search Device", table of `expression`
 */
export function toSearchExpression(references: readonly DeviceReference[]): string {
  const assets = references.filter((reference): reference is AssetReference => "assetId" in reference);
  if (assets.length > 0)
    return isIn(
      "assetId",
      assets.map(({ assetId }) => assetId),
    );
  return toKeyExpression(references as readonly KeyReference[]);
}

/** Some editions want a key to be unique in its product only, so each product asks for its own. */
function toKeyExpression(references: readonly KeyReference[]): string {
  const products = Map.groupBy(references, ({ productKey }) => productKey);
  return [...products]
    .map(([productKey, keys]) => {
      const deviceKeys = isIn(
        "deviceKey",
        keys.map(({ deviceKey }) => deviceKey),
      );
      return `(productKey = '${productKey}' and ${deviceKeys})`;
    })
    .join(" or ");
}

function isIn(field: string, ids: readonly string[]): string {
  return `${field} in (${ids.map((id) => `'${id}'`).join(", ")})`;
}
