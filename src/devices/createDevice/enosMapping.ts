import type { Accepted, EnosAction } from "../../enos/enos.js";
import type { JsonMap } from "../../scalars/map.js";
import { Device } from "../device.js";
import { type DeviceRecord, readDevice, toDevice } from "../deviceRecord.js";
import { KEY_NOT_ASSIGNED, KEY_TAKEN, LIMIT_EXCEEDED, INVALID_ARGUMENT } from "../enosCodes.js";
import type { CreateDeviceInput } from "./input.js";
import { CreateDeviceSuccess } from "./result.js";

const RETRYABLE_CODES = new Set([KEY_NOT_ASSIGNED]);

/** The error codes of the manual's page, in all its editions. */
const LISTED_CODES = new Set([KEY_TAKEN, KEY_NOT_ASSIGNED, LIMIT_EXCEEDED, INVALID_ARGUMENT]);

/**
 * Gives EnOS's `action=create` for an input, nothing null in it.
 *
 * `source`, which the manual's sample shows and no table of it defines, is not sent.
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
    repeatable: deviceKey !== undefined,
    retryableCodes: RETRYABLE_CODES,
    lists: ({ code }) => LISTED_CODES.has(code),
  };
}

function withoutNulls(attributes: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
}

/**
 * Reads `DeviceCreateResult`; undefined when it does not say which asset was created.
 *
 * EnOS echoes neither name nor attributes, so those are the input's. Whatever else is missing is filled from
 * the request or left null: a device that exists is never reported as an error.
 */
export function fromReply(
  { data, requestId }: Accepted,
  input: CreateDeviceInput,
  deviceKey: string | undefined,
): CreateDeviceSuccess | undefined {
  const created = readDevice(data);
  if (!created) return undefined;
  const { assetId, productKey = input.productKey, deviceKey: assigned = deviceKey } = created;
  const device = toDeviceOf(input, assetId, productKey, assigned);
  return new CreateDeviceSuccess({ device, secret: created.secret, replayed: false, requestId });
}

function toDeviceOf(
  input: CreateDeviceInput,
  assetId: string,
  productKey: string,
  deviceKey: string | undefined,
): Device {
  const { orgId, deviceName, timezone, deviceDesc, deviceAttributes, deviceTags } = input;
  return new Device({
    ...{ orgId, assetId, productKey, deviceKey },
    ...{ deviceName, timezone, deviceDesc, deviceAttributes, deviceTags },
  });
}

/** Gives a success with what its own reply left out and a read has. */
export function complete(created: CreateDeviceSuccess, stored: DeviceRecord, input: CreateDeviceInput) {
  const { device, secret, requestId, replayed } = created;
  return new CreateDeviceSuccess({
    device: toDeviceOf(input, device.assetId, device.productKey, device.deviceKey ?? stored.deviceKey),
    secret: secret ?? stored.secret,
    replayed,
    requestId: requestId ?? undefined,
  });
}

/** Gives the success of a device that was read back instead of echoed. */
export function fromStored(
  stored: DeviceRecord,
  { orgId, productKey }: CreateDeviceInput,
  about: { readonly replayed: boolean; readonly requestId: string | undefined },
): CreateDeviceSuccess {
  return new CreateDeviceSuccess({
    device: toDevice(stored, orgId, productKey),
    secret: stored.secret,
    ...about,
  });
}
