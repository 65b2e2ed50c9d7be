import { type Answer, json } from "./answer.js";
import type { Backstage } from "./backstage.js";
import type { Call } from "./call.js";
import type { ScriptedFault } from "./fault.js";
import { faultOrderCheck } from "./faultCheck.js";
import { parseJson } from "./parseJson.js";
import { type Settings, settingsCheck } from "./settings.js";
import type { Check } from "./shape.js";

type Admin = (backstage: Backstage, call: Call) => Answer;

/** Where the admin calls live. */
export const ADMIN_PATH = "/sandbox/";

/** Every admin call, by method and path. */
const ADMIN: ReadonlyMap<string, Admin> = new Map<string, Admin>([
  ["GET /sandbox/faults", listFaults],
  ["POST /sandbox/faults", checked(faultOrderCheck, orderFaults)],
  ["DELETE /sandbox/faults", clearFaults],
  ["GET /sandbox/settings", ({ platform }) => json(200, platform.settings)],
  ["POST /sandbox/settings", checked(settingsCheck, changeSettings)],
  ["GET /sandbox/calls", ({ journal }) => json(200, { calls: journal?.list() ?? [] })],
  ["DELETE /sandbox/calls", clearCalls],
  ["GET /sandbox/counts", ({ counts }) => json(200, counts)],
  ["GET /sandbox/devices", listDevices],
  ["DELETE /sandbox/devices", clearDevices],
]);

/** Gives the admin calls there are, as `METHOD /path`. */
export const ADMIN_CALLS: readonly string[] = [...ADMIN.keys()];

/** Answers an admin call. */
export function answerAdmin(backstage: Backstage, call: Call): Answer {
  const run = ADMIN.get(`${call.method} ${call.path}`);
  return run ? run(backstage, call) : json(404, { message: `expected one of: ${ADMIN_CALLS.join(", ")}` });
}

/** What a body is, only its check knows: `run` names the type that `check` lets pass. */
function checked(check: Check, run: (backstage: Backstage, body: never) => Answer): Admin {
  return (backstage, call) => {
    const body = parseJson(call.body);
    const message = body === undefined ? "body: expected JSON" : check(body, "body");
    return message === undefined ? run(backstage, body as never) : json(400, { message });
  };
}

function orderFaults(
  backstage: Backstage,
  order: { faults?: readonly ScriptedFault[]; seed?: number },
): Answer {
  if (order.seed !== undefined) backstage.script.seed(order.seed);
  backstage.script.append(order.faults ?? []);
  return listFaults(backstage);
}

function listFaults({ script }: Backstage): Answer {
  return json(200, { faults: script.list() });
}

function clearFaults(backstage: Backstage): Answer {
  backstage.script.clear();
  return listFaults(backstage);
}

function changeSettings({ platform }: Backstage, change: Partial<Settings>): Answer {
  return json(200, Object.assign(platform.settings, change));
}

function clearCalls({ journal }: Backstage): Answer {
  journal?.clear();
  return json(200, { calls: [] });
}

function listDevices({ platform }: Backstage, call: Call): Answer {
  return json(200, { devices: platform.devices.list(call.query.get("orgId")) });
}

function clearDevices({ platform }: Backstage): Answer {
  platform.devices.clear();
  return json(200, { devices: [] });
}
