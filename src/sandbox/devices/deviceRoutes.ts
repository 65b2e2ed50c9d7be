import type { Call, Operation } from "../http/call.js";
import { isObject, parseJson } from "../http/json.js";
import { gatewayError, type HttpResponse, invalidArgument, refusal } from "../http/response.js";
import { isFrom } from "../settings.js";
import type { IndexedOrganization, SandboxState } from "../state.js";
import { deleteDevice, replaceDevice, switchDevice, updateDevice } from "./changeDevice.js";
import { createDevice } from "./createDevice.js";
import type { Device } from "./device.js";
import type { DeviceStore } from "./deviceStore.js";
import { getDevice, getStats } from "./readDevice.js";
import { searchDevices } from "./search/searchDevices.js";

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

/** The method and handler of each operation. */
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
]);

/** Serves a call of an authenticated client. */
export function serveOperation(state: SandboxState, call: Call): HttpResponse {
  if (!call.query.get("action")) return invalidArgument("action", "action is missing");
  const [method, handle] = HANDLERS.get(call.operation) ?? [];
  const isKnown = call.operation !== "getStats" || isFrom("2.2", state.settings);
  if (!handle || !isKnown || call.method !== method) return invalidArgument("action", "action is invalid");
  const orgId = call.query.get("orgId");
  if (!orgId) return invalidArgument("orgId", "orgId is missing");
  const organization = state.organizations.get(orgId);
  if (!organization) return invalidArgument("orgId", "  orgId does not exist");
  if (organization.denied) return refusal(99403, `Denied resource:  orgId ${orgId}`);
  if (state.settings.deniedOperations.includes(call.operation)) {
    return refusal(99403, `Denied resource:  ${call.operation}`);
  }
  return handle({ state, organization, store: state.devices.of(orgId), call });
}

/**
 * Returns the device that a call names by `assetId` or by `productKey` and `deviceKey`.
 *
 * @param byAssetId and @param byKey look it up, in the current state for writes, with the read lag for reads.
 * @returns the refusal if the call names none, `undefined` if there is none.
 */
export function identify(
  { query }: Call,
  byAssetId: (assetId: string) => Device | undefined,
  byKey: (deviceKey: string) => Device | undefined,
): Device | HttpResponse | undefined {
  const [assetId, productKey, deviceKey] = ["assetId", "productKey", "deviceKey"].map((name) =>
    query.get(name),
  );
  if (assetId) return byAssetId(assetId);
  if (!productKey || !deviceKey) {
    return invalidArgument("assetId", "assetId or productKey and deviceKey are missing");
  }
  const device = byKey(deviceKey);
  return device?.productKey === productKey ? device : undefined;
}

function withBody(handle: HandlerWithBody): Handler {
  return (call) => {
    const body = parseJson(call.call.body);
    if (body === undefined) return gatewayError(400);
    return isObject(body) ? handle(call, body) : refusal(99400, "Invalid arguments");
  };
}
