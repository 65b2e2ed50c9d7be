import type { Enos } from "../enos/enos.js";
import { EnosRequestError } from "../enos/errors.js";
import type { Clock } from "../runtime/clock.js";
import type { Deadline } from "../runtime/deadline.js";
import { type DeviceRecord, readDevice } from "./deviceRecord.js";
import { ACCESS_DENIED, NO_SUCH_DEVICE } from "./enosCodes.js";
import type { RecentWrites } from "./recentWrites.js";

/**
 * The time after which a write can be read for certain: EnOS's manual says about 2 s, and twice that has been seen.
 * Milliseconds.
 */
export const READ_LAG_MS = 4_000;

const FIRST_PAUSE_MS = 200;
const MAX_PAUSE_MS = 2_000;
/** Growth of the pauses, chosen so that one of the first reads comes just after the manual's 2 s. */
const GROWTH = 1.4;

/** The parameters by which `action=get` identifies a device. */
export type DeviceIdentity =
  { readonly assetId: string } | { readonly productKey: string; readonly deviceKey: string };

export interface Lookup {
  readonly orgId: string;
  readonly identity: DeviceIdentity;
  readonly deadline: Deadline;
  /** Time limit for repeated reads, within the deadline. Milliseconds. */
  readonly limitMs?: number;
  /** Writes of this process that EnOS's reads may not show yet: the device is returned with them. */
  readonly recentWrites?: RecentWrites;
}

/** Why a device was not read: EnOS has none, gave no usable answer, or does not let this application read it. */
export type NotFound = "missing" | "unreadable" | "denied";

/**
 * Returns a device that was just written, with its secret, or why it could not be read.
 *
 * Reads lag behind writes, so the read is repeated until it shows the device. Only a denial is final at once.
 */
export async function readBackDevice(
  enos: Enos,
  clock: Clock,
  lookup: Lookup,
): Promise<DeviceRecord | NotFound> {
  const { deadline, limitMs = Infinity } = lookup;
  const started = clock.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(GROWTH * pause, MAX_PAUSE_MS)) {
    const found = await lookUpDevice(enos, lookup);
    if (typeof found !== "string" || found === "denied") return found;

    const left = limitMs - (clock.now() - started);
    const wait = Math.min(pause, left);
    if (wait <= 0 || !deadline.leaves(wait)) return found;
    await clock.sleep(wait, deadline.signal);
  }
}

/**
 * Returns a device as EnOS shows it now, with `recentWrites` if they are given, or why it could not be read.
 *
 * @see EnOS API manual, "Get Device"
 */
export async function lookUpDevice(
  enos: Enos,
  { orgId, identity, deadline, recentWrites }: Omit<Lookup, "limitMs">,
): Promise<DeviceRecord | NotFound> {
  try {
    const applyWrites = recentWrites?.startRead();
    const query = { ...identity };
    const reply = await enos.send({ method: "GET", action: "get", orgId, query, repeatable: true }, deadline);
    if (!reply.ok) return toNotFound(reply.code);
    const stored = readDevice(reply.data);
    if (!stored || !isAbout(stored, identity)) return "unreadable";
    if (!applyWrites) return stored;
    // A deleted device frees its key: EnOS may have another one with the same key already.
    return applyWrites({ orgId, assetId: stored.assetId }, stored) ?? "missing";
  } catch (error) {
    if (error instanceof EnosRequestError) return "unreadable";
    throw error;
  }
}

/** Any other refusal may be the answer to another request, on a connection that repeated one: it denies nothing. */
function toNotFound(code: number): NotFound {
  if (NO_SUCH_DEVICE.has(code)) return "missing";
  return code === ACCESS_DENIED ? "denied" : "unreadable";
}

/** Returns whether all identifiers in a device record are the requested ones. */
export function isAbout(
  record: DeviceRecord,
  asked: { readonly assetId?: string; readonly productKey?: string; readonly deviceKey?: string | undefined },
): boolean {
  const isSame = (name: "assetId" | "productKey" | "deviceKey") =>
    asked[name] === undefined || record[name] === undefined || asked[name] === record[name];
  return isSame("assetId") && isSame("productKey") && isSame("deviceKey");
}
