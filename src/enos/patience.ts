import type { Clock } from "./clock.js";

/**
 * How long the one who asks waits: one deadline for everything that is done on their behalf, and whether they
 * still listen.
 *
 * Whoever starts a patience ends it with `end()`, which frees its timer.
 */
export class Patience {
  readonly #clock: Clock;
  readonly #deadline: number;
  readonly #expiry = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #askers: (() => boolean)[];

  /** @param gone tells whether the asker has hung up: what is on the wire goes on, nothing new is started. */
  constructor(clock: Clock, ms: number, gone: () => boolean = () => false) {
    this.#clock = clock;
    this.#deadline = clock.now() + ms;
    this.#askers = [gone];
    this.#timer = setTimeout(() => {
      this.#expiry.abort();
    }, ms).unref();
  }

  /** Milliseconds until the deadline, never below 0. */
  remainingMs(): number {
    return this.#expiry.signal.aborted ? 0 : Math.max(0, this.#deadline - this.#clock.now());
  }

  /** Whether something that takes `ms` may still be started. */
  allows(ms: number): boolean {
    return this.remainingMs() > ms && !this.#askers.every((gone) => gone());
  }

  /** Aborts at the deadline, and not when the asker hangs up. */
  get signal(): AbortSignal {
    return this.#expiry.signal;
  }

  /** Goes on for as long as the other asker listens too, up to the deadline that stands. */
  extendTo(other: Patience): void {
    this.#askers.push(...other.#askers);
  }

  end(): void {
    if (this.#askers.length === 1) clearTimeout(this.#timer);
  }
}
