import type { Refused } from "../../enos/enos.js";
import type { EnosRequestError } from "../../enos/errors.js";
import {
  type DeviceErrorDetails,
  DeviceKeyNotAssignedError,
  DeviceKeyTakenError,
  DeviceLimitExceededError,
  DeviceUnconfirmedError,
  EnosUnavailableError,
  type IdempotencyConflict,
  IdempotencyConflictError,
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
  NO_SUCH_PRODUCT,
  deniedByEnos,
  refusedByEnos,
} from "../enosCodes.js";
import { InputProblem } from "../inputProblem.js";
import { toDetails, toWaitMs } from "../writeErrors.js";
import type { ChosenKey } from "./deviceKeys.js";
import type { CreateDeviceInput } from "./input.js";
import type { CreateDeviceResult } from "./result.js";

/** What is known of the request that a result is about. */
type AnswerIds = Pick<DeviceErrorDetails, "code" | "requestId">;

type Refusal = (refused: Refused, input: CreateDeviceInput) => CreateDeviceResult;

const noSuchProduct: Refusal = (refused, { productKey }) =>
  new ProductNotFoundError(
    toDetails(refused, `The organization has no product “${productKey}”.`),
    productKey,
  );

/** The error table of EnOS's _Create Device_ page, and the codes that all of its services share. */
const REFUSALS: ReadonlyMap<number, Refusal> = new Map<number, Refusal>([
  [KEY_TAKEN, (refused, input) => keyTaken(refused, input)],
  [
    KEY_NOT_ASSIGNED,
    (refused) =>
      new DeviceKeyNotAssignedError({
        ...toDetails(refused, "EnOS could not assign a device key just now. Nothing was created: try again."),
        retryable: true,
      }),
  ],
  [
    LIMIT_EXCEEDED,
    (refused, { productKey }) =>
      new DeviceLimitExceededError(
        toDetails(refused, `The product “${productKey}” already has as many devices as it may.`),
        productKey,
      ),
  ],
  [
    INVALID_ARGUMENT,
    (refused) =>
      new InvalidDeviceInputError(
        toDetails(refused, `EnOS found the input invalid: ${refused.message || "no reason given"}.`),
        [fromInvalidArgument(refused.message)],
      ),
  ],
  ...[...NO_SUCH_PRODUCT].map((code): [number, Refusal] => [code, noSuchProduct]),
  [
    ACCESS_DENIED,
    (refused, { orgId }) => new OrganizationAccessDeniedError(toDetails(refused, deniedByEnos(orgId)), orgId),
  ],
]);

/** Returns the union member that says what EnOS refused. */
export function toCreateRefusal(refused: Refused, input: CreateDeviceInput): CreateDeviceResult {
  const refusal = REFUSALS.get(refused.code) ?? unrecognized;
  return refusal(refused, input);
}

/**
 * Returns the refusal of a key that a device holds which is not the requested one.
 *
 * @param ownedBy whose device holds the key, when that is known.
 */
export function keyTaken(
  about: AnswerIds,
  { orgId, productKey, deviceKey, idempotencyKey }: CreateDeviceInput,
  ownedBy?: "the product" | "another product",
): DeviceKeyTakenError {
  if (deviceKey == null) {
    const message = "EnOS assigned a key that a device holds already. Nothing was created: try again.";
    return new DeviceKeyTakenError({ ...toDetails(about, message), retryable: true }, undefined);
  }
  const taken = `A device${ownedBy ? ` of ${ownedBy}` : ""} already holds the key “${deviceKey}”`;
  const message =
    ownedBy === undefined && idempotencyKey == null
      ? `${taken}. If it is your own, send the same input with an idempotencyKey beside the deviceKey to get it.`
      : `${taken}, and it is not the requested one. Choose another deviceKey.`;
  return new DeviceKeyTakenError(toDetails(about, message), { orgId, productKey, deviceKey });
}

/** Returns the refusal of an input whose idempotency key already created another device. */
export function idempotencyConflict(
  about: AnswerIds,
  conflict: IdempotencyConflict,
): IdempotencyConflictError {
  const message =
    "The idempotency key was used before, for a different input. " +
    "Use a new idempotencyKey for a new device.";
  return new IdempotencyConflictError(toDetails(about, message), conflict);
}

const unrecognized: Refusal = (refused) =>
  new UnrecognizedDeviceError(toDetails(refused, refusedByEnos(refused)));

/**
 * Returns the result of a request that EnOS certainly did not apply.
 *
 * @param nothing the sentence that says so, such as "No device was created."
 */
export function toErrorResult(error: EnosRequestError, nothing: string): EnosUnavailableError {
  const { code, requestId, retryable, retryAfterMs } = error;
  return new EnosUnavailableError(
    { message: `${error.message} ${nothing}`, code, requestId, retryable },
    retryable || retryAfterMs !== undefined ? toWaitMs(retryAfterMs) : undefined,
  );
}

/** What is known of a device that could not be confirmed. */
interface Unconfirmed {
  /** Whether EnOS does not let this application read devices. */
  readonly readsDenied: boolean;
  /** Whether EnOS said that a device stands under the key. */
  readonly exists: boolean;
}

/** Returns the result of a request that EnOS may have applied, when nothing tells. */
export function createUnconfirmed(
  about: AnswerIds,
  input: CreateDeviceInput,
  key: ChosenKey | undefined,
  { readsDenied, exists }: Unconfirmed = { readsDenied: false, exists: false },
): DeviceUnconfirmedError {
  const { code, requestId } = about;
  const deviceKey = key?.deviceKey ?? null;
  if (readsDenied) {
    const what = exists ? "A device holds the key" : "The device may exist";
    const message =
      `${what}, but EnOS does not let this application read the organization's devices, so it cannot be confirmed. ` +
      "Have its administrator grant this application the permission to read devices.";
    return new DeviceUnconfirmedError({ message, code, requestId, retryable: false }, deviceKey);
  }
  const what = exists
    ? "A device holds the key, and EnOS did not show it in time."
    : "EnOS's answer was lost, so the device may exist.";
  // A random key is this request's alone: sent again, the same input would get another one.
  const retryable = key !== undefined && key.origin !== "random";
  const message = `${what} ${toAdvice(input, key)}`;
  return new DeviceUnconfirmedError({ message, code, requestId, retryable }, deviceKey);
}

function toAdvice({ idempotencyKey }: CreateDeviceInput, key: ChosenKey | undefined): string {
  if (idempotencyKey != null) return "Send the same request again to find out.";
  if (key?.origin === "random")
    return `To find out, and to get the secret, send the same input with the deviceKey “${key.deviceKey}” and an idempotencyKey. Without them it may create a second device.`;
  // By itself a key that is taken would be refused, our own device or not.
  if (key)
    return "Send the same request again with an idempotencyKey beside its deviceKey to find out, and to get the secret.";
  return "The request had no key: sending it again may create a second device.";
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
 * Returns the problem that EnOS names in `Invalid Argument <field>:<reason>`.
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
