import type { Refused } from "../enos/enos.js";
import type { EnosRequestError } from "../enos/errors.js";
import { shorten } from "../scalars/valuePath.js";
import {
  type DeviceErrorDetails,
  DeviceNotFoundError,
  DeviceUnconfirmedError,
  EnosUnavailableError,
  OrganizationAccessDeniedError,
  UnrecognizedDeviceError,
} from "./deviceErrors.js";
import type { AssetReference } from "./deviceReference.js";
import { ACCESS_DENIED, NO_SUCH_DEVICE, deniedByEnos, refusedByEnos } from "./enosCodes.js";

/** The refusals that every write to an existing device has. */
export type WriteError =
  | DeviceNotFoundError
  | OrganizationAccessDeniedError
  | EnosUnavailableError
  | DeviceUnconfirmedError
  | UnrecognizedDeviceError;

/**
 * Returns EnOS's refusal of a write as a member of the result union.
 *
 * A refusal that follows a lost answer is about the last attempt only; the first one may have been applied. "No such
 * device" is true either way.
 */
export function toWriteRefusal(refused: Refused, device: AssetReference): WriteError {
  const { code, afterLostAnswer } = refused;
  if (NO_SUCH_DEVICE.has(code)) return noSuchDevice(device, refused);
  if (afterLostAnswer) return writeUnconfirmed(refused);
  if (code === ACCESS_DENIED)
    return new OrganizationAccessDeniedError(toDetails(refused, deniedByEnos(device.orgId)), device.orgId);
  return new UnrecognizedDeviceError(toDetails(refused, refusedByEnos(refused)));
}

/** Returns an error without a definite answer as a member of the result union, depending on its outcome. */
export function toErrorResult(error: EnosRequestError): EnosUnavailableError | DeviceUnconfirmedError {
  if (error.outcome !== "NOT_APPLIED") return writeUnconfirmed(error);
  return notApplied(error, "Nothing was changed.");
}

/**
 * Returns the result of a request that EnOS certainly did not apply.
 *
 * @param nothing the sentence that states this.
 */
export function notApplied(error: EnosRequestError, nothing: string): EnosUnavailableError {
  const { message, code, requestId, retryable, retryAfterMs } = error;
  return unavailable({ message: `${message} ${nothing}`, code, requestId, retryable }, retryAfterMs);
}

/** Largest value of GraphQL's Int, 24 days; EnOS has monthly quotas. Milliseconds. */
const MAX_WAIT_MS = 2 ** 31 - 1;

/** Wait for clients when EnOS states none. Milliseconds. */
const DEFAULT_WAIT_MS = 1_000;

/** Returns the error of a request that changed nothing; a retryable error states how long to wait. */
export function unavailable(details: DeviceErrorDetails, retryAfterMs?: number): EnosUnavailableError {
  return details.retryable
    ? new EnosUnavailableError(details, toWaitMs(retryAfterMs))
    : new EnosUnavailableError(details);
}

/** Returns a wait for clients: whole milliseconds that fit GraphQL's Int. */
export function toWaitMs(retryAfterMs = DEFAULT_WAIT_MS): number {
  return Math.min(Math.ceil(retryAfterMs), MAX_WAIT_MS);
}

/** Returns the error of a write that may have been applied. Repeating it does no harm. */
export function writeUnconfirmed({ code, requestId }: Pick<EnosRequestError, "code" | "requestId">) {
  const message =
    "EnOS's answer was lost, so the change may have happened. Send the same request again to find out.";
  return new DeviceUnconfirmedError({ message, code, requestId, retryable: true }, null);
}

/** The remedy when EnOS denies reads to this application. */
export const GRANT_READS = "Have its administrator grant this application the permission to read devices.";

/** Returns the error for a device that the organization does not have. */
export function noSuchDevice(
  { orgId, assetId }: AssetReference,
  refused?: Pick<Refused, "code" | "requestId">,
): DeviceNotFoundError {
  const message = `The organization “${shorten(orgId)}” has no device “${shorten(assetId)}”.`;
  return new DeviceNotFoundError({ message, retryable: false, ...pick(refused) }, assetId);
}

function pick(refused: Pick<Refused, "code" | "requestId"> | undefined) {
  return { code: refused?.code, requestId: refused?.requestId };
}

/** Returns the details of a definite refusal. */
export function toDetails(
  { code, requestId }: Pick<DeviceErrorDetails, "code" | "requestId">,
  message: string,
): DeviceErrorDetails {
  return { code, requestId, message, retryable: false };
}

/**
 * Returns the error for an organization that writes more devices in a minute than it may.
 *
 * @param nothing the sentence that states which change was not made.
 */
export function tooManyWrites(
  orgId: string,
  retryAfterMs: number,
  nothing = "Nothing was changed.",
): EnosUnavailableError {
  const message = `The organization “${orgId}” asks for more writes in a minute than it may. EnOS was not asked. ${nothing}`;
  return unavailable({ message, retryable: true }, retryAfterMs);
}
