import { type Call, TOKEN_PATH } from "../http/call.js";
import { isJsonObject, numberOf, parseJson } from "../http/json.js";
import { gatewayError, type HttpResponse, tokenResponse } from "../http/response.js";
import type { SandboxState } from "../state.js";
import { isInClockWindow } from "./authenticate.js";
import { encryptionOf, sameDigest } from "./signature.js";

/** The body of a token request. */
interface TokenRequest {
  readonly appKey: string;
  /** Unix milliseconds, as the text that was hashed. */
  readonly timestamp: string;
  readonly encryption: string;
  /** The token to refresh; empty in `token/get`. */
  readonly accessToken: string;
}

/** Number of used encryptions that are remembered. */
const MAX_NONCES = 10_000;
const EMPTY = tokenResponse(1202, "Parameter is empty");
const INVALID = tokenResponse(1004, "Invalid parameter");

/** Serves `token/get` and `token/refresh`. The codes are the manual's; it gives no messages. */
export function serveToken(state: SandboxState, call: Call): HttpResponse {
  const action = call.path.slice(TOKEN_PATH.length);
  if (call.method !== "POST" || (action !== "get" && action !== "refresh")) return gatewayError(404);
  const body = parseJson(call.body);
  if (body === undefined) return gatewayError(400);
  const request = readTokenRequest(body, action);
  if ("status" in request) return request;
  const refused = findRefusal(state, request);
  if (refused) return refused;
  const { tokens } = state;
  const token = action === "get" ? tokens.get() : tokens.refresh(request.accessToken);
  if (!token) return tokenResponse(1204, "Failed to refresh the access token");
  return tokenResponse(0, "SUCCESS", { accessToken: token.accessToken, expire: tokens.secondsLeft(token) });
}

function readTokenRequest(body: unknown, action: "get" | "refresh"): TokenRequest | HttpResponse {
  if (!isJsonObject(body)) return INVALID;
  const { appKey, encryption } = body;
  // The manual declares a Long, EnOS's own clients send a string: both are accepted.
  const timestamp = numberOf(body.timestamp)?.toFixed() ?? body.timestamp;
  const accessToken = action === "refresh" ? body.accessToken : "";
  if (isEmpty(appKey) || isEmpty(encryption) || isEmpty(timestamp)) return EMPTY;
  if (action === "refresh" && isEmpty(accessToken)) return EMPTY;
  if (typeof appKey !== "string" || typeof encryption !== "string") return INVALID;
  if (typeof timestamp !== "string" || !/^\d+$/.test(timestamp)) return INVALID;
  return typeof accessToken === "string" ? { appKey, timestamp, encryption, accessToken } : INVALID;
}

function findRefusal(
  state: SandboxState,
  { appKey, timestamp, encryption }: TokenRequest,
): HttpResponse | undefined {
  const { credentials, usedEncryptions } = state;
  if (appKey !== credentials.appKey) return tokenResponse(1002, "AppKey does not exist");
  const expected = encryptionOf(appKey, timestamp, credentials.appSecret);
  if (!sameDigest(encryption, expected) || !isInClockWindow(timestamp, state)) {
    return tokenResponse(1003, "Encryption is not valid");
  }
  if (usedEncryptions.has(encryption)) return tokenResponse(1001, "Repeated request");
  usedEncryptions.add(encryption);
  const [oldest] = usedEncryptions;
  if (usedEncryptions.size > MAX_NONCES && oldest !== undefined) usedEncryptions.delete(oldest);
  return undefined;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}
