import { BrokenCircuitError, circuitBreaker, CircuitState, handleAll } from "cockatiel";

import { classifyReply } from "./classify.js";
import type { Clock } from "./clock.js";
import { RecentFailures } from "./recentFailures.js";
import type { RawReply } from "./transport.js";

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
  const verdict = classifyReply(reply);
  return verdict.kind === "none" && verdict.outcome === "UNKNOWN" && verdict.code === undefined;
}
