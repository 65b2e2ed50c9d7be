import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

import type { Attempt } from "../runtime/telemetry.js";

/** What the bulkhead and the breaker before EnOS look like right now. */
export interface LoadSheddingState {
  readonly breaker: "closed" | "half-open" | "open";
  readonly queued: number;
}

/** Seconds: from what an in-memory answer takes to past the deadline. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

/** The program's metrics, in Prometheus's words: what `/metrics` shows. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #register = { registers: [this.#registry] };

  readonly #outcomes = new Counter({
    ...this.#register,
    name: "subgraph_outcomes_total",
    help: "Answers of root fields, by the type that was answered; null and error where there was none.",
    labelNames: ["field", "outcome"],
  });
  readonly #incidents = new Counter({
    ...this.#register,
    name: "subgraph_incidents_total",
    help: "Errors that no client may see; the log has each under its incident ID.",
  });
  readonly #operations = new Histogram({
    ...this.#register,
    name: "subgraph_operation_duration_seconds",
    help: "GraphQL operations, from the first byte of the request to the answer.",
    labelNames: ["result"],
    buckets: BUCKETS,
  });
  readonly #attempts = new Counter({
    ...this.#register,
    name: "enos_attempts_total",
    help: "Requests to EnOS's device service, retries included, by what came back.",
    labelNames: ["action", "outcome"],
  });
  readonly #attemptDurations = new Histogram({
    ...this.#register,
    name: "enos_attempt_duration_seconds",
    help: "Requests to EnOS's device service, from the wish to send to the answer.",
    labelNames: ["action"],
    buckets: BUCKETS,
  });
  readonly #retries = new Counter({
    ...this.#register,
    name: "enos_retries_total",
    help: "Requests to EnOS's device service that repeat one whose answer did not settle the matter.",
    labelNames: ["action"],
  });
  readonly #readBacks = new Counter({
    ...this.#register,
    name: "enos_read_backs_total",
    help: "Searches for a device that a lost or incomplete answer may have created.",
    labelNames: ["result"],
  });
  readonly #rateLimits = new Counter({
    ...this.#register,
    name: "subgraph_rate_limit_total",
    help: "Looks at the shared rate limit; unavailable ones let the request pass. Stays empty when it is off.",
    labelNames: ["result"],
  });
  readonly #refusedRequests = new Counter({
    ...this.#register,
    name: "subgraph_refused_requests_total",
    help: "Requests that were refused before GraphQL, by HTTP status and error code.",
    labelNames: ["status", "reason"],
  });
  readonly #tokenCalls = new Counter({
    ...this.#register,
    name: "enos_token_calls_total",
    help: "Requests to EnOS's token service.",
    labelNames: ["result"],
  });

  constructor() {
    for (const result of ["found", "missing", "unreadable"]) this.#readBacks.inc({ result }, 0);
    for (const result of ["granted", "refused"]) this.#tokenCalls.inc({ result }, 0);
  }

  /** Shows the outcomes of each root field as 0 until they happen: a rate needs a first value. */
  expect(fields: ReadonlyMap<string, readonly string[]>): void {
    for (const [field, outcomes] of fields)
      for (const outcome of outcomes) this.#outcomes.inc({ field, outcome }, 0);
  }

  rateLimitChecked(result: string): void {
    this.#rateLimits.inc({ result });
  }

  requestRefused(status: number, reason: string): void {
    this.#refusedRequests.inc({ status, reason });
  }

  /** Shows the state of the loadShedding whenever somebody looks. */
  watch(loadShedding: LoadSheddingState): void {
    new Gauge({
      ...this.#register,
      name: "enos_breaker_state",
      help: "1 for the state that the circuit breaker before EnOS is in, 0 for the others.",
      labelNames: ["state"],
      collect() {
        for (const state of ["closed", "half-open", "open"])
          this.set({ state }, loadShedding.breaker === state ? 1 : 0);
      },
    });
    new Gauge({
      ...this.#register,
      name: "enos_queue_depth",
      help: "Requests that wait for a place among those under way to EnOS.",
      collect() {
        this.set(loadShedding.queued);
      },
    });
  }

  answered(field: string, outcome: string): void {
    this.#outcomes.inc({ field, outcome });
  }

  incident(): void {
    this.#incidents.inc();
  }

  operationEnded(result: "data" | "errors", durationMs: number): void {
    this.#operations.observe({ result }, durationMs / 1000);
  }

  readBack(result: "found" | "missing" | "unreadable"): void {
    this.#readBacks.inc({ result });
  }

  attemptStarted(action: string, nth: number): Attempt {
    if (nth > 1) this.#retries.inc({ action });
    return {
      headers: {},
      ended: ({ result }, durationMs) => {
        this.#attempts.inc({ action, outcome: result.toLowerCase() });
        this.#attemptDurations.observe({ action }, durationMs / 1000);
      },
    };
  }

  tokenFetched(result: "granted" | "refused"): void {
    this.#tokenCalls.inc({ result });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Gives everything in Prometheus's text format, the process's own figures included. */
  metrics(): Promise<string> {
    return Registry.merge([this.#registry, processMetrics()]).metrics();
  }
}

let registry: Registry | undefined;

/**
 * Gives the figures of this process: memory, CPU, garbage collection, event-loop lag.
 *
 * There is one set of them however many servers run in the process, because their observers cannot be ended.
 */
export function processMetrics(): Registry {
  if (!registry) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}
