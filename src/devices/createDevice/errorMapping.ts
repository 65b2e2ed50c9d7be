import type { Refused } from "../../enos/enos.js";
import type { EnosRequestError } from "../../enos/errors.js";
import type { JsonMap } from "../../scalars/map.js";
import {
  type DeviceErrorDetails,
  DeviceKeyNotAssignedError,
  DeviceKeyTakenError,
  DeviceLimitExceededError,
  DeviceUnconfirmedError,
  type EnosUnavailableError,
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
import { GRANT_READS, notApplied, toDetails } from "../writeErrors.js";
import type { ChosenKey } from "./deviceKeys.js";
import type { CreateDeviceInput } from "./input.js";
import type { CreateDeviceResult } from "./result.js";

/** EnOS's code and request ID in a result. */
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
    (refused, { deviceAttributes }) =>
      new InvalidDeviceInputError(
        toDetails(refused, `EnOS found the input invalid: ${refused.message || "no reason given"}.`),
        [fromInvalidArgument(refused.message, deviceAttributes)],
      ),
  ],
  ...[...NO_SUCH_PRODUCT].map((code): [number, Refusal] => [code, noSuchProduct]),
  [
    ACCESS_DENIED,
    (refused, { orgId }) => new OrganizationAccessDeniedError(toDetails(refused, deniedByEnos(orgId)), orgId),
  ],
]);

/** Returns the union member for EnOS's refusal. */
export function toCreateRefusal(refused: Refused, input: CreateDeviceInput): CreateDeviceResult {
  const refusal = REFUSALS.get(refused.code) ?? unrecognized;
  return refusal(refused, input);
}

/**
 * Returns the refusal of a key that is held by another device than the requested one.
 *
 * @param ownedBy owner of the device that holds the key, when known.
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

/**
 * Returns the refusal of an input with an idempotency key that clearly differs from the device with its key. Only of a
 * key that is derived from the idempotency key is it certain that an earlier request with it created the device.
 */
export function idempotencyConflict(
  about: AnswerIds,
  { deviceKey }: CreateDeviceInput,
  conflict: IdempotencyConflict,
): IdempotencyConflictError {
  const message =
    deviceKey == null
      ? "A device was created with this idempotencyKey, and the input differs from it: the key was used for another " +
        "input, or the device was changed since. Use a new idempotencyKey for a new device."
      : `A device holds the key “${deviceKey}”, and the input differs from it: another request used the key, or the ` +
        "device was changed since. Choose another deviceKey, and a new idempotencyKey, for a new device.";
  return new IdempotencyConflictError(toDetails(about, message), conflict);
}

const unrecognized: Refusal = (refused) =>
  new UnrecognizedDeviceError(toDetails(refused, refusedByEnos(refused)));

/** Returns the result of a request that EnOS certainly did not apply. */
export function notCreated(error: EnosRequestError): EnosUnavailableError {
  return notApplied(error, "No device was created.");
}

/** Known facts about a device that could not be confirmed. */
interface Unconfirmed {
  /** Whether EnOS does not let this application read devices. */
  readonly readsDenied: boolean;
  /** Whether EnOS said that a device has the key. */
  readonly exists: boolean;
}

/** Returns the result of a request whose outcome stays unknown. */
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
      GRANT_READS;
    return new DeviceUnconfirmedError({ message, code, requestId, retryable: false }, deviceKey);
  }
  const what = exists
    ? "A device holds the key, and EnOS did not show it in time."
    : "EnOS's answer was lost, so the device may exist.";
  // A random key belongs to this request only: sent again, the same input would get another key.
  const retryable = key !== undefined && key.origin !== "random";
  const message = `${what} ${toAdvice(input, key)}`;
  return new DeviceUnconfirmedError({ message, code, requestId, retryable }, deviceKey);
}

function toAdvice({ idempotencyKey }: CreateDeviceInput, key: ChosenKey | undefined): string {
  if (idempotencyKey != null) return "Send the same request again to find out.";
  if (key?.origin === "random")
    return `To find out, and to get the secret, send the same input with the deviceKey “${key.deviceKey}” and an idempotencyKey. Without them it may create a second device.`;
  // Without an idempotency key, a repeat would be refused because the key is taken, even by the device of this request.
  if (key)
    return "Send the same request again with an idempotencyKey beside its deviceKey to find out, and to get the secret.";
  return "The request had no key: sending it again may create a second device.";
}

/** The fields that EnOS can name in a refusal. EnOS's names are the same as ours. */
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
 * Returns the problem that EnOS states in `Invalid Argument <field>:<reason>`.
 *
 * The wording is not documented: a message of any other form keeps its whole text and has no path.
 *
 * @param attributes those that were sent: their names may have dots.
 */
export function fromInvalidArgument(message: string, attributes?: JsonMap | null): InputProblem {
  const match = /^invalid arguments?\s+([\w.-]+)\s*:\s*(.+)$/is.exec(message);
  const path = toPath(match?.[1] ?? "", attributes ?? {});
  return match?.[2] && FIELDS.includes(path[0] ?? "")
    ? new InputProblem(path, "INVALID", match[2].trim())
    : new InputProblem([], "INVALID", message || "EnOS gave no reason.");
}

/** Returns the path of a place in EnOS's words, such as `deviceAttributes.rated.power`. */
function toPath(place: string, attributes: JsonMap): string[] {
  const [field = "", ...rest] = place.split(".");
  const within = `${rest.join(".")}.`;
  const named = Object.keys(attributes).filter((name) => within.startsWith(`${name}.`));
  if (field !== "deviceAttributes" || named.length === 0) return [field, ...rest];
  const name = named.reduce((one, other) => (one.length > other.length ? one : other));
  return [field, name, ...rest.slice(name.split(".").length)];
}
