import { type Answer, gatewayAnswer, invalidArgument, refused } from "./answer.js";
import type { Call } from "./call.js";
import { createDevice } from "./createDevice.js";
import { getDevice } from "./getDevice.js";
import type { IndexedOrganization } from "./organizations.js";
import { parseJson } from "./parseJson.js";
import type { Platform } from "./platform.js";
import { searchDevices } from "./searchDevices.js";
import { isObject } from "./shape.js";

type Read = (platform: Platform, organization: IndexedOrganization, call: Call) => Answer;
type Write = (platform: Platform, organization: IndexedOrganization, body: Record<string, unknown>) => Answer;

/** The actions of the devices resource, by method and name. */
const ACTIONS: ReadonlyMap<string, Read> = new Map([
  ["POST create", withBody(createDevice)],
  ["GET get", getDevice],
  ["POST search", withBody(searchDevices)],
]);

/** Answers a call to the devices resource whose sender is known. */
export function answerDevices(platform: Platform, call: Call): Answer {
  const action = call.query.get("action");
  if (!action) return invalidArgument("action", "action is missing");
  const run = ACTIONS.get(`${call.method} ${action}`);
  if (!run) return invalidArgument("action", "action is invalid");
  const orgId = call.query.get("orgId");
  if (!orgId) return invalidArgument("orgId", "orgId is missing");
  const organization = platform.organizations.get(orgId);
  if (!organization) return invalidArgument("orgId", "  orgId does not exist");
  if (organization.denied) return refused(99403, `Denied resource:  orgId ${orgId}`);
  return run(platform, organization, call);
}

function withBody(write: Write): Read {
  return (platform, organization, call) => {
    const body = parseJson(call.body);
    if (body === undefined) return gatewayAnswer(400);
    return isObject(body) ? write(platform, organization, body) : refused(99400, "Invalid arguments");
  };
}
