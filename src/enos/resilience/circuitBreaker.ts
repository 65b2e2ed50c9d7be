import type { Clock } from "../../runtime/clock.js";
import type { Deadline } from "../../runtime/deadline.js";
import { type EnosRequestError, LoadShedError } from "../errors.js";

export type BreakerState = "closed" | "half-open" | "open";

export interface CircuitBreakerOptions {
  readonly clock: Clock;
  /** How long an open circuit lets nothing through, and how long a probe keeps its place. Milliseconds. */
  readonly pauseMs: number;
  /** How many requests may wait for the outcome of the probes. */
  readonly maxWaiting: number;
  /** Called when the circuit opens, again after failed probes too, and when it closes. */
  readonly onChange?: (state: "open" | "closed") => void;
}

/**
 * Number of failures in a row that opens the circuit. A success in between proves that EnOS works: with one bad gateway
 * of two, repeating serves clients better than refusing, and 20 failures in a row then happen once in a million calls.
 */
const FAILURES_TO_OPEN = 20;
/** Failures further apart than this do not count as a row. Milliseconds. */
const FAILURE_MEMORY_MS = 10_000;
/** How many probes find out at the same time whether EnOS is back. */
const PROBES = 3;
/** An open circuit without traffic counts as closed after this number of pauses: its last failure is too old. */
const PAUSES_TO_FORGET = 30;

/** A right to send one request; it belongs to the state in which it was given. */
export interface Permit {
  readonly epoch: number;
}

interface Waiter {
  readonly proceed: () => void;
  readonly fail: (error: LoadShedError) => void;
}

/**
 * Holds requests back while EnOS fails, and closes by itself.
 *
 * After the pause a few probes go out. All other requests wait for their outcome, without a place in the bulkhead, as
 * long as their own deadlines allow. A probe that hangs lends its place to another after one more pause.
 */
export class CircuitBreaker {
  /** Raised whenever the circuit opens or closes: results of requests that were sent before do not count. */
  #epoch = 0;
  #failures = 0;
  #lastFailureAt = -Infinity;
  /** When the pause is over; undefined while the circuit is closed. */
  #openUntil: number | undefined;
  readonly #probes = new Map<Permit, number>();
  #failedProbes = 0;
  readonly #waiters = new Set<Waiter>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: CircuitBreakerOptions) {}

  get state(): BreakerState {
    if (this.#openUntil === undefined || this.#isForgotten(this.#openUntil)) return "closed";
    return this.options.clock.now() < this.#openUntil ? "open" : "half-open";
  }

  /** How many requests wait for the outcome of the probes. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /**
   * Returns a permit at once while the circuit is closed, else when the probes allow it.
   *
   * @throws LoadShedError while the circuit is open, or when the deadline passes during the wait.
   */
  acquire(deadline: Deadline): Permit | Promise<Permit> {
    return this.#tryAcquire() ?? this.#waitForPermit(deadline);
  }

  /** Returns whether a permit is still valid: the circuit has neither opened nor closed since it was given. */
  isCurrent({ epoch }: Permit): boolean {
    return epoch === this.#epoch;
  }

  /** Releases a permit that was not used. */
  release(permit: Permit): void {
    if (this.#probes.delete(permit)) this.#wakeOne();
  }

  /** Takes note of how the request that had the permit ended. */
  settle(permit: Permit, error: EnosRequestError | undefined): void {
    const wasProbe = this.#probes.delete(permit);
    if (!this.isCurrent(permit)) return;
    if (error === undefined || !isInfrastructureFailure(error)) {
      // A deadline that passed (UNAVAILABLE) is neither a success nor a failure.
      if (error?.retry === "UNAVAILABLE") {
        if (wasProbe) this.#wakeOne();
        return;
      }
      this.#failures = 0;
      if (this.#openUntil !== undefined) this.#close();
      return;
    }
    if (this.#openUntil === undefined) this.#countFailure();
    else if (wasProbe && ++this.#failedProbes >= PROBES) this.#open();
    else if (wasProbe) this.#wakeOne();
  }

  #tryAcquire(): Permit | undefined {
    if (this.#openUntil === undefined) return { epoch: this.#epoch };
    const now = this.options.clock.now();
    if (this.#isForgotten(this.#openUntil)) {
      this.#close();
      return { epoch: this.#epoch };
    }
    if (now < this.#openUntil) throw unavailable(this.#openUntil - now);
    const underWay = [...this.#probes.values()].filter((since) => now - since < this.options.pauseMs);
    if (underWay.length >= PROBES) return undefined;
    const permit = { epoch: this.#epoch };
    this.#probes.set(permit, now);
    return permit;
  }

  async #waitForPermit(deadline: Deadline): Promise<Permit> {
    for (;;) {
      await this.#wait(deadline);
      const permit = this.#tryAcquire();
      if (permit) return permit;
    }
  }

  #wait(deadline: Deadline): Promise<void> {
    const { maxWaiting, pauseMs } = this.options;
    if (this.#waiters.size >= maxWaiting) throw unavailable(pauseMs);
    return new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.#waiters.delete(waiter);
        deadline.offPassed(onPassed);
      };
      const waiter: Waiter = {
        proceed: () => {
          leave();
          resolve();
        },
        fail: (error) => {
          leave();
          reject(error);
        },
      };
      const onPassed = () => {
        waiter.fail(unavailable(pauseMs));
      };
      this.#waiters.add(waiter);
      deadline.onPassed(onPassed);
      this.#wakeAfterPause();
    });
  }

  /** Wakes waiting requests after a pause: a probe that hangs frees its place without an event. */
  #wakeAfterPause(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (let place = 0; place < PROBES; place++) this.#wakeOne();
      if (this.#waiters.size > 0) this.#wakeAfterPause();
    }, this.options.pauseMs).unref();
  }

  #wakeOne(): void {
    const [oldest] = this.#waiters;
    oldest?.proceed();
  }

  #countFailure(): void {
    const now = this.options.clock.now();
    this.#failures = now - this.#lastFailureAt > FAILURE_MEMORY_MS ? 1 : this.#failures + 1;
    this.#lastFailureAt = now;
    if (this.#failures >= FAILURES_TO_OPEN) this.#open();
  }

  #open(): void {
    const { clock, pauseMs, onChange } = this.options;
    this.#startEpoch();
    this.#openUntil = clock.now() + pauseMs;
    onChange?.("open");
    for (const waiter of [...this.#waiters]) waiter.fail(unavailable(pauseMs));
  }

  #close(): void {
    this.#startEpoch();
    this.#openUntil = undefined;
    this.options.onChange?.("closed");
    for (const waiter of [...this.#waiters]) waiter.proceed();
  }

  #startEpoch(): void {
    this.#epoch += 1;
    this.#failures = 0;
    this.#failedProbes = 0;
    this.#probes.clear();
  }

  #isForgotten(openUntil: number): boolean {
    const { clock, pauseMs } = this.options;
    return this.#probes.size === 0 && clock.now() - openUntil > PAUSES_TO_FORGET * pauseMs;
  }
}

function unavailable(retryAfterMs: number): LoadShedError {
  return new LoadShedError("EnOS is unavailable (circuit open).", retryAfterMs);
}

/** An answer below 500 with a code of its own proves that EnOS works, whatever the code says. */
function isInfrastructureFailure({ retry, code, status = 0 }: EnosRequestError): boolean {
  return retry === "TRANSIENT" && (code === undefined || status >= 500);
}
