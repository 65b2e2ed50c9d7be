import type { Enos } from "../enos/enos.js";
import { EnosRequestError } from "../enos/errors.js";
import type { Clock } from "../runtime/clock.js";
import type { Deadline } from "../runtime/deadline.js";
import { type DeviceRecord, readDevice } from "./deviceRecord.js";
import { NO_SUCH_DEVICE } from "./enosCodes.js";

/** EnOS's reads lag its writes by about 2 s, so a device that is known to exist is asked for again. Milliseconds. */
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 2_000;
/** Brings one of the first questions just past the lag. */
const GROWTH = 1.4;

/** What `action=get` knows a device by. */
export type DeviceIdentity =
  { readonly assetId: string } | { readonly productKey: string; readonly deviceKey: string };

export interface Search {
  readonly orgId: string;
  readonly identity: DeviceIdentity;
  readonly deadline: Deadline;
  /** How long to go on asking, within the deadline. Milliseconds. */
  readonly limitMs?: number;
}

/** EnOS showed no such device for as long as it was asked, or did not let us look. */
export type NotFound = "missing" | "unreadable";

/**
 * Gives a device that was just created, with its secret, or says why it cannot.
 *
 * @see EnOS API manual, "Get Device"
 */
export async function readBackDevice(
  enos: Enos,
  clock: Clock,
  search: Search,
): Promise<DeviceRecord | NotFound> {
  const { deadline, limitMs = Infinity } = search;
  const started = clock.now();
  for (let pause = FIRST_PAUSE; ; pause = Math.min(GROWTH * pause, LONGEST_PAUSE)) {
    const found = await lookUp(enos, search);
    if (found === "denied") return "unreadable";
    if (typeof found !== "string") return found;

    const left = limitMs - (clock.now() - started);
    const wait = Math.min(pause, left);
    if (wait <= 0 || !deadline.leaves(wait)) return found;
    await clock.sleep(wait, deadline.signal);
  }
}

async function lookUp(enos: Enos, search: Search): Promise<DeviceRecord | NotFound | "denied"> {
  const { orgId, identity, deadline } = search;
  try {
    const query = { ...identity };
    const reply = await enos.send({ method: "GET", action: "get", orgId, query, repeatable: true }, deadline);
    if (reply.ok) return readDevice(reply.data) ?? "unreadable";
    return NO_SUCH_DEVICE.has(reply.code) ? "missing" : "denied";
  } catch (error) {
    if (error instanceof EnosRequestError) return "unreadable";
    throw error;
  }
}
