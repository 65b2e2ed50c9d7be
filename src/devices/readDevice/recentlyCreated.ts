import type { Clock } from "../../runtime/clock.js";
import type { Device } from "../device.js";
import { type DeviceReference, nameOf, referencesTo } from "../deviceReference.js";

/** Well beyond the 2 s by which EnOS's reads lag its writes. Milliseconds. */
const FRESH = 5_000;

/** Bounds the memory: the oldest give way. */
const MOST_REMEMBERED = 20_000;

/** Remembers which devices this process created a moment ago: by name only, nothing of what they hold. */
export class RecentlyCreated {
  readonly #freshUntil = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  remember(device: Device): void {
    const now = this.clock.now();
    for (const reference of referencesTo(device)) {
      const name = nameOf(reference);
      // Deleted first, so that the map stays in the order of age.
      this.#freshUntil.delete(name);
      this.#freshUntil.set(name, now + FRESH);
    }
    this.#forget(now);
  }

  /** Gives for how long the device may still be missing from EnOS's reads. Milliseconds, 0 when it is not fresh. */
  unreadableForMs(reference: DeviceReference): number {
    const until = this.#freshUntil.get(nameOf(reference)) ?? 0;
    return Math.max(0, until - this.clock.now());
  }

  #forget(now: number): void {
    for (const [name, until] of this.#freshUntil) {
      if (until > now && this.#freshUntil.size <= MOST_REMEMBERED) return;
      this.#freshUntil.delete(name);
    }
  }
}
