import type { Refused } from "../../enos/enos.js";
import type { EnosRequestError } from "../../enos/errors.js";
import {
  type DeviceErrorDetails,
  DeviceKeyNotAssignedError,
  DeviceKeyTakenError,
  DeviceLimitExceededError,
  DeviceUnconfirmedError,
  EnosUnavailableError,
  InvalidDeviceInputError,
  OrganizationAccessDeniedError,
  ProductNotFoundError,
  UnrecognizedDeviceError,
} from "../deviceErrors.js";
import {
  ACCESS_DENIED,
  INVALID_ARGUMENT,
  KEY_NOT_ASSIGNED,
  KEY_TAKEN,
  LIMIT_EXCEEDED,
  deniedByEnos,
} from "../enosCodes.js";
import { InputProblem } from "../inputProblem.js";
import type { CreateDeviceInput } from "./input.js";
import type { CreateDeviceResult } from "./result.js";

type Refusal = (refused: Refused, input: CreateDeviceInput) => CreateDeviceResult;

const noSuchProduct: Refusal = (refused, { productKey }) =>
  new ProductNotFoundError(details(refused, `The organization has no product “${productKey}”.`), productKey);

/** The error table of EnOS's _Create Device_ page, and the codes that all of its services share. */
const REFUSALS: ReadonlyMap<number, Refusal> = new Map<number, Refusal>([
  [KEY_TAKEN, (refused, input) => keyTaken(refused, input, input.deviceKey ?? null)],
  [
    KEY_NOT_ASSIGNED,
    (refused) =>
      new DeviceKeyNotAssignedError({
        ...details(refused, "EnOS could not assign a device key just now. Nothing was created: try again."),
        retryable: true,
      }),
  ],
  [
    LIMIT_EXCEEDED,
    (refused, { productKey }) =>
      new DeviceLimitExceededError(
        details(refused, `The product “${productKey}” already has as many devices as it may.`),
        productKey,
      ),
  ],
  [
    INVALID_ARGUMENT,
    (refused) =>
      new InvalidDeviceInputError(
        details(refused, `EnOS found the input invalid: ${refused.message || "no reason given"}.`),
        [fromInvalidArgument(refused.message)],
      ),
  ],
  [11404, noSuchProduct],
  [99404, noSuchProduct],
  [11611, noSuchProduct],
  [
    ACCESS_DENIED,
    (refused, { orgId }) => new OrganizationAccessDeniedError(details(refused, deniedByEnos(orgId)), orgId),
  ],
]);

/** Says EnOS's no in the graph's words. */
export function refuse(refused: Refused, input: CreateDeviceInput): CreateDeviceResult {
  const refusal = REFUSALS.get(refused.code) ?? unrecognized;
  return refusal(refused, input);
}

/** A device holds the key, and no idempotency key says that it is the one that was asked for. */
export function keyTaken(
  refused: Refused,
  { orgId, productKey }: CreateDeviceInput,
  deviceKey: string | null,
): DeviceKeyTakenError {
  const message = deviceKey
    ? `A device already holds the key “${deviceKey}”. If it is your own, send the same input with an idempotencyKey beside the deviceKey to get it.`
    : "EnOS assigned a key that a device holds already.";
  return new DeviceKeyTakenError(
    details(refused, message),
    deviceKey === null ? undefined : { orgId, productKey, deviceKey },
  );
}

const unrecognized: Refusal = (refused) =>
  new UnrecognizedDeviceError(
    details(refused, `EnOS refused with the code ${refused.code}: ${refused.message || "no reason given"}.`),
  );

function details({ code, requestId }: Refused, message: string): DeviceErrorDetails {
  return { code, requestId, message, retryable: false };
}

/** GraphQL's Int ends here, after 24 days; EnOS has quotas by the month. Milliseconds. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Says in the graph's words that EnOS gave no answer, by what that leaves behind. */
export function fail(
  failure: EnosRequestError,
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
  const message = `EnOS's answer was lost, so the device may exist. ${toAdvice(input)}`;
  return new DeviceUnconfirmedError(
    { message, code, requestId, retryable: deviceKey !== undefined },
    deviceKey ?? null,
  );
}

function toAdvice({ deviceKey, idempotencyKey }: CreateDeviceInput): string {
  if (idempotencyKey != null) return "Send the same request again to find out.";
  // By itself a key that is taken would be refused, our own device or not.
  if (deviceKey != null)
    return "Send the same request again with an idempotencyKey beside its deviceKey to find out, and to get the secret.";
  return "The request had no idempotency key: sending it again may create a second device.";
}

/** The parts of a create request that EnOS can find fault with, under its names, which are ours too. */
const FIELDS = [
  "orgId",
  "productKey",
  "timezone",
  "deviceName",
  "deviceAttributes",
  "deviceKey",
  "deviceDesc",
  "deviceTags",
];

/**
 * Gives the problem that EnOS names in `Invalid Argument <field>:<reason>`.
 *
 * The wording is EnOS's habit and no promise: a message of any other form keeps its whole text and has no path.
 */
export function fromInvalidArgument(message: string): InputProblem {
  const match = /^invalid arguments?\s+([\w.]+)\s*:\s*(.+)$/is.exec(message);
  const path = match?.[1]?.split(".") ?? [];
  return match?.[2] && FIELDS.includes(path[0] ?? "")
    ? new InputProblem(path, "INVALID", match[2].trim())
    : new InputProblem([], "INVALID", message || "EnOS gave no reason.");
}

/** Says that the organization asked for more devices than it may in so short a time. */
export function tooMany(orgId: string, waitMs: number): EnosUnavailableError {
  const message =
    `The organization “${orgId}” asks for devices faster than it may. ` +
    "EnOS was not asked. No device was created.";
  return new EnosUnavailableError({ message, retryable: true }, Math.ceil(waitMs));
}
