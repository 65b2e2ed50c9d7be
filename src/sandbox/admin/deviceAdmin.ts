import { z } from "zod";

import { type Device, newDevice } from "../devices/device.js";
import type { Call } from "../http/call.js";
import { type HttpResponse, json } from "../http/response.js";
import type { SandboxState } from "../state.js";

const time = z.int().min(0);
const map = z.record(z.string(), z.unknown());
const name = z.strictObject({
  defaultValue: z.string(),
  i18nValue: z.record(z.string(), z.string().nullable()).nullable().default({}),
});

/** Any field of a device. The values are stored unchanged, even if creation would refuse them. */
const deviceFields = z
  .strictObject({
    assetId: z.string(),
    modelId: z.string(),
    deviceKey: z.string(),
    deviceName: z.union([name, z.string()]),
    deviceSecret: z.string(),
    deviceDesc: z.string().nullable(),
    timezone: z.string(),
    deviceAttributes: map.nullable(),
    deviceTags: z.record(z.string(), z.string()).nullable(),
    createTime: time,
    status: z.string(),
    activeTime: time,
    lastOnlineTime: time,
    lastOfflineTime: time,
    measurepointLastUpdate: time.nullable(),
    eventLastUpdate: time.nullable(),
    attributeLastUpdate: time.nullable(),
    featureLastUpdate: time.nullable(),
    mirrorSource: z.string().nullable(),
    firmwareVersion: z.string().nullable(),
  })
  .partial();

/** Body of `POST /sandbox/devices`: devices to store, even if creation would refuse them. */
export const devicesToAdd = z.strictObject({
  devices: z.array(deviceFields.extend({ orgId: z.string(), productKey: z.string() })),
});

/** Body of `PATCH /sandbox/devices`: changes as EnOS's console or the device itself make them. */
export const devicesToChange = z.strictObject({
  devices: z.array(deviceFields.extend({ orgId: z.string(), assetId: z.string() })),
});

/** Adds devices that reads show at once. */
export function addDevices(state: SandboxState, { devices }: z.output<typeof devicesToAdd>): HttpResponse {
  const added = devices.map(({ orgId, productKey, ...fields }) => {
    const product = state.organizations.get(orgId)?.products.get(productKey) ?? { productKey };
    const { deviceName = "Device", timezone = "+08:00", status = "inactive" } = fields;
    const device = newDevice(orgId, product, state.clock(), {
      ...timesOf(status, state.clock()),
      ...withoutUndefined(fields),
      deviceName: typeof deviceName === "string" ? { defaultValue: deviceName, i18nValue: {} } : deviceName,
      timezone,
    });
    state.devices.of(orgId).put(device, -Infinity);
    return device;
  });
  return json(200, { devices: added });
}

/** Changes stored devices; reads show it at once. */
export function changeDevices(
  state: SandboxState,
  { devices }: z.output<typeof devicesToChange>,
): HttpResponse {
  const unknown = devices.find(({ orgId, assetId }) => !state.devices.of(orgId).current(assetId));
  if (unknown) return json(404, { message: `${unknown.orgId} has no device ${unknown.assetId}` });
  const changed = devices.flatMap(({ orgId, assetId, ...fields }) => {
    const store = state.devices.of(orgId);
    const device = store.current(assetId);
    if (!device) return [];
    const times = fields.status === undefined ? {} : timesOf(fields.status, state.clock());
    const after: Device = { ...device, ...times, ...withoutUndefined(fields) };
    store.put(after, -Infinity);
    return [after];
  });
  return json(200, { devices: changed });
}

/** Lists devices of one organization or of all, in their current state, without the read lag. */
export function listDevices({ devices }: SandboxState, { query }: Call): HttpResponse {
  const orgId = query.get("orgId");
  const stores = orgId === undefined ? devices.all() : [devices.of(orgId)];
  return json(200, { devices: stores.flatMap((store) => store.all()) });
}

/** Removes the devices of one organization, or of all, at once. */
export function clearDevices({ devices }: SandboxState, { query }: Call): HttpResponse {
  devices.clear(query.get("orgId"));
  return json(200, { devices: [] });
}

/** Returns the times that belong to a status. */
function timesOf(status: string, now: number): Partial<Device> {
  if (status === "online") return { activeTime: now, lastOnlineTime: now };
  return status === "offline" ? { activeTime: now, lastOnlineTime: now, lastOfflineTime: now } : {};
}

/** zod keeps members that are undefined, which would hide the defaults. */
function withoutUndefined(fields: object): Partial<Device> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
