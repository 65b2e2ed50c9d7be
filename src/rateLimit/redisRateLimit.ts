import { Redis } from "ioredis";
import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";

import type { RateLimitConfig } from "../config/rateLimit.js";
import type { Telemetry } from "../runtime/telemetry.js";
import type { CreateRateLimit } from "../devices/createDevice/rateLimit.js";

/** An answer that takes longer is not worth a client's time. Milliseconds. */
const COMMAND_TIMEOUT_MS = 100;

/**
 * Counts in Redis or Valkey, so that all replicas share one limit for each organization.
 *
 * It fails open: without its Redis nothing is limited. A count that is lost must not stop anybody's work, and
 * EnOS has limits of its own.
 */
export class RedisRateLimit implements CreateRateLimit {
  readonly #redis: Redis;
  readonly #limiter: RateLimiterRedis;

  constructor(
    { redisUrl, perMinute }: RateLimitConfig,
    private readonly telemetry: Pick<Telemetry, "rateLimitChecked">,
  ) {
    this.#redis = new Redis(redisUrl.reveal(), {
      // Whoever asks while Redis is away is answered at once, not when it is back.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: 2_000,
      retryStrategy: (times) => Math.min(times * 200, 2_000),
    });
    // Its errors arrive with the commands that they fail; unheard ones would end the process.
    this.#redis.on("error", () => undefined);
    this.#limiter = new RateLimiterRedis({
      storeClient: this.#redis,
      keyPrefix: "enos-devices:create",
      points: perMinute,
      duration: 60,
    });
  }

  async waitFor(orgId: string): Promise<number | undefined> {
    try {
      await this.#limiter.consume(orgId);
      this.telemetry.rateLimitChecked("admitted");
      return undefined;
    } catch (reason) {
      const limited = reason instanceof RateLimiterRes;
      this.telemetry.rateLimitChecked(limited ? "limited" : "unavailable");
      return limited ? reason.msBeforeNext : undefined;
    }
  }

  close(): void {
    this.#redis.disconnect();
  }
}
