import type { Enos } from "../../enos/enos.js";
import { EnosFailure } from "../../enos/failure.js";
import type { Patience } from "../../enos/patience.js";
import type { KeyReference } from "../deviceReference.js";
import { canExist } from "../deviceReference.js";
import { readDevice } from "../storedDevice.js";

/**
 * Whether a device of another product holds the key: EnOS wants a key to be unique in its organization. False, too, when
 * EnOS does not tell.
 *
 * @see EnOS API manual, "Search Device"
 */
export async function isHeldElsewhere(enos: Enos, key: KeyReference, patience: Patience): Promise<boolean> {
  if (!canExist(key)) return false;
  const { orgId, productKey, deviceKey } = key;
  const body = {
    expression: `deviceKey = '${deviceKey}'`,
    pagination: { pageNo: 1, pageSize: 10 },
    projection: ["assetId", "productKey", "deviceKey"],
  };
  try {
    const reply = await enos.send(
      { method: "POST", action: "search", orgId, body, repeatable: true },
      patience,
    );
    const rows: unknown[] = reply.ok && Array.isArray(reply.data) ? reply.data : [];
    const holders = rows.map(readDevice).filter((device) => device?.deviceKey === deviceKey);
    return holders.length > 0 && holders.every((holder) => holder?.productKey !== productKey);
  } catch (error) {
    if (error instanceof EnosFailure) return false;
    throw error;
  }
}
