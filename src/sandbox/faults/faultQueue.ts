import type { Operation } from "../http/call.js";
import type { Fault, QueuedFault } from "./fault.js";

/** The faults that are still to be injected, in the order in which they were added. */
export class FaultQueue {
  #faults: (QueuedFault & { readonly times: number })[] = [];
  /** Has a fixed seed from the start, so that runs are repeatable. */
  #random = seededRandom(1);

  /** Adds faults to the end. */
  append(faults: readonly QueuedFault[]): void {
    for (const fault of faults) {
      this.#faults.push({ ...fault, times: fault.times ?? (fault.probability === undefined ? 1 : 0) });
    }
  }

  /** Restarts the sequence of random numbers that `probability` uses. */
  seed(seed: number): void {
    this.#random = seededRandom(seed);
  }

  /** Removes and returns the first fault that applies to a call. */
  take(operation: Operation): Fault | undefined {
    const index = this.#faults.findIndex(
      ({ on = operation, probability = 1 }) =>
        on === operation && (probability === 1 || this.#random() < probability),
    );
    const taken = this.#faults[index];
    if (!taken) return undefined;
    if (taken.times === 1) this.#faults.splice(index, 1);
    else if (taken.times > 1) this.#faults[index] = { ...taken, times: taken.times - 1 };
    return taken.fault;
  }

  /** Returns the remaining faults; `times` 0 means until they are cleared. */
  list(): readonly QueuedFault[] {
    return this.#faults;
  }

  /** Removes all faults. */
  clear(): void {
    this.#faults = [];
  }
}

/** Returns a generator of numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
