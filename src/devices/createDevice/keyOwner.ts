import type { Enos } from "../../enos/enos.js";
import { EnosRequestError } from "../../enos/errors.js";
import type { Deadline } from "../../runtime/deadline.js";
import { readDevice } from "../deviceRecord.js";
import { type KeyReference, canExist } from "../deviceReference.js";

/** A key has one holder, or, in some editions, one for each product. */
const PAGE_SIZE = 10;

/**
 * Returns whether only devices of other products hold a key: EnOS wants a key to be unique in its organization. False,
 * too, when EnOS gives no answer.
 *
 * @see EnOS API manual, "Search Device"
 */
export async function isKeyOwnedByOtherProduct(
  enos: Enos,
  key: KeyReference,
  deadline: Deadline,
): Promise<boolean> {
  if (!canExist(key)) return false;
  const { orgId, productKey, deviceKey } = key;
  const body = {
    expression: `deviceKey = '${deviceKey}'`,
    pagination: { pageNo: 1, pageSize: PAGE_SIZE },
    projection: ["assetId", "productKey", "deviceKey"],
  };
  try {
    const reply = await enos.send(
      { method: "POST", action: "search", orgId, body, repeatable: true },
      deadline,
    );
    const rows: unknown[] = reply.ok && Array.isArray(reply.data) ? reply.data : [];
    const holders = rows.map(readDevice).filter((device) => device?.deviceKey === deviceKey);
    return holders.length > 0 && holders.every((holder) => holder?.productKey !== productKey);
  } catch (error) {
    if (error instanceof EnosRequestError) return false;
    throw error;
  }
}
