import { LRUCache } from "lru-cache";

import type { Clock } from "../../runtime/clock.js";
import type { Device } from "../device.js";
import { type AssetReference, type DeviceReference, nameOf, referencesTo } from "../deviceReference.js";

/** How long a device counts as recently created: well beyond the lag of EnOS's reads of about 2 s. Milliseconds. */
const RECENT_MS = 5_000;

/**
 * Two names for each device, enough for two full lists. With more than 400 creations a second the oldest are forgotten
 * early: names that are kept longer reach V8's old generation, which costs more than adding them.
 */
const MAX_NAMES = 4_000;

/** Remembers which devices this process created a moment ago: by name only, without their fields. */
export class RecentlyCreated {
  /** The two names of a device, each by the other; of a device with one name, this name by itself. */
  readonly #otherNames: LRUCache<string, string>;

  constructor(clock: Clock) {
    this.#otherNames = new LRUCache({ max: MAX_NAMES, ttl: RECENT_MS, ttlResolution: 0, perf: clock });
  }

  remember(device: Device): void {
    const names = referencesTo(device).map(nameOf);
    for (const name of names) this.#otherNames.set(name, names.find((other) => other !== name) ?? name);
  }

  /** Forgets a device that was deleted, by each of its names. */
  forget(device: AssetReference): void {
    const asset = nameOf(device);
    this.#otherNames.delete(this.#otherNames.get(asset) ?? asset);
    this.#otherNames.delete(asset);
  }

  /** Returns for how long the device may still be missing from EnOS's reads. Milliseconds, 0 when it is not recently created. */
  unreadableForMs(reference: DeviceReference): number {
    return Math.max(0, this.#otherNames.getRemainingTTL(nameOf(reference)));
  }
}
