import type { Clock } from "../enos/clock.js";
import type { Enos } from "../enos/enos.js";
import { EnosFailure } from "../enos/failure.js";
import type { Patience } from "../enos/patience.js";
import { readDevice, type StoredDevice } from "./storedDevice.js";

/** EnOS's reads lag its writes by about 2 s, so a device that is known to exist is asked for again. Milliseconds. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 2_000;

/** What `action=get` knows a device by. */
export type DeviceIdentity =
  { readonly assetId: string } | { readonly productKey: string; readonly deviceKey: string };

export interface Search {
  readonly orgId: string;
  readonly identity: DeviceIdentity;
  readonly patience: Patience;
  /** How long to go on asking, within the patience. Milliseconds. */
  readonly limitMs?: number;
}

/** Codes that say "no such device", which right after a create may only mean "not yet". */
const NOT_FOUND = new Set([11404, 99404]);

/**
 * Gives a device that was just created, with its secret; undefined when EnOS did not show it in time.
 *
 * @see EnOS API manual, "Get Device"
 */
export async function findStored(
  enos: Enos,
  clock: Clock,
  search: Search,
): Promise<StoredDevice | undefined> {
  const { orgId, identity, patience, limitMs = Infinity } = search;
  const started = clock.now();
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const found = await lookUp(enos, orgId, identity, patience);
    if (found !== "not yet") return found;
    const tooLate = clock.now() - started + pause > limitMs;
    if (tooLate || !patience.allows(pause)) return undefined;
    await clock.sleep(pause, patience.signal);
  }
}

async function lookUp(
  enos: Enos,
  orgId: string,
  identity: DeviceIdentity,
  patience: Patience,
): Promise<StoredDevice | undefined | "not yet"> {
  try {
    const query = { ...identity };
    const reply = await enos.send({ method: "GET", action: "get", orgId, query, repeatable: true }, patience);
    if (reply.ok) return readDevice(reply.data);
    return NOT_FOUND.has(reply.code) ? "not yet" : undefined;
  } catch (error) {
    if (error instanceof EnosFailure) return "not yet";
    throw error;
  }
}
