import { Secret } from "../runtime/secret.js";
import { checkedText, integer, variable, type Values } from "./variable.js";

/** How many devices of an organization may be written, counted in one place for all replicas. */
export interface RateLimitConfig {
  /** `redis://` or `rediss://`; it may hold a password. */
  readonly redisUrl: Secret;
  readonly perMinute: number;
}

const PROTOCOLS = ["redis:", "rediss:"];

const redisUrl = checkedText((text) =>
  URL.canParse(text) && PROTOCOLS.includes(new URL(text).protocol)
    ? undefined
    : "must be a URL such as redis://redis.example.com:6379 (rediss:// for TLS)",
);

export const rateLimitVariables = {
  RATE_LIMIT_REDIS_URL: variable(
    redisUrl.transform((text) => new Secret(text)).optional(),
    "the Redis or Valkey in which all replicas count the devices that each organization writes",
    "no limit",
  ),
  RATE_LIMIT_PER_MINUTE: integer(
    { min: 1, max: 9_999_999, fallback: 600, unit: "devices" },
    "devices that one organization may create, update, delete, enable or disable in a minute",
  ),
};

/** Returns the limit that the environment names; undefined without a Redis to count in. */
export function toRateLimit(env: Values<typeof rateLimitVariables>): RateLimitConfig | undefined {
  const { RATE_LIMIT_REDIS_URL, RATE_LIMIT_PER_MINUTE } = env;
  return RATE_LIMIT_REDIS_URL && { redisUrl: RATE_LIMIT_REDIS_URL, perMinute: RATE_LIMIT_PER_MINUTE };
}
