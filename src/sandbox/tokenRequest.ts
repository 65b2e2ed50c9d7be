import { type Answer, tokenAnswer } from "./answer.js";
import { isObject } from "./shape.js";

/** The body of a token call. */
export interface TokenRequest {
  readonly appKey: string;
  /** Unix milliseconds, as the text that was hashed. */
  readonly timestamp: string;
  readonly encryption: string;
  /** The token to refresh; empty in `token/get`. */
  readonly accessToken: string;
}

/** Gives the request a body holds, or the refusal of its parameters. */
export function readTokenRequest(body: unknown, action: "get" | "refresh"): TokenRequest | Answer {
  if (!isObject(body)) return INVALID;
  const { appKey, encryption } = body;
  // The manual types it as Long, EnOS's own clients send a string: both are taken.
  const timestamp = typeof body.timestamp === "number" ? String(body.timestamp) : body.timestamp;
  const accessToken = action === "refresh" ? body.accessToken : "";
  if (isEmpty(appKey) || isEmpty(encryption) || isEmpty(timestamp)) return EMPTY;
  if (action === "refresh" && isEmpty(accessToken)) return EMPTY;
  if (typeof appKey !== "string" || typeof encryption !== "string") return INVALID;
  if (typeof timestamp !== "string" || !/^\d+$/.test(timestamp)) return INVALID;
  return typeof accessToken === "string" ? { appKey, timestamp, encryption, accessToken } : INVALID;
}

const EMPTY = tokenAnswer(1202, "Parameter is empty");
const INVALID = tokenAnswer(1004, "Invalid parameter");

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}
