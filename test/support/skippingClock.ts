import type { Clock } from "../../src/runtime/clock.js";

/** A clock on which waiting takes no time: what would have been waited has passed at once. */
export class SkippingClock implements Clock {
  #skipped = 0;

  now(): number {
    return performance.now() + this.#skipped;
  }

  unix(): number {
    return Math.floor(Date.now() + this.#skipped);
  }

  sleep(ms: number): Promise<void> {
    this.#skipped += ms;
    return new Promise((resolve) => setImmediate(resolve));
  }
}
