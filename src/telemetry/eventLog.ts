import type { Logger } from "pino";

import type { Dependency } from "../runtime/telemetry.js";
import { cut } from "./operationRecord.js";

/** Texts for people, by dependency. */
const NAMES: Readonly<Record<Dependency, string>> = {
  collector: "the trace collector",
  "enos-token": "EnOS's token service",
  jwks: "the issuer's keys (JWT_JWKS_URL)",
  redis: "the shared rate limit's Redis",
};

/** Refused requests are summed for so long. Milliseconds. */
const SUM_MS = 60_000;

interface Refusals {
  readonly status: number;
  readonly reason: string;
  count: number;
}

/** Writes the log lines that concern no single operation: dependencies that failed or recovered, and numbers of refused requests. */
export class EventLog {
  readonly #down = new Set<string>();
  readonly #refusals = new Map<string, Refusals>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly log: Logger) {}

  dependencySeen(dependency: Dependency, state: "up" | "down", detail: string | undefined): void {
    if (this.#down.has(dependency) === (state === "down")) return;
    if (state === "down") {
      this.#down.add(dependency);
      this.log.warn({ dependency, state, detail: cut(detail) }, `${NAMES[dependency]} cannot be used`);
    } else {
      this.#down.delete(dependency);
      this.log.info({ dependency, state }, `${NAMES[dependency]} can be used again`);
    }
  }

  breakerChanged(traffic: "reads" | "writes", state: "open" | "closed"): void {
    const wasOpen = this.#down.has(traffic);
    // A circuit opens again after each failed probe: this is not logged.
    if (wasOpen === (state === "open")) return;
    if (state === "open") {
      this.#down.add(traffic);
      this.log.warn({ dependency: "enos", traffic, state }, "EnOS fails: the circuit breaker is open");
    } else {
      this.#down.delete(traffic);
      this.log.info(
        { dependency: "enos", traffic, state },
        "EnOS answers again: the circuit breaker is closed",
      );
    }
  }

  /** The first refusal of a kind has a line at once, those of the following minute have one together. */
  requestRefused(status: number, reason: string): void {
    const key = `${status} ${reason}`;
    const refusals = this.#refusals.get(key);
    if (refusals) {
      refusals.count += 1;
      return;
    }
    this.#refusals.set(key, { status, reason, count: 0 });
    this.#tell({ status, reason, count: 1 });
    this.#timer ??= setTimeout(() => {
      this.close();
    }, SUM_MS).unref();
  }

  /** Writes the sums so far. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const refusals of this.#refusals.values()) if (refusals.count > 0) this.#tell(refusals);
    this.#refusals.clear();
  }

  #tell({ status, reason, count }: Refusals): void {
    this.log.warn({ status, reason, count }, "requests were refused before GraphQL");
  }
}
