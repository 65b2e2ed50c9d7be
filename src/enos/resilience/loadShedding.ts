import { BulkheadRejectedError, TaskCancelledError, bulkhead } from "cockatiel";

import type { Clock } from "../../runtime/clock.js";
import type { Telemetry } from "../../runtime/telemetry.js";
import { EnosRequestError, LoadShedError } from "../errors.js";
import { outOfTime } from "../http/transport.js";
import { type BreakerState, CircuitBreaker } from "./circuitBreaker.js";

export interface LoadSheddingOptions {
  /** How many requests may be on the wire at once. */
  readonly concurrency: number;
  /** How many more requests may wait for a place. */
  readonly queue: number;
  /** How long an open breaker lets nothing through. Milliseconds. */
  readonly breakMs: number;
  /** Returns whether this process itself is overloaded. */
  readonly overloaded: () => boolean;
  readonly clock: Clock;
  readonly telemetry: Pick<Telemetry, "breakerChanged">;
}

/** Class of requests with a breaker of its own. Token requests are few and have no breaker. */
export type Traffic = "writes" | "reads" | "token";

/** Says that the permit of an attempt became invalid while the attempt waited for a place in the bulkhead. */
const STALE = Symbol("stale");

/**
 * Bounds the requests under way to EnOS, and sends none while EnOS is unavailable.
 *
 * A request that is shed fails at once with `LoadShedError`, which proves that it was not sent.
 */
export class LoadShedding {
  readonly #bulkhead;
  readonly #breakers: Readonly<Record<Exclude<Traffic, "token">, CircuitBreaker>>;

  constructor(private readonly options: LoadSheddingOptions) {
    const { concurrency, queue, breakMs, clock, telemetry } = options;
    this.#bulkhead = bulkhead(concurrency, queue);
    const createBreaker = (traffic: "reads" | "writes") =>
      new CircuitBreaker({
        ...{ clock, pauseMs: breakMs, maxWaiting: queue },
        onChange: (state) => {
          telemetry.breakerChanged(traffic, state);
        },
      });
    // Reads that fail must not refuse creates, nor the other way round.
    this.#breakers = { writes: createBreaker("writes"), reads: createBreaker("reads") };
  }

  /**
   * Runs one attempt when there is a place for it, and returns its result.
   *
   * @param attempt sends one request.
   * @throws LoadShedError when there is no place for it.
   * @throws EnosRequestError when `attempt` throws it.
   */
  async run<T>(traffic: Traffic, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    if (this.options.overloaded()) throw new LoadShedError("This service is overloaded.", 1_000);
    if (traffic === "token") return this.#inTurn(attempt, signal);
    const breaker = this.#breakers[traffic];
    for (;;) {
      const permit = await breaker.acquire(signal);
      const run = async () => {
        if (!breaker.isCurrent(permit)) return STALE;
        try {
          const result = await attempt();
          breaker.settle(permit, undefined);
          return result;
        } catch (error) {
          if (error instanceof EnosRequestError) breaker.settle(permit, error);
          throw error;
        }
      };
      try {
        const result = await this.#inTurn(run, signal);
        if (result !== STALE) return result;
      } finally {
        breaker.release(permit);
      }
    }
  }

  async #inTurn<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      if (this.#bulkhead.executionSlots > 0) return await this.#bulkhead.execute(run);
      return await this.#queue(run, signal);
    } catch (error) {
      if (error instanceof BulkheadRejectedError)
        throw new LoadShedError("Too many requests are waiting for EnOS.", 1_000);
      if (error instanceof TaskCancelledError) throw outOfTime();
      throw error;
    }
  }

  #queue<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
    // cockatiel looks at the signal of a queued call only when its turn comes; a deadline has to act at once.
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(new TaskCancelledError());
      };
      signal.addEventListener("abort", leave);
      const stay = () => {
        signal.removeEventListener("abort", leave);
      };
      const enter = () => {
        stay();
        return run();
      };
      this.#bulkhead.execute(enter, signal).then(resolve, reject).finally(stay);
    });
  }

  /** Returns the state of the breaker for writes, or for reads. */
  stateOf(traffic: Exclude<Traffic, "token">): BreakerState {
    return this.#breakers[traffic].state;
  }

  /** How many requests are under way to EnOS. */
  get inFlight(): number {
    return this.options.concurrency - this.#bulkhead.executionSlots;
  }

  /** How many requests wait for a place, or for the outcome of the breakers' probes. */
  get queued(): number {
    const { writes, reads } = this.#breakers;
    return this.options.queue - this.#bulkhead.queueSlots + writes.waiting + reads.waiting;
  }
}
