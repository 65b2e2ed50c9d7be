import { type Answer, gatewayAnswer, refused, tokenAnswer } from "./answer.js";
import { type Call, headerOf } from "./call.js";
import type { ExpiredGuise } from "./settings.js";
import { sameDigest, signatureOf } from "./signature.js";
import type { Tokens } from "./tokens.js";

/** Tells whether a call's signature fits its token, timestamp, query and body, whatever the token is worth. */
export function hasValidSignature(call: Call, appSecret: string): boolean {
  const accessToken = headerOf(call, "apim-accesstoken");
  const timestamp = headerOf(call, "apim-timestamp");
  const signature = headerOf(call, "apim-signature");
  if (!accessToken || !timestamp || !signature || !/^\d+$/.test(timestamp)) return false;
  const { query, body } = call;
  return sameDigest(signature, signatureOf({ accessToken, query, body, timestamp, appSecret }));
}

/** Gives the gateway's refusal of a rightly signed call whose token is worth nothing; nothing where it may pass. */
export function checkToken(call: Call, tokens: Tokens, guise: ExpiredGuise): Answer | undefined {
  const worth = tokens.judge(headerOf(call, "apim-accesstoken") ?? "");
  if (worth === "unknown") return gatewayAnswer(401);
  return worth === "expired" ? expiredToken(guise) : undefined;
}

/** Gives the refusal of an expired token. */
export function expiredToken(guise: ExpiredGuise): Answer {
  const msg = "Access token has expired";
  if (guise === "code") return refused(1203, msg);
  return guise === "status" ? tokenAnswer(1203, msg) : gatewayAnswer(401);
}
