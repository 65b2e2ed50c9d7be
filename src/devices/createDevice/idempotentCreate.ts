import type { Accepted, Enos, Refused } from "../../enos/enos.js";
import { EnosRequestError } from "../../enos/errors.js";
import type { Clock } from "../../runtime/clock.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { Telemetry } from "../../runtime/telemetry.js";
import { IdempotencyConflictError, type IdempotencyConflict } from "../deviceErrors.js";
import { type DeviceRecord, readDevice, toDevice } from "../deviceRecord.js";
import { type KeyReference, canExist } from "../deviceReference.js";
import { KEY_TAKEN } from "../enosCodes.js";
import { type DeviceIdentity, type NotFound, readBackDevice } from "../readBack.js";
import { complete, fromReply, fromStored, toRequest } from "./enosMapping.js";
import { fail, keyTaken, refuse, unconfirmed } from "./errorMapping.js";
import { findDifferences } from "./idempotency.js";
import type { CreateDeviceInput } from "./input.js";
import type { CreateDeviceResult } from "./result.js";

/** Long enough for a write to become readable, which takes EnOS about 2 s. Milliseconds. */
const READ_LAG = 3_000;

export interface Creation {
  readonly input: CreateDeviceInput;
  /** The key to create the device under; without one EnOS assigns it, and no lost answer can be made good. */
  readonly deviceKey: string | undefined;
  readonly deadline: Deadline;
  /** Whether an equal request before this one may have created the device: a key that is taken can be our own trace. */
  readonly afterLostAnswer: boolean;
  readonly telemetry: Telemetry;
}

/**
 * Creates at most one device, however often EnOS has to be asked.
 *
 * EnOS refuses a key that is taken, and what stands under the key tells whether it was an earlier attempt that
 * took it: EnOS's own rule of unique keys is the store of idempotency, shared by every replica.
 */
export async function idempotentCreate(
  enos: Enos,
  clock: Clock,
  creation: Creation,
): Promise<CreateDeviceResult> {
  const { input, deviceKey, deadline, telemetry } = creation;
  const readBack: ReadBack = async (limitMs, assetId) => {
    const identity = toIdentity(creation, assetId);
    if (!identity) return "unreadable";
    const stored = await readBackDevice(enos, clock, { orgId: input.orgId, identity, deadline, limitMs });
    telemetry.readBack(typeof stored === "string" ? stored : "found");
    return stored;
  };

  try {
    const reply = await enos.send(toRequest(input, deviceKey), deadline);
    if (reply.ok) return await accept(reply, creation, readBack);
    return mayBeOurs(reply, creation)
      ? await resolveKeyConflict(enos, reply, creation, readBack)
      : refuse(reply, input);
  } catch (error) {
    if (error instanceof EnosRequestError) return fail(error, input, deviceKey);
    throw error;
  }
}

type ReadBack = (limitMs: number, assetId?: string) => Promise<DeviceRecord | NotFound>;

function toIdentity({ input, deviceKey }: Creation, assetId?: string): DeviceIdentity | undefined {
  if (assetId !== undefined) return { assetId };
  return deviceKey === undefined ? undefined : { productKey: input.productKey, deviceKey };
}

/** EnOS created the device; what its answer does not say is read, and what cannot be read is null. */
async function accept(reply: Accepted, { input, deviceKey }: Creation, readBack: ReadBack) {
  const created = fromReply(reply, input, deviceKey);
  if (created?.secret && created.device.deviceKey !== null) return created;
  const stored = await readBack(created ? READ_LAG : Infinity, created?.device.assetId);
  if (typeof stored === "string") return created ?? unconfirmed(reply, input, deviceKey);
  return created
    ? complete(created, stored, input)
    : fromStored(stored, input, { replayed: false, requestId: reply.requestId });
}

/** Only a refusal that can be about our own trace is worth a look at what stands under the key. */
function mayBeOurs(refused: Refused, { input, deviceKey, afterLostAnswer }: Creation): boolean {
  if (deviceKey === undefined) return false;
  if (refused.afterLostAnswer || afterLostAnswer) return true;
  return refused.code === KEY_TAKEN && input.idempotencyKey != null;
}

async function resolveKeyConflict(enos: Enos, refused: Refused, creation: Creation, readBack: ReadBack) {
  const { input, deviceKey, deadline } = creation;
  const taken = refused.code === KEY_TAKEN;
  let stored = await readBack(READ_LAG);
  if (stored === "missing") {
    if (!taken) return refuse(refused, input);
    // A derived key is of its product alone. Somebody's own may well be in use for another product.
    const key = { orgId: input.orgId, productKey: input.productKey, deviceKey: input.deviceKey ?? "" };
    if (await isKeyOwnedByOtherProduct(enos, key, deadline))
      return keyTaken(refused, input, deviceKey ?? null);
  }
  if (typeof stored === "string" && taken) stored = await readBack(Infinity);
  if (typeof stored === "string") return unconfirmed(refused, input, deviceKey);
  const differences = findDifferences(input, stored);
  if (differences.length === 0)
    return fromStored(stored, input, { replayed: true, requestId: refused.requestId });
  if (!taken) return refuse(refused, input);
  if (input.idempotencyKey == null) return keyTaken(refused, input, deviceKey ?? null);
  const holder = toDevice(stored, input.orgId, input.productKey);
  return idempotencyConflict(refused, { idempotencyKey: input.idempotencyKey, holder, differences });
}

function idempotencyConflict(
  { code, requestId }: Refused,
  conflict: IdempotencyConflict,
): IdempotencyConflictError {
  const message = "The idempotency key was used before, for a different input.";
  return new IdempotencyConflictError({ message, retryable: false, code, requestId }, conflict);
}

/**
 * Whether a device of another product holds the key: EnOS wants a key to be unique in its organization. False, too, when
 * EnOS does not tell.
 *
 * @see EnOS API manual, "Search Device"
 */
export async function isKeyOwnedByOtherProduct(
  enos: Enos,
  key: KeyReference,
  deadline: Deadline,
): Promise<boolean> {
  if (!canExist(key)) return false;
  const { orgId, productKey, deviceKey } = key;
  const body = {
    expression: `deviceKey = '${deviceKey}'`,
    pagination: { pageNo: 1, pageSize: 10 },
    projection: ["assetId", "productKey", "deviceKey"],
  };
  try {
    const reply = await enos.send(
      { method: "POST", action: "search", orgId, body, repeatable: true },
      deadline,
    );
    const rows: unknown[] = reply.ok && Array.isArray(reply.data) ? reply.data : [];
    const holders = rows.map(readDevice).filter((device) => device?.deviceKey === deviceKey);
    return holders.length > 0 && holders.every((holder) => holder?.productKey !== productKey);
  } catch (error) {
    if (error instanceof EnosRequestError) return false;
    throw error;
  }
}
