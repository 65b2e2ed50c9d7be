import { serveOperation } from "./devices/deviceRoutes.js";
import { checkToken, hasValidSignature } from "./gateway/authenticate.js";
import { serveToken } from "./gateway/tokenEndpoint.js";
import { type Call, isServed } from "./http/call.js";
import { gatewayError, type HttpResponse } from "./http/response.js";
import type { SandboxState } from "./state.js";

/** Returns whether a call's signature is valid; `null` if the call needs none. */
export function checkSignature({ credentials }: SandboxState, call: Call): boolean | null {
  return call.path.includes("-service/v2.1/") ? hasValidSignature(call, credentials.appSecret) : null;
}

/** Returns EnOS's response to a call: the gateway authenticates it before any service sees it. */
export function serveCall(state: SandboxState, call: Call, signatureValid: boolean | null): HttpResponse {
  if (call.operation === "token") return serveToken(state, call);
  if (signatureValid === null) return gatewayError(404);
  if (!signatureValid) return gatewayError(401);
  const refused = checkToken(call, state);
  if (refused) return refused;
  return isServed(call.path) ? serveOperation(state, call) : gatewayError(404);
}
