import { AccessTokens } from "./accessTokens.js";
import { systemClock, type Clock } from "./clock.js";
import type { EnosCredentials } from "./credentials.js";
import type { Enos } from "./enos.js";
import { EnosClient } from "./enosClient.js";
import { HttpTransport } from "./httpTransport.js";
import { Isolation } from "./isolation.js";
import { silent, type Observer } from "./observer.js";
import { RetryBudget } from "./retryBudget.js";
import { TokenService } from "./tokenService.js";

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
  readonly observer?: Observer;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface EnosConnection {
  readonly enos: Enos;
  readonly isolation: Pick<Isolation, "breaker" | "queued">;
  /** Breaks every connection to EnOS. */
  close(): Promise<void>;
}

/** Gives a client of one EnOS, with its token, its retries, its bulkhead and its breaker. */
export function connectEnos(options: EnosOptions): EnosConnection {
  const { clock = systemClock, random = Math.random, observer = silent, concurrency = 128 } = options;
  const http = new HttpTransport({
    origin: new URL(options.url).origin,
    connections: concurrency,
    connectTimeoutMs: options.connectTimeoutMs ?? 2_000,
    answerTimeoutMs: options.answerTimeoutMs ?? 8_000,
  });
  const transport = new Isolation(http, {
    concurrency,
    queue: options.queue ?? 1_024,
    breakMs: options.breakMs ?? 1_000,
    overloaded: options.overloaded ?? (() => false),
    clock,
  });
  const service = new TokenService(transport, options, clock);
  const tokens = new AccessTokens({ service, clock, random, observer });
  const { appSecret } = options;
  const enos = new EnosClient({
    transport,
    tokens,
    appSecret,
    budget: new RetryBudget(),
    clock,
    random,
    observer,
  });
  return { enos, isolation: transport, close: () => http.close() };
}
