import type { Clock } from "./clock.js";
import type { Patience } from "./patience.js";

/** The patience of whoever sent one operation. Once it is answered, `end()` frees the timer. */
export class OperationPatience implements Patience {
  readonly operation = this;
  readonly #clock: Clock;
  readonly #deadline: number;
  readonly #expiry = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #hasHungUp: () => boolean;

  /** @param ms until the deadline; below 0 it has passed. */
  constructor(clock: Clock, ms: number, hasHungUp: () => boolean = () => false) {
    this.#clock = clock;
    this.#deadline = clock.now() + ms;
    this.#hasHungUp = hasHungUp;
    this.#timer = setTimeout(
      () => {
        this.#expiry.abort();
      },
      Math.max(0, ms),
    ).unref();
  }

  get isHeard(): boolean {
    return !this.#hasHungUp();
  }

  get signal(): AbortSignal {
    return this.#expiry.signal;
  }

  remainingMs(): number {
    return this.#expiry.signal.aborted ? 0 : Math.max(0, this.#deadline - this.#clock.now());
  }

  allows(ms: number): boolean {
    return this.remainingMs() > ms && this.isHeard;
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
