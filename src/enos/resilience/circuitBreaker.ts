import { BrokenCircuitError, CircuitState, type IBreaker, circuitBreaker, handleAll } from "cockatiel";

import type { Clock } from "../../runtime/clock.js";
import { classifyReply } from "../http/classifyResponse.js";
import type { RawReply } from "../http/transport.js";

export type BreakerState = "closed" | "half-open" | "open";

/** Leaves EnOS alone while it fails: no more than one request for each pause finds out whether it is back. */
export class Breaker {
  readonly #recent;
  readonly #circuit;
  #probedAt = 0;

  /** @param pauseMs how long it lets nothing through. */
  constructor(
    private readonly pauseMs: number,
    private readonly clock: Clock,
  ) {
    this.#recent = new RecentFailures(clock);
    this.#circuit = circuitBreaker(
      handleAll.orWhenResult((reply) => isInfrastructureFault(reply as RawReply)),
      { halfOpenAfter: pauseMs, breaker: this.#recent },
    );
    this.#circuit.onHalfOpen(() => {
      this.#probedAt = clock.now();
    });
  }

  /** @throws BrokenCircuitError at once, while EnOS is left alone. */
  exchange(ask: () => Promise<RawReply>): Promise<RawReply> {
    return this.state === "half-open" ? this.#probeAgain(ask) : this.#circuit.execute(ask);
  }

  get state(): BreakerState {
    if (this.#circuit.state === CircuitState.Closed) return "closed";
    return this.#circuit.state === CircuitState.HalfOpen ? "half-open" : "open";
  }

  /** cockatiel has everybody wait for its one probe, which an EnOS that hangs may hold for seconds after its return. */
  async #probeAgain(ask: () => Promise<RawReply>): Promise<RawReply> {
    const now = this.clock.now();
    if (now - this.#probedAt < this.pauseMs) throw new BrokenCircuitError();
    this.#probedAt = now;
    const reply = await ask();
    if (this.state !== "closed" && !isInfrastructureFault(reply)) this.#close();
    return reply;
  }

  /** cockatiel closes what is no longer held open, whatever was before. */
  #close(): void {
    this.#recent.forget();
    this.#circuit.isolate().dispose();
  }
}

/** A reply with a code of its own proves that EnOS works, whatever the code says. */
function isInfrastructureFault(reply: RawReply): boolean {
  if (reply.status < 500 && reply.body.startsWith("{")) return false;
  const result = classifyReply(reply);
  return result.kind === "none" && result.outcome === "UNKNOWN" && result.code === undefined;
}

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
