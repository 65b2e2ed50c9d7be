import { BulkheadRejectedError, bulkhead } from "cockatiel";

import type { Clock } from "../../runtime/clock.js";
import type { Deadline } from "../../runtime/deadline.js";
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
  async run<T>(traffic: Traffic, deadline: Deadline, attempt: () => Promise<T>): Promise<T> {
    if (this.options.overloaded()) throw new LoadShedError("This service is overloaded.", 1_000);
    if (traffic === "token") return this.#inTurn(attempt, deadline);
    const breaker = this.#breakers[traffic];
    for (;;) {
      const acquired = breaker.acquire(deadline);
      const permit = acquired instanceof Promise ? await acquired : acquired;
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
        const result = await this.#inTurn(run, deadline);
        if (result !== STALE) return result;
      } finally {
        breaker.release(permit);
      }
    }
  }

  #inTurn<T>(run: () => Promise<T>, deadline: Deadline): Promise<T> {
    return this.#bulkhead.executionSlots > 0 ? this.#bulkhead.execute(run) : this.#queue(run, deadline);
  }

  #queue<T>(run: () => Promise<T>, deadline: Deadline): Promise<T> {
    // It would only take a place in the queue.
    if (deadline.passed) return Promise.reject(outOfTime());
    // A deadline has to act at once; cockatiel would look at it only when the turn of the call comes.
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(outOfTime());
      };
      deadline.onPassed(leave);
      const stay = () => {
        deadline.offPassed(leave);
      };
      const enter = () => {
        stay();
        if (deadline.passed) throw outOfTime();
        return run();
      };
      const fail = (error: Error) => {
        reject(error instanceof BulkheadRejectedError ? queueIsFull() : error);
      };
      this.#bulkhead.execute(enter).then(resolve, fail).finally(stay);
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

function queueIsFull(): LoadShedError {
  return new LoadShedError("Too many requests are waiting for EnOS.", 1_000);
}
