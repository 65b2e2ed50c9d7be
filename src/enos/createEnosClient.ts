import { type Clock, systemClock } from "../runtime/clock.js";
import type { Deadline } from "../runtime/deadline.js";
import { type Telemetry, noTelemetry } from "../runtime/telemetry.js";
import { AccessTokens } from "./auth/accessTokens.js";
import { type EnosCredentials, TokenService } from "./auth/tokenEndpoint.js";
import { EnosClient } from "./client.js";
import { ANSWER_TIMEOUT_MS, type Enos } from "./enos.js";
import { HttpTransport, type ProxyOptions } from "./http/transport.js";
import { LoadShedding } from "./resilience/loadShedding.js";
import { RetryBudget } from "./resilience/retryPolicy.js";

export interface EnosOptions extends EnosCredentials {
  /** Base URL of the API gateway; only its origin counts. */
  readonly url: string;
  /** Returns the pair of credentials to use now. When absent, the credentials of these options are used. */
  readonly rereadCredentials?: () => EnosCredentials;
  readonly proxy?: ProxyOptions | undefined;
  /** How many requests may be on the wire at once. */
  readonly concurrency?: number;
  /** How many more requests may wait for a place. */
  readonly queue?: number;
  readonly connectTimeoutMs?: number;
  /** Bounds one attempt from the first byte of the request to the last byte of the answer. Milliseconds. */
  readonly answerTimeoutMs?: number;
  /** How long an open circuit breaker lets nothing through. Milliseconds. */
  readonly breakMs?: number;
  /** Returns whether this process itself is overloaded. */
  readonly overloaded?: () => boolean;
  readonly telemetry?: Telemetry;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface EnosConnection {
  readonly enos: Enos;
  readonly loadShedding: Pick<LoadShedding, "stateOf" | "inFlight" | "queued">;
  /**
   * Resolves when EnOS has accepted the credentials.
   *
   * @throws EnosRequestError FATAL when EnOS refused them, UNAVAILABLE when it did not answer before the deadline.
   */
  authenticate(deadline: Deadline): Promise<void>;
  /** Breaks every connection to EnOS. */
  close(): Promise<void>;
}

/** Returns a client of one EnOS, with its token, its retries, its bulkhead and its breakers. */
export function createEnosClient(options: EnosOptions): EnosConnection {
  const { clock = systemClock, random = Math.random, telemetry = noTelemetry, concurrency = 128 } = options;
  const transport = new HttpTransport({
    origin: new URL(options.url).origin,
    connections: concurrency,
    connectTimeoutMs: options.connectTimeoutMs ?? 2_000,
    answerTimeoutMs: options.answerTimeoutMs ?? ANSWER_TIMEOUT_MS,
    proxy: options.proxy,
  });
  const loadShedding = new LoadShedding({
    concurrency,
    queue: options.queue ?? 1_024,
    breakMs: options.breakMs ?? 1_000,
    overloaded: options.overloaded ?? (() => false),
    clock,
    telemetry,
  });
  const service = new TokenService(transport, loadShedding, clock);
  const credentials = options.rereadCredentials ?? (() => options);
  const tokens = new AccessTokens({ service, credentials, clock, random, telemetry });
  const enos = new EnosClient({
    ...{ transport, loadShedding, tokens, clock, random, telemetry },
    budget: new RetryBudget(),
  });
  return {
    enos,
    loadShedding,
    authenticate: async (deadline) => {
      await tokens.current(deadline);
    },
    close: () => transport.close(),
  };
}
