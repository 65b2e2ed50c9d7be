import { type Answer, gatewayAnswer } from "./answer.js";
import { checkToken, hasValidSignature } from "./authenticate.js";
import { type Call, DEVICES_PATH } from "./call.js";
import { answerDevices } from "./devicesApi.js";
import type { Platform } from "./platform.js";

/** Judges a call's signature; gives `null` where none is asked for. */
export function judgeSignature({ credentials }: Platform, call: Call): boolean | null {
  return call.path.startsWith("/connect-service/") ? hasValidSignature(call, credentials.appSecret) : null;
}

/** Gives EnOS's answer to a call: the gateway looks at who sends it before any service looks at what it says. */
export function answerCall(platform: Platform, call: Call, signatureValid: boolean | null): Answer {
  if (call.operation === "token") return platform.tokenService.answer(call);
  if (signatureValid === null) return gatewayAnswer(404);
  if (!signatureValid) return gatewayAnswer(401);
  const refusal = checkToken(call, platform.tokens, platform.settings.expiredGuise);
  if (refusal) return refusal;
  return call.path === DEVICES_PATH ? answerDevices(platform, call) : gatewayAnswer(404);
}
