import type { Enos, EnosAction } from "../../enos/enos.js";
import { EnosRequestError } from "../../enos/errors.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { AssetReference } from "../deviceReference.js";
import { NO_SUCH_DEVICE } from "../enosCodes.js";
import { toWriteRefusal, toErrorResult } from "../writeErrors.js";
import { type DeleteDeviceResult, DeleteDeviceSuccess } from "./result.js";

/**
 * Deletes one device and returns the result.
 *
 * "No such device" after a lost answer means that an earlier attempt deleted it. On the first attempt, a
 * device that was deleted before cannot be distinguished from one that never existed.
 *
 * @see EnOS API manual, "Delete Device"
 */
export async function deleteDevice(
  enos: Enos,
  device: AssetReference,
  deadline: Deadline,
): Promise<DeleteDeviceResult> {
  try {
    const reply = await enos.send(toRequest(device), deadline);
    const isGone = reply.ok || (NO_SUCH_DEVICE.has(reply.code) && reply.afterLostAnswer);
    return isGone ? new DeleteDeviceSuccess(device, reply.requestId) : toWriteRefusal(reply, device);
  } catch (error) {
    if (error instanceof EnosRequestError) return toErrorResult(error);
    throw error;
  }
}

/** By asset ID: a repeat by key could delete another device that took the key meanwhile. */
function toRequest({ orgId, assetId }: AssetReference): EnosAction {
  return {
    method: "POST",
    action: "delete",
    orgId,
    query: { assetId },
    repeatable: true,
    isDocumentedRefusal: ({ code }) => NO_SUCH_DEVICE.has(code),
  };
}
