import { MAX_ALIAS_LENGTH, type OperationLimits } from "../graphql/limits/operationSize.js";
import type { HttpLimits } from "../server/httpServer.js";
import { integer, type Values } from "./variable.js";

export interface Limits {
  readonly operation: OperationLimits;
  readonly http: HttpLimits;
}

const MIB = 1_048_576;
const MAX_COUNT = 1_000_000;
const MAX_MS = 600_000;

const count = (min: number, fallback: number, unit: string, description: string) =>
  integer({ min, max: MAX_COUNT, fallback, unit }, description);
const bytes = (min: number, max: number, fallback: number, description: string) =>
  integer({ min, max, fallback, unit: "bytes" }, description);
const ms = (fallback: number, description: string) =>
  integer({ min: 100, max: MAX_MS, fallback, unit: "milliseconds" }, description);

/** The variables that set limits. With every one at its minimum a device can still be created. */
export const limitVariables = {
  LIMIT_TOKENS: count(100, 2_000, "tokens", "tokens of a document; also the number of its comments"),
  LIMIT_DEPTH: count(3, 10, "levels", "levels of fields of an operation"),
  LIMIT_ALIASES: count(
    1,
    30,
    "aliases",
    `aliases of an operation, each of ${MAX_ALIAS_LENGTH} characters at most`,
  ),
  LIMIT_DIRECTIVES: count(1, 30, "directives", "directives of an operation"),
  LIMIT_MUTATIONS: count(1, 5, "mutations", "root fields of a mutation"),
  LIMIT_REPRESENTATIONS: count(1, 1_000, "entities", "entities that one operation may ask for"),
  LIMIT_ERRORS: count(1, 5, "errors", "faults of a document, or of its variables, that errors[] lists"),
  LIMIT_ANSWER_BYTES: bytes(
    4_096,
    64 * MIB,
    8 * MIB,
    "bytes of an operation's answer; beyond it optional fields are null; a query stops reading from EnOS after twice as many characters",
  ),
  LIMIT_BODY_BYTES: bytes(1_024, 64 * MIB, MIB, "bytes of a request's body, before and after decompression"),
  LIMIT_HEADER_BYTES: bytes(1_024, MIB, 16 * 1_024, "bytes of a request's header"),
  LIMIT_JSON_DEPTH: integer(
    { min: 5, max: 64, fallback: 32, unit: "levels" },
    "levels of objects and lists in a request's body",
  ),
  LIMIT_HEADERS_MS: ms(10_000, "milliseconds for the header of a request to arrive"),
  LIMIT_REQUEST_MS: ms(30_000, "milliseconds for the whole request to arrive"),
  LIMIT_UNREAD_MS: ms(30_000, "milliseconds for a client to read an answer, before its connection is closed"),
  LIMIT_UNREAD_BYTES: bytes(
    MIB,
    1_024 * MIB,
    64 * MIB,
    "bytes of all answers together that clients have not read yet; beyond it the oldest connections are closed",
  ),
  KEEP_ALIVE_MS: integer(
    { min: 1_000, max: 3_600_000, fallback: 72_000, unit: "milliseconds" },
    "milliseconds for which an idle connection stays open; longer than the load balancer in front keeps its own",
  ),
};

type LimitValues = Values<typeof limitVariables>;

/** Returns the problems of limits that contradict each other. */
export function findLimitProblems({ LIMIT_HEADERS_MS, LIMIT_REQUEST_MS }: Partial<LimitValues>): string[] {
  return (LIMIT_HEADERS_MS ?? 0) > (LIMIT_REQUEST_MS ?? Infinity)
    ? ["LIMIT_HEADERS_MS must not be longer than LIMIT_REQUEST_MS: headers are part of the request."]
    : [];
}

/** Returns the limits as the parts that enforce them take them. */
export function toLimits(env: LimitValues): Limits {
  return {
    operation: {
      tokens: env.LIMIT_TOKENS,
      depth: env.LIMIT_DEPTH,
      aliases: env.LIMIT_ALIASES,
      directives: env.LIMIT_DIRECTIVES,
      mutations: env.LIMIT_MUTATIONS,
      representations: env.LIMIT_REPRESENTATIONS,
      // Without repetition a body cannot hold more text.
      repeatedText: env.LIMIT_BODY_BYTES,
      errors: env.LIMIT_ERRORS,
      answerBytes: env.LIMIT_ANSWER_BYTES,
    },
    http: {
      bodyBytes: env.LIMIT_BODY_BYTES,
      headerBytes: env.LIMIT_HEADER_BYTES,
      jsonDepth: env.LIMIT_JSON_DEPTH,
      comments: env.LIMIT_TOKENS,
      headersMs: env.LIMIT_HEADERS_MS,
      requestMs: env.LIMIT_REQUEST_MS,
      unreadMs: env.LIMIT_UNREAD_MS,
      unreadBytes: env.LIMIT_UNREAD_BYTES,
      keepAliveMs: env.KEEP_ALIVE_MS,
    },
  };
}
