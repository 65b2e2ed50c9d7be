import type { EnosFailure } from "../../enos/failure.js";
import type { CreateDeviceInput } from "../createDeviceInput.js";
import { DeviceUnconfirmedError } from "../errors/deviceUnconfirmedError.js";
import { EnosUnavailableError } from "../errors/enosUnavailableError.js";

/** GraphQL's Int ends here, after 24 days; EnOS has quotas by the month. Milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Says in the graph's words that EnOS gave no answer, by what that leaves behind. */
export function fail(
  failure: EnosFailure,
  input: CreateDeviceInput,
  deviceKey: string | undefined,
): EnosUnavailableError | DeviceUnconfirmedError {
  if (failure.outcome !== "NOT_APPLIED") return unconfirmed(failure, input, deviceKey);
  const { message, code, requestId, retryable, retryAfterMs } = failure;
  return new EnosUnavailableError(
    { message: `${message} No device was created.`, code, requestId, retryable },
    retryAfterMs === undefined ? undefined : Math.min(Math.ceil(retryAfterMs), LONGEST_WAIT),
  );
}

/** The device may exist, and the request that would tell has no answer. */
export function unconfirmed(
  { code, requestId }: { readonly code?: number | undefined; readonly requestId?: string | undefined },
  input: CreateDeviceInput,
  deviceKey: string | undefined,
): DeviceUnconfirmedError {
  const message = `EnOS's answer was lost, so the device may exist. ${toRemedy(input)}`;
  return new DeviceUnconfirmedError(
    { message, code, requestId, retryable: deviceKey !== undefined },
    deviceKey ?? null,
  );
}

function toRemedy({ deviceKey, idempotencyKey }: CreateDeviceInput): string {
  if (idempotencyKey != null) return "Send the same request again to find out.";
  // By itself a key that is taken would be refused, our own device or not.
  if (deviceKey != null)
    return "Send the same request again with an idempotencyKey beside its deviceKey to find out, and to get the secret.";
  return "The request had no idempotency key: sending it again may create a second device.";
}
