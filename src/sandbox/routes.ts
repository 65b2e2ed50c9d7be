import { deleteDevice, replaceDevice, switchDevice, updateDevice } from "./devices/changeDevice.js";
import { createDevice } from "./devices/createDevice.js";
import type { DeviceStore } from "./devices/deviceStore.js";
import { getDevice, getStats } from "./devices/readDevice.js";
import { searchDevices } from "./devices/search/searchDevices.js";
import { checkToken, hasValidSignature } from "./gateway/authenticate.js";
import { serveToken } from "./gateway/tokenEndpoint.js";
import { type Call, isServed, type Operation } from "./http/call.js";
import { isJsonObject, parseJson } from "./http/json.js";
import { gatewayError, type HttpResponse, invalidArgument, refusal } from "./http/response.js";
import { getModel, getProduct, searchProducts } from "./products/productReads.js";
import { isFrom } from "./settings.js";
import type { IndexedOrganization, SandboxState } from "./state.js";

/** A call of an authenticated client that may use the organization. */
export interface OrganizationCall {
  readonly state: SandboxState;
  readonly organization: IndexedOrganization;
  /** The organization's devices. */
  readonly store: DeviceStore;
  readonly call: Call;
}

type Handler = (call: OrganizationCall) => HttpResponse;
type HandlerWithBody = (call: OrganizationCall, body: Readonly<Record<string, unknown>>) => HttpResponse;

/** The method and handler of each action. */
const HANDLERS: ReadonlyMap<Operation, readonly [method: string, handle: Handler]> = new Map([
  ["create", ["POST", withBody(createDevice)]],
  ["get", ["GET", getDevice]],
  ["search", ["POST", withBody(searchDevices)]],
  ["update", ["POST", withBody(updateDevice)]],
  ["delete", ["POST", deleteDevice]],
  ["enable", ["POST", switchDevice("enable")]],
  ["disable", ["POST", switchDevice("disable")]],
  ["replaceDevice", ["POST", withBody(replaceDevice)]],
  ["getStats", ["GET", getStats]],
  ["getProduct", ["GET", getProduct]],
  ["searchProducts", ["POST", withBody(searchProducts)]],
  ["getModel", ["GET", getModel]],
]);

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

function serveOperation(state: SandboxState, call: Call): HttpResponse {
  if (!call.query.get("action")) return invalidArgument("action", "action is missing");
  const [method, handle] = HANDLERS.get(call.operation) ?? [];
  const isKnown = call.operation !== "getStats" || isFrom("2.2", state.settings);
  if (!handle || !isKnown || call.method !== method) return invalidArgument("action", "action is invalid");
  const orgId = call.query.get("orgId");
  if (!orgId) return invalidArgument("orgId", "orgId is missing");
  const organization = state.organizations.get(orgId);
  // The two blanks are EnOS's own.
  if (!organization) return invalidArgument("orgId", "  orgId does not exist");
  if (organization.denied) return refusal(99403, `Denied resource:  orgId ${orgId}`);
  if (state.settings.deniedOperations.includes(call.operation)) {
    return refusal(99403, `Denied resource:  ${call.operation}`);
  }
  return handle({ state, organization, store: state.devices.of(orgId), call });
}

function withBody(handle: HandlerWithBody): Handler {
  return (call) => {
    const body = parseJson(call.call.body);
    if (body === undefined) return gatewayError(400);
    return isJsonObject(body) ? handle(call, body) : refusal(99400, "Invalid arguments");
  };
}
