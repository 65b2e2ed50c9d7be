import { Redis, type Result } from "ioredis";

import type { RateLimitConfig } from "../config/rateLimit.js";
import type { WriteGrant, WriteRateLimit } from "../devices/writeRateLimit.js";
import type { Telemetry } from "../runtime/telemetry.js";

/** The window in which writes are counted; it begins with an organization's first write. Milliseconds. */
const WINDOW_MS = 60_000;

/** Redis is away when it has not answered for so many ticks of our own event loop. */
const MAX_TICKS = 10;
const TICK_MS = 50;

const CONNECT_TIMEOUT_MS = 2_000;

/** Takes what is left of ARGV[2], at most ARGV[1]. Redis runs a script as one step. */
const TAKE = `
local used = tonumber(redis.call("GET", KEYS[1]) or "0")
local granted = math.max(0, math.min(tonumber(ARGV[1]), tonumber(ARGV[2]) - used))
if granted > 0 then
  redis.call("INCRBY", KEYS[1], granted)
  if redis.call("PTTL", KEYS[1]) < 0 then redis.call("PEXPIRE", KEYS[1], ARGV[3]) end
end
return { granted, redis.call("PTTL", KEYS[1]) }`;

/** Never counts below 0: writes of a window that has ended are not given back to the next window. */
const GIVE_BACK = `
local used = tonumber(redis.call("GET", KEYS[1]) or "0")
local back = math.min(used, tonumber(ARGV[1]))
if back > 0 then redis.call("DECRBY", KEYS[1], back) end`;

declare module "ioredis" {
  interface RedisCommander<Context> {
    takeWrites(
      key: string,
      count: number,
      limit: number,
      windowMs: number,
    ): Result<[number, number], Context>;
    giveBackWrites(key: string, count: number): Result<null, Context>;
  }
}

/**
 * Counts writes in Redis or Valkey, so that all replicas share one limit for each organization.
 *
 * It fails open, but only while Redis is away: losing the counter must not stop anybody's work, and EnOS has
 * limits of its own. Time during which our own event loop is busy does not count as Redis being away.
 */
export class RedisRateLimit implements WriteRateLimit {
  readonly #redis: Redis;

  private constructor(
    private readonly config: RateLimitConfig,
    private readonly telemetry: Pick<Telemetry, "rateLimitChecked">,
  ) {
    this.#redis = new Redis(config.redisUrl.reveal(), {
      lazyConnect: true,
      // While Redis is away, requests pass at once instead of waiting for it.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: CONNECT_TIMEOUT_MS,
      retryStrategy: (times) => Math.min(times * 200, 2_000),
      scripts: {
        takeWrites: { lua: TAKE, numberOfKeys: 1 },
        giveBackWrites: { lua: GIVE_BACK, numberOfKeys: 1 },
      },
    });
    // Errors arrive with the commands that fail; an `error` event without a listener would end the process.
    this.#redis.on("error", () => undefined);
  }

  /** Returns the limit once Redis answers, or when it is known to be away: it connects by itself later. */
  static async connect(
    config: RateLimitConfig,
    telemetry: Pick<Telemetry, "rateLimitChecked">,
  ): Promise<RedisRateLimit> {
    const limit = new RedisRateLimit(config, telemetry);
    await answerOf(limit.#redis.connect()).catch(() => undefined);
    return limit;
  }

  async take(orgId: string, count: number): Promise<WriteGrant> {
    try {
      const command = this.#redis.takeWrites(keyOf(orgId), count, this.config.perMinute, WINDOW_MS);
      const [granted, windowMs] = await answerOf(command);
      this.telemetry.rateLimitChecked(granted === count ? "admitted" : "limited");
      return { granted, retryAfterMs: granted === count ? 0 : Math.max(1, windowMs) };
    } catch (error) {
      // A connection that no longer answers is replaced; until then commands fail at once.
      if (error instanceof RedisTimeoutError) this.#redis.disconnect(true);
      this.telemetry.rateLimitChecked("unavailable");
      return { granted: count, retryAfterMs: 0 };
    }
  }

  giveBack(orgId: string, count: number): void {
    this.#redis.giveBackWrites(keyOf(orgId), count).catch(() => undefined);
  }

  close(): void {
    this.#redis.disconnect();
  }
}

function keyOf(orgId: string): string {
  return `enos-devices:writes:${orgId}`;
}

class RedisTimeoutError extends Error {
  override readonly name = "RedisTimeoutError";
}

/**
 * Returns Redis's answer.
 *
 * An event loop that is busy runs its timers before it reads what has arrived. Each tick is a turn of the event
 * loop in which answers are read, so a long turn counts no more than a short one.
 *
 * @throws RedisTimeoutError after `MAX_TICKS`
 */
function answerOf<T>(command: Promise<T>): Promise<T> {
  let ticks = 0;
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      ticks += 1;
      if (ticks > MAX_TICKS) {
        clearInterval(timer);
        reject(new RedisTimeoutError("Redis does not answer"));
      }
    }, TICK_MS);
    const stop = () => {
      clearInterval(timer);
    };
    command.then(resolve, reject).finally(stop);
  });
}
