import { z } from "zod";

import type { OperationLimits } from "../graphql/limits/operationSize.js";
import type { HttpLimits } from "../server/httpServer.js";

export interface Limits {
  readonly operation: OperationLimits;
  readonly http: HttpLimits;
}

const limit = (fallback: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,8}$/, "must be a whole number, 1 to 999999999")
    .transform(Number)
    .default(fallback);

/** The variables that set limits, with what holds when they are absent. */
export const limitVariables = {
  LIMIT_TOKENS: limit(2_000),
  LIMIT_DEPTH: limit(10),
  LIMIT_ALIASES: limit(30),
  LIMIT_DIRECTIVES: limit(30),
  LIMIT_MUTATIONS: limit(5),
  LIMIT_REPRESENTATIONS: limit(1_000),
  LIMIT_ERRORS: limit(5),
  LIMIT_BODY_BYTES: limit(256 * 1024),
  LIMIT_HEADER_BYTES: limit(16 * 1024),
  LIMIT_JSON_DEPTH: limit(32),
  LIMIT_HEADERS_MS: limit(10_000),
  LIMIT_REQUEST_MS: limit(30_000),
};

type LimitValues = { readonly [Name in keyof typeof limitVariables]: number };

/** Gives the problem that only two limits together have. */
export function findLimitProblems(env: LimitValues): string[] {
  return env.LIMIT_HEADERS_MS > env.LIMIT_REQUEST_MS
    ? ["LIMIT_HEADERS_MS must not be longer than LIMIT_REQUEST_MS: headers are part of the request."]
    : [];
}

/** Gives the limits in their parts' own words. */
export function toLimits(env: LimitValues): Limits {
  return {
    operation: {
      tokens: env.LIMIT_TOKENS,
      depth: env.LIMIT_DEPTH,
      aliases: env.LIMIT_ALIASES,
      directives: env.LIMIT_DIRECTIVES,
      mutations: env.LIMIT_MUTATIONS,
      representations: env.LIMIT_REPRESENTATIONS,
      // Said once each, they could not come to more.
      repeatedText: env.LIMIT_BODY_BYTES,
      errors: env.LIMIT_ERRORS,
    },
    http: {
      bodyBytes: env.LIMIT_BODY_BYTES,
      headerBytes: env.LIMIT_HEADER_BYTES,
      jsonDepth: env.LIMIT_JSON_DEPTH,
      headersMs: env.LIMIT_HEADERS_MS,
      requestMs: env.LIMIT_REQUEST_MS,
    },
  };
}
