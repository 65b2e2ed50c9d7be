import type { Refused } from "../../enos/reply.js";
import type { DeviceErrorDetails } from "../errors/deviceError.js";
import { DeviceKeyNotAssignedError } from "../errors/deviceKeyNotAssignedError.js";
import { DeviceKeyTakenError } from "../errors/deviceKeyTakenError.js";
import { DeviceLimitExceededError } from "../errors/deviceLimitExceededError.js";
import { InvalidDeviceInputError } from "../errors/invalidDeviceInputError.js";
import { OrganizationAccessDeniedError } from "../errors/organizationAccessDeniedError.js";
import { ProductNotFoundError } from "../errors/productNotFoundError.js";
import { UnrecognizedDeviceError } from "../errors/unrecognizedDeviceError.js";
import { ACCESS_DENIED, deniedByEnos } from "../organizationAccess.js";
import { KEY_NOT_ASSIGNED, KEY_TAKEN } from "./codes.js";
import type { CreateDeviceInput } from "../createDeviceInput.js";
import type { CreateDeviceResult } from "../createDeviceResult.js";
import { fromInvalidArgument } from "./invalidArgument.js";

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
    11739,
    (refused, { productKey }) =>
      new DeviceLimitExceededError(
        details(refused, `The product “${productKey}” already has as many devices as it may.`),
        productKey,
      ),
  ],
  [
    99400,
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
  return new DeviceKeyTakenError(details(refused, message), { orgId, productKey, deviceKey });
}

const unrecognized: Refusal = (refused) =>
  new UnrecognizedDeviceError(
    details(refused, `EnOS refused with the code ${refused.code}: ${refused.message || "no reason given"}.`),
  );

function details({ code, requestId }: Refused, message: string): DeviceErrorDetails {
  return { code, requestId, message, retryable: false };
}
