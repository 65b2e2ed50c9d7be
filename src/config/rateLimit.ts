import { z } from "zod";

import { Secret } from "../runtime/secret.js";

/** How many devices an organization may ask for, counted in one place for all replicas. */
export interface RateLimitConfig {
  /** `redis://` or `rediss://`; it may hold a password. */
  readonly redisUrl: Secret;
  readonly perMinute: number;
}

const PROTOCOLS = ["redis:", "rediss:"];

export const rateLimitVariables = {
  RATE_LIMIT_REDIS_URL: z
    .string()
    .refine((text) => URL.canParse(text) && PROTOCOLS.includes(new URL(text).protocol), {
      error: "must be a URL such as redis://redis.example.com:6379 (rediss:// for TLS)",
    })
    .optional(),
  RATE_LIMIT_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, "must be a number of devices, 1 to 9999999")
    .transform(Number)
    .default(600),
};

/** Gives the limit that the environment names; undefined without a Redis to count in. */
export function toRateLimit(env: {
  readonly RATE_LIMIT_REDIS_URL?: string | undefined;
  readonly RATE_LIMIT_PER_MINUTE: number;
}): RateLimitConfig | undefined {
  if (env.RATE_LIMIT_REDIS_URL === undefined) return undefined;
  return { redisUrl: new Secret(env.RATE_LIMIT_REDIS_URL), perMinute: env.RATE_LIMIT_PER_MINUTE };
}
