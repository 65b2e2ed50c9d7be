import { BrokenCircuitError, BulkheadRejectedError, TaskCancelledError, bulkhead } from "cockatiel";

import type { Clock } from "../../runtime/clock.js";
import {
  RequestNotSentError,
  type RawReply,
  type RawRequest,
  LoadShedError,
  type Transport,
} from "../http/transport.js";
import { Breaker, type BreakerState } from "./circuitBreaker.js";

export interface LoadSheddingOptions {
  /** How many requests may be on the wire at once. */
  readonly concurrency: number;
  /** How many more may wait for a place. */
  readonly queue: number;
  /** How long an open breaker lets nothing through. Milliseconds. */
  readonly breakMs: number;
  /** Whether this process itself has more to do than it can. */
  readonly overloaded: () => boolean;
  readonly clock: Clock;
}

/**
 * A transport that cannot be drowned: bounded in what is under way, and noTelemetry while EnOS is down.
 *
 * Whatever it turns away is answered at once with `LoadShedError`, which proves that EnOS was not asked.
 */
export class LoadSheddingTransport implements Transport {
  readonly #bulkhead;
  readonly #breaker;

  constructor(
    private readonly inner: Transport,
    private readonly options: LoadSheddingOptions,
  ) {
    this.#bulkhead = bulkhead(options.concurrency, options.queue);
    this.#breaker = new Breaker(options.breakMs, options.clock);
  }

  async exchange(write: () => RawRequest, signal: AbortSignal): Promise<RawReply> {
    if (this.options.overloaded()) throw new LoadShedError("This service is overloaded.", 1_000);
    const run = () => {
      // Outside the breaker: what is not sent says nothing of EnOS.
      const request = write();
      return this.#breaker.exchange(() => this.inner.exchange(() => request, signal));
    };
    try {
      return await this.#inTurn(run, signal);
    } catch (error) {
      if (error instanceof BrokenCircuitError)
        throw new LoadShedError("EnOS has been failing and is given a pause.", this.options.breakMs);
      if (error instanceof BulkheadRejectedError)
        throw new LoadShedError("Too many requests are waiting for EnOS.", 1_000);
      if (error instanceof TaskCancelledError) throw new RequestNotSentError("no place in the queue in time");
      throw error;
    }
  }

  #inTurn(run: () => Promise<RawReply>, signal: AbortSignal): Promise<RawReply> {
    if (this.#bulkhead.executionSlots > 0) return this.#bulkhead.execute(run, signal);
    // cockatiel looks at the signal of a queued call only when its turn comes; a deadline cannot wait for that.
    return new Promise((resolve, reject) => {
      const leave = () => {
        reject(new TaskCancelledError());
      };
      signal.addEventListener("abort", leave, { once: true });
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

  get breaker(): BreakerState {
    return this.#breaker.state;
  }

  /** How many requests wait for a place. */
  get queued(): number {
    return this.options.queue - this.#bulkhead.queueSlots;
  }
}
