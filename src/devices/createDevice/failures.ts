import type { EnosFailure } from "../../enos/failure.js";
import { DeviceUnconfirmedError } from "../errors/deviceUnconfirmedError.js";
import { EnosUnavailableError } from "../errors/enosUnavailableError.js";

/** GraphQL's Int ends here, after 24 days; EnOS has quotas by the month. Milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Says in the graph's words that EnOS gave no answer, by what that leaves behind. */
export function fail(
  failure: EnosFailure,
  deviceKey: string | undefined,
): EnosUnavailableError | DeviceUnconfirmedError {
  if (failure.outcome !== "NOT_APPLIED") return unconfirmed(failure, deviceKey);
  const { message, code, requestId, retryable, retryAfterMs } = failure;
  return new EnosUnavailableError(
    { message: `${message} No device was created.`, code, requestId, retryable },
    retryAfterMs === undefined ? undefined : Math.min(Math.ceil(retryAfterMs), LONGEST_WAIT),
  );
}

/** The device may exist, and the request that would tell has no answer. */
export function unconfirmed(
  about: { readonly code?: number | undefined; readonly requestId?: string | undefined },
  deviceKey: string | undefined,
): DeviceUnconfirmedError {
  const message = deviceKey
    ? "EnOS's answer was lost, so the device may exist. Send the same request again to find out."
    : "EnOS's answer was lost, so the device may exist. The request had no idempotency key: " +
      "sending it again may create a second device.";
  const { code, requestId } = about;
  return new DeviceUnconfirmedError(
    { message, code, requestId, retryable: deviceKey !== undefined },
    deviceKey ?? null,
  );
}
