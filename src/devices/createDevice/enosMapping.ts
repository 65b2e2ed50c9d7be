import type { Accepted, EnosAction, Refused } from "../../enos/enos.js";
import { EnosRequestError, answerToAnother } from "../../enos/errors.js";
import type { JsonMap } from "../../scalars/map.js";
import { Device } from "../device.js";
import { type DeviceRecord, readDevice, toDevice } from "../deviceRecord.js";
import {
  INVALID_ARGUMENT,
  KEY_NOT_ASSIGNED,
  KEY_TAKEN,
  LIMIT_EXCEEDED,
  NO_SUCH_DEVICE,
} from "../enosCodes.js";
import { isAbout } from "../readBack.js";
import type { CreateDeviceInput } from "./input.js";
import { CreateDeviceSuccess } from "./result.js";

const RETRYABLE_CODES = new Set([KEY_NOT_ASSIGNED]);

/** The error codes of the manual's page, in all its editions. */
const LISTED_CODES = new Set([KEY_TAKEN, KEY_NOT_ASSIGNED, LIMIT_EXCEEDED, INVALID_ARGUMENT]);

/**
 * Returns EnOS's `action=create` for an input, without any null.
 *
 * `source`, which the manual's sample shows and no table of it defines, is not sent. The request is never repeated
 * blindly: after a lost answer the device is looked for first.
 *
 * @see EnOS API manual, "Create Device"
 */
export function toRequest(input: CreateDeviceInput, deviceKey: string | undefined): EnosAction {
  return {
    method: "POST",
    action: "create",
    orgId: input.orgId,
    body: {
      productKey: input.productKey,
      timezone: input.timezone,
      deviceName: input.deviceName,
      deviceAttributes: input.deviceAttributes ? withoutNulls(input.deviceAttributes) : undefined,
      deviceKey,
      deviceDesc: input.deviceDesc ?? undefined,
      deviceTags: input.deviceTags ?? undefined,
    },
    repeatable: false,
    retryableCodes: RETRYABLE_CODES,
    isDocumentedRefusal: ({ code }) => LISTED_CODES.has(code),
  };
}

function withoutNulls(attributes: JsonMap): JsonMap {
  if (!Object.values(attributes).includes(null)) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
}

/**
 * Returns the device that EnOS says it created.
 *
 * @throws EnosRequestError UNKNOWN when the answer is about another device: EnOS, or a proxy, mixed up two answers;
 *   APPLIED when it does not name the created asset.
 */
export function readCreated(
  { data, requestId }: Accepted,
  { productKey }: CreateDeviceInput,
  deviceKey: string | undefined,
): DeviceRecord {
  const created = readDevice(data);
  if (!created)
    throw new EnosRequestError("EnOS did not say which device it created.", {
      ...{ outcome: "APPLIED", retry: "TRANSIENT", requestId },
    });
  if (!isAbout(created, { productKey, deviceKey }))
    throw new EnosRequestError("EnOS answered about another device.", {
      ...{ outcome: "UNKNOWN", retry: "TRANSIENT" },
    });
  return created;
}

/** EnOS's message when it says that the missing object is a device. */
const DEVICE_NOT_FOUND = /^device\b.*\bfound\b/i;

/**
 * Returns the refusal if it can be the answer to a creation.
 *
 * @throws EnosRequestError UNKNOWN when EnOS cannot find a device: only a read asks for a device, so it is the answer to another request.
 */
export function readRefusal(refused: Refused): Refused {
  if (NO_SUCH_DEVICE.has(refused.code) && DEVICE_NOT_FOUND.test(refused.message))
    throw answerToAnother(refused.status);
  return refused;
}

/**
 * Returns the success of a device that this request created.
 *
 * EnOS echoes neither name nor attributes, so those are the input's. Other missing fields are filled from the
 * request or left null: a device that exists is never reported as an error.
 */
export function fromCreated(
  created: DeviceRecord,
  input: CreateDeviceInput,
  about: {
    readonly deviceKey: string | undefined;
    readonly secretNeedsRead: boolean;
    readonly requestId: string | undefined;
  },
): CreateDeviceSuccess {
  const { deviceKey, ...rest } = about;
  const { assetId, secret } = created;
  const device = toRequestedDevice(input, assetId, created.deviceKey ?? deviceKey);
  return new CreateDeviceSuccess({ device, requested: device, secret, replayed: false, ...rest });
}

/** Returns the success of a device that was read instead of echoed. */
export function fromStored(
  stored: DeviceRecord,
  input: CreateDeviceInput,
  about: {
    readonly deviceKey: string;
    readonly secretNeedsRead: boolean;
    readonly replayed: boolean;
    readonly requestId: string | undefined;
  },
): CreateDeviceSuccess {
  const { deviceKey, ...rest } = about;
  return new CreateDeviceSuccess({
    device: toDevice(stored, input.orgId, input.productKey),
    requested: toRequestedDevice(input, stored.assetId, deviceKey),
    secret: stored.secret,
    ...rest,
  });
}

/** Returns the device as the request itself describes it: callers without the right to read see this. */
function toRequestedDevice(input: CreateDeviceInput, assetId: string, deviceKey: string | undefined): Device {
  const { deviceAttributes } = input;
  return new Device({
    orgId: input.orgId,
    assetId,
    productKey: input.productKey,
    deviceKey,
    deviceName: input.deviceName,
    timezone: input.timezone,
    deviceDesc: input.deviceDesc,
    deviceAttributes: deviceAttributes && withoutNulls(deviceAttributes),
    deviceTags: input.deviceTags,
  });
}
