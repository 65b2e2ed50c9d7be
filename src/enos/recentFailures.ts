import { CircuitState, type IBreaker } from "cockatiel";

import type { Clock } from "./clock.js";

interface Second {
  /** Since the clock's zero. */
  readonly number: number;
  successes: number;
  failures: number;
}

const SECONDS = 5;
const FEWEST_CALLS = 20;
const TOLERATED = 0.5;

/**
 * Breaks a circuit when more than half of the calls that ended within the last seconds failed, and they are enough to tell.
 *
 * cockatiel's `SamplingBreaker` gives up one of its windows for each call, however long ago the last one was: what
 * went well before a long silence keeps it closed for as many calls that fail.
 */
export class RecentFailures implements IBreaker {
  /** For cockatiel's serialization, which nothing asks for. */
  state: unknown = undefined;
  #seconds: Second[] = [];

  constructor(private readonly clock: Clock) {}

  success(state: CircuitState): void {
    if (state === CircuitState.HalfOpen) this.forget();
    this.#current().successes += 1;
  }

  failure(state: CircuitState): boolean {
    this.#current().failures += 1;
    if (state !== CircuitState.Closed) return true;
    let successes = 0;
    let failures = 0;
    for (const second of this.#seconds) {
      successes += second.successes;
      failures += second.failures;
    }
    const calls = successes + failures;
    return calls >= FEWEST_CALLS && failures > TOLERATED * calls;
  }

  /** Begins anew. */
  forget(): void {
    this.#seconds = [];
  }

  #current(): Second {
    const number = Math.floor(this.clock.now() / 1_000);
    const last = this.#seconds.at(-1);
    if (last?.number === number) return last;
    const current = { number, successes: 0, failures: 0 };
    this.#seconds = [...this.#seconds.filter((second) => second.number > number - SECONDS), current];
    return current;
  }
}
