import { z } from "zod";

import { queuedFaultSchema } from "../faults/fault.js";
import { type Call, headerOf } from "../http/call.js";
import { parseJson } from "../http/json.js";
import { type HttpResponse, json } from "../http/response.js";
import { listProducts } from "../products/testProducts.js";
import { settingsSchema } from "../settings.js";
import type { SandboxState } from "../state.js";
import {
  addDevices,
  changeDevices,
  clearDevices,
  devicesToAdd,
  devicesToChange,
  listDevices,
} from "./deviceAdmin.js";

type Handler = (state: SandboxState, call: Call) => HttpResponse;

/** Path of the admin API. */
export const ADMIN_PATH = "/sandbox/";

const faultOrder = z.strictObject({
  faults: z.array(queuedFaultSchema).optional(),
  /** Restarts the random numbers that the faults' probability uses. */
  seed: z.int().optional(),
});

/** Every call of the admin API, by method and path. */
const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["GET /sandbox/faults", listFaults],
  ["POST /sandbox/faults", validated(faultOrder, addFaults)],
  ["DELETE /sandbox/faults", clearFaults],
  ["GET /sandbox/settings", ({ settings }) => json(200, settings)],
  ["POST /sandbox/settings", validated(settingsSchema.partial(), changeSettings)],
  ["GET /sandbox/calls", ({ requestLog }) => json(200, { calls: requestLog?.list() ?? [] })],
  ["DELETE /sandbox/calls", clearCalls],
  ["GET /sandbox/counts", ({ counts }) => json(200, counts)],
  ["GET /sandbox/devices", listDevices],
  ["POST /sandbox/devices", validated(devicesToAdd, addDevices)],
  ["PATCH /sandbox/devices", validated(devicesToChange, changeDevices)],
  ["DELETE /sandbox/devices", clearDevices],
  ["GET /sandbox/products", ({ organizations }) => json(200, { products: listProducts(organizations) })],
]);

/** The calls of the admin API, as `METHOD /path`. */
export const ADMIN_CALLS: readonly string[] = [...HANDLERS.keys()];

/** Serves a call of the admin API. */
export function serveAdmin(state: SandboxState, call: Call): HttpResponse {
  const handle = HANDLERS.get(`${call.method} ${call.path}`);
  if (!handle) return json(404, { message: `expected one of: ${ADMIN_CALLS.join(", ")}` });
  // Web pages can send requests of other content types anywhere without asking.
  const isJson = /^application\/json\s*(;|$)/i.test(headerOf(call, "content-type") ?? "");
  if (call.method !== "GET" && !isJson) {
    return json(415, { message: "Send content-type: application/json." });
  }
  return handle(state, call);
}

/** Returns a handler that refuses bodies outside the schema with 400, naming the place. */
function validated<Schema extends z.ZodType>(
  schema: Schema,
  handle: (state: SandboxState, body: z.output<Schema>) => HttpResponse,
): Handler {
  return (state, call) => {
    const body = parseJson(call.body);
    if (body === undefined) return json(400, { message: "The body is not JSON in UTF-8." });
    const { data, error } = schema.safeParse(body);
    if (!error) return handle(state, data);
    const [{ path, message } = { path: [], message: "" }] = error.issues;
    return json(400, { message: `${path.join(".") || "body"}: ${message}` });
  };
}

function addFaults(state: SandboxState, { faults = [], seed }: z.output<typeof faultOrder>): HttpResponse {
  if (seed !== undefined) state.faults.seed(seed);
  state.faults.append(faults);
  return listFaults(state);
}

function listFaults({ faults }: SandboxState): HttpResponse {
  return json(200, { faults: faults.list() });
}

function clearFaults(state: SandboxState): HttpResponse {
  state.faults.clear();
  return listFaults(state);
}

function changeSettings({ settings }: SandboxState, change: object): HttpResponse {
  return json(200, Object.assign(settings, change));
}

function clearCalls({ requestLog }: SandboxState): HttpResponse {
  requestLog?.clear();
  return json(200, { calls: [] });
}
