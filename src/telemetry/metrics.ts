import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

import type { AttemptEnd } from "../runtime/telemetry.js";
import { VERSION } from "../runtime/version.js";
import { standardOutput } from "./logger.js";

const TRAFFIC = ["reads", "writes"] as const;
const BREAKER_STATES = ["closed", "half-open", "open"] as const;

/** The present state of the bulkhead and the breakers before EnOS. */
export interface LoadSheddingState {
  stateOf(traffic: (typeof TRAFFIC)[number]): (typeof BREAKER_STATES)[number];
  /** How many requests are on the wire to EnOS. */
  readonly inFlight: number;
  /** How many requests wait for a place. */
  readonly queued: number;
}

/** The actions of EnOS that the program uses. */
const ACTIONS = [
  ...["create", "get", "search", "update", "delete", "enable", "disable"],
  ...["products.search", "thing-models.get"],
];

const CODE_FAMILIES = ["1xxx", "4xxx", "11xxx", "99xxx", "other"];

const endsOf = (outcome: string, status: string, codes: readonly string[]) =>
  codes.map((family) => ({ outcome, status, codes: family }));

/** The ends of an attempt that are shown as 0 before they happen: a rate needs a first value. */
const EXPECTED_ENDS = [
  ...endsOf("accepted", "2xx", ["0"]),
  ...["2xx", "4xx", "5xx"].flatMap((status) => endsOf("refused", status, CODE_FAMILIES)),
  ...endsOf("not_applied", "none", ["none"]),
  ...endsOf("not_applied", "4xx", ["none", "0", ...CODE_FAMILIES]),
  // The refusal of an expired token.
  ...["2xx", "5xx"].flatMap((status) => endsOf("not_applied", status, ["1xxx"])),
  ...endsOf("unknown", "none", ["none"]),
  ...["2xx", "4xx"].flatMap((status) => endsOf("unknown", status, ["none", "99xxx"])),
  ...["3xx", "5xx"].flatMap((status) => endsOf("unknown", status, ["none", "0", ...CODE_FAMILIES])),
];

/** Refusals before GraphQL. A fault of the JSON has the status that its client reads. */
const EXPECTED_REFUSALS = [
  [200, "BAD_USER_INPUT"],
  [400, "BAD_USER_INPUT"],
  [400, "BAD_REQUEST"],
  [401, "UNAUTHENTICATED"],
  [403, "FORBIDDEN_ORIGIN"],
  [404, "NOT_FOUND"],
  [405, "METHOD_NOT_ALLOWED"],
  [406, "NOT_ACCEPTABLE"],
  [408, "REQUEST_TIMEOUT"],
  [413, "PAYLOAD_TOO_LARGE"],
  [415, "UNSUPPORTED_MEDIA_TYPE"],
  [417, "EXPECTATION_FAILED"],
  [421, "MISDIRECTED_REQUEST"],
  [431, "HEADER_TOO_LARGE"],
  [503, "AUTHENTICATION_UNAVAILABLE"],
] as const;

/** Seconds: from the duration of an in-memory answer to beyond the deadline. */
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
    labelNames: ["action", "outcome", "status", "codes"],
  });
  readonly #loadShed = new Counter({
    ...this.#register,
    name: "enos_load_shed_total",
    help: "Requests to EnOS that were turned away here: the circuit is open, the queue is full, or the process is overloaded.",
    labelNames: ["action"],
  });
  readonly #breakerOpenings = new Counter({
    ...this.#register,
    name: "enos_breaker_openings_total",
    help: "How often the circuit breaker in front of EnOS opened, again after failed probes included.",
    labelNames: ["traffic"],
  });
  readonly #refusedRequests = new Counter({
    ...this.#register,
    name: "subgraph_refused_requests_total",
    help: "Requests that were refused before GraphQL, by HTTP status and error code.",
    labelNames: ["status", "reason"],
  });
  readonly #attemptDurations = new Histogram({
    ...this.#register,
    name: "enos_attempt_duration_seconds",
    help: "Requests to EnOS's device service, including the wait in the queue.",
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
    help: "Looks at the shared rate limit; unavailable ones let the request pass. 0 where there is no limit.",
    labelNames: ["result"],
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
    for (const result of ["admitted", "limited", "unavailable"]) this.#rateLimits.inc({ result }, 0);
    for (const traffic of TRAFFIC) this.#breakerOpenings.inc({ traffic }, 0);
    for (const [status, reason] of EXPECTED_REFUSALS) this.#refusedRequests.inc({ status, reason }, 0);
    for (const result of ["data", "errors"]) this.#operations.zero({ result });
    for (const action of ACTIONS) {
      this.#retries.inc({ action }, 0);
      this.#loadShed.inc({ action }, 0);
      this.#attemptDurations.zero({ action });
      for (const end of EXPECTED_ENDS) this.#attempts.inc({ action, ...end }, 0);
    }
    // From now on, not from the first scrape on.
    processMetrics();
    const build = new Gauge({
      ...this.#register,
      name: "subgraph_build_info",
      help: "Always 1; the labels tell which version runs on which Node.",
      labelNames: ["version", "node"],
    });
    build.set({ version: VERSION, node: process.version }, 1);
  }

  /** Shows the outcomes of each root field as 0 until they happen: a rate needs a first value. */
  expect(fields: ReadonlyMap<string, readonly string[]>): void {
    for (const [field, outcomes] of fields)
      for (const outcome of [...outcomes, "null", "error"]) this.#outcomes.inc({ field, outcome }, 0);
  }

  rateLimitChecked(result: string): void {
    this.#rateLimits.inc({ result });
  }

  requestRefused(status: number, reason: string): void {
    this.#refusedRequests.inc({ status, reason });
  }

  breakerOpened(traffic: (typeof TRAFFIC)[number]): void {
    this.#breakerOpenings.inc({ traffic });
  }

  /** Shows the state of the load shedding at each scrape. */
  watch(loadShedding: LoadSheddingState): void {
    new Gauge({
      ...this.#register,
      name: "enos_breaker_state",
      help: "1 for the state that the circuit breaker for reads or writes is in, 0 for the others.",
      labelNames: ["traffic", "state"],
      collect() {
        for (const traffic of TRAFFIC)
          for (const state of BREAKER_STATES)
            this.set({ traffic, state }, loadShedding.stateOf(traffic) === state ? 1 : 0);
      },
    });
    new Gauge({
      ...this.#register,
      name: "enos_requests_in_flight",
      help: "Requests that are on the wire to EnOS.",
      collect() {
        this.set(loadShedding.inFlight);
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

  attemptStarted(action: string, nth: number): void {
    if (nth > 1) this.#retries.inc({ action });
  }

  attemptEnded(action: string, { result, status, code }: AttemptEnd, durationMs: number): void {
    if (result === "SHED") {
      this.#loadShed.inc({ action });
      return;
    }
    this.#attempts.inc({
      action,
      outcome: result.toLowerCase(),
      status: status === undefined ? "none" : `${Math.floor(status / 100)}xx`,
      codes: codeFamily(code),
    });
    this.#attemptDurations.observe({ action }, durationMs / 1000);
  }

  tokenFetched(result: "granted" | "refused"): void {
    this.#tokenCalls.inc({ result });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Returns all metrics in Prometheus's text format, those of the process included. */
  metrics(): Promise<string> {
    return Registry.merge([this.#registry, processMetrics()]).metrics();
  }
}

/** Returns the family of an EnOS code, because a metric's labels come from a fixed set. */
function codeFamily(code: number | undefined): string {
  if (code === undefined) return "none";
  if (code === 0) return "0";
  const thousands = Math.floor(code / 1_000);
  return [1, 4, 11, 99].includes(thousands) ? `${thousands}xxx` : "other";
}

let registry: Registry | undefined;

/**
 * Returns the figures of this process: memory, CPU, garbage collection, event-loop lag, lost log lines.
 *
 * There is one set of them however many servers run in the process, because their observers cannot be ended.
 */
function processMetrics(): Registry {
  if (!registry) {
    registry = new Registry();
    const { user, system } = process.cpuUsage();
    collectDefaultMetrics({ register: registry });
    // prom-client counts from now on; the metric is about the whole life of the process.
    addSeconds(registry, "process_cpu_user_seconds_total", user);
    addSeconds(registry, "process_cpu_system_seconds_total", system);
    addSeconds(registry, "process_cpu_seconds_total", user + system);
    new Counter({
      registers: [registry],
      name: "subgraph_log_lines_lost_total",
      help: "Log lines that were lost because the reader of the standard output did not keep up.",
      collect() {
        this.reset();
        this.inc(standardOutput().lost);
      },
    });
  }
  return registry;
}

function addSeconds(metrics: Registry, name: string, microseconds: number): void {
  (metrics.getSingleMetric(name) as Counter).inc(microseconds / 1e6);
}
