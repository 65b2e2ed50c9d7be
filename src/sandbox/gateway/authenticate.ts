import { type Call, headerOf } from "../http/call.js";
import { gatewayError, type HttpResponse, refusal, tokenResponse } from "../http/response.js";
import type { ExpiredTokenFormat } from "../settings.js";
import type { SandboxState } from "../state.js";
import { sameDigest, signatureOf } from "./signature.js";

/** Returns whether a call's signature matches its token, timestamp, query and body. The token may be invalid. */
export function hasValidSignature(call: Call, appSecret: string): boolean {
  const accessToken = headerOf(call, "apim-accesstoken");
  const timestamp = headerOf(call, "apim-timestamp");
  const signature = headerOf(call, "apim-signature");
  if (!accessToken || !timestamp || !signature || !/^\d+$/.test(timestamp)) return false;
  const { query, body } = call;
  return sameDigest(signature, signatureOf({ accessToken, query, body, timestamp, appSecret }));
}

/** Returns the gateway's refusal of a call with a valid signature, or `undefined` if the call may pass. */
export function checkToken(call: Call, state: SandboxState): HttpResponse | undefined {
  if (!isInClockWindow(headerOf(call, "apim-timestamp") ?? "", state)) return gatewayError(401);
  const validity = state.tokens.validityOf(headerOf(call, "apim-accesstoken") ?? "");
  if (validity === "unknown") return gatewayError(401);
  return validity === "expired" ? expiredToken(state.settings.expiredTokenFormat) : undefined;
}

/** Returns whether a timestamp is close enough to the sandbox's clock. EnOS's manual gives no limit. */
export function isInClockWindow(timestamp: string, { settings, clock }: SandboxState): boolean {
  const { clockWindowMs } = settings;
  return clockWindowMs === null || Math.abs(Number(timestamp) - clock()) <= clockWindowMs;
}

/** Returns the refusal of an expired token. */
export function expiredToken(format: ExpiredTokenFormat): HttpResponse {
  const msg = "Access token has expired";
  if (format === "code") return refusal(1203, msg);
  return format === "status" ? tokenResponse(1203, msg) : gatewayError(401);
}
