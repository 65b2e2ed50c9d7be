import { type Clock, systemClock } from "../runtime/clock.js";
import { type Telemetry, noTelemetry } from "../runtime/telemetry.js";
import { AccessTokens } from "./auth/accessTokens.js";
import { type EnosCredentials, TokenService } from "./auth/tokenEndpoint.js";
import { EnosClient } from "./client.js";
import type { Enos } from "./enos.js";
import { HttpTransport } from "./http/transport.js";
import { LoadSheddingTransport } from "./resilience/loadShedding.js";
import { RetryBudget } from "./resilience/retryPolicy.js";

export interface EnosOptions extends EnosCredentials {
  /** Base URL of the API gateway; only its origin counts. */
  readonly url: string;
  /** How many requests may be on the wire at once. */
  readonly concurrency?: number;
  /** How many more may wait for a place. */
  readonly queue?: number;
  readonly connectTimeoutMs?: number;
  readonly answerTimeoutMs?: number;
  /** How long an open circuit breaker lets nothing through. Milliseconds. */
  readonly breakMs?: number;
  /** Whether this process itself has more to do than it can. */
  readonly overloaded?: () => boolean;
  readonly telemetry?: Telemetry;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface EnosConnection {
  readonly enos: Enos;
  readonly loadShedding: Pick<LoadSheddingTransport, "breaker" | "queued">;
  /** Breaks every connection to EnOS. */
  close(): Promise<void>;
}

/** Gives a client of one EnOS, with its token, its retries, its bulkhead and its breaker. */
export function createEnosClient(options: EnosOptions): EnosConnection {
  const { clock = systemClock, random = Math.random, telemetry = noTelemetry, concurrency = 128 } = options;
  const http = new HttpTransport({
    origin: new URL(options.url).origin,
    connections: concurrency,
    connectTimeoutMs: options.connectTimeoutMs ?? 2_000,
    answerTimeoutMs: options.answerTimeoutMs ?? 8_000,
  });
  const transport = new LoadSheddingTransport(http, {
    concurrency,
    queue: options.queue ?? 1_024,
    breakMs: options.breakMs ?? 1_000,
    overloaded: options.overloaded ?? (() => false),
    clock,
  });
  const service = new TokenService(transport, options, clock);
  const tokens = new AccessTokens({ service, clock, random, telemetry });
  const { appSecret } = options;
  const enos = new EnosClient({
    transport,
    tokens,
    appSecret,
    budget: new RetryBudget(),
    clock,
    random,
    telemetry,
  });
  return { enos, loadShedding: transport, close: () => http.close() };
}
