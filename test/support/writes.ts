import {
  DeleteDevicesDocument,
  type DeleteDevicesMutation,
  SetDevicesEnabledDocument,
  type SetDevicesEnabledMutation,
  UpdateDeviceDocument,
  type UpdateDeviceInput,
  type UpdateDeviceMutation,
} from "../generated/operations.js";
import { ORG, PRODUCT } from "./createDevice.js";
import type { DeviceRecord } from "./sandboxAdmin.js";
import type { SubgraphUnderTest } from "./subgraph.js";

export type UpdateResult = NonNullable<UpdateDeviceMutation["updateDevice"]>;
export type SwitchResult = NonNullable<NonNullable<SetDevicesEnabledMutation["setDevicesEnabled"]>[number]>;
export type DeleteResult = NonNullable<NonNullable<DeleteDevicesMutation["deleteDevices"]>[number]>;

/** Adds a device that EnOS's reads show at once. */
export async function addDevice(subgraph: SubgraphUnderTest, fields: object = {}): Promise<DeviceRecord> {
  const [device] = await subgraph.enos.addDevices({ orgId: ORG, productKey: PRODUCT, ...fields });
  if (!device) throw new Error("the sandbox added no device");
  return device;
}

/** Returns a device as the sandbox stores it now; undefined when it is gone. */
export async function storedDevice(
  subgraph: SubgraphUnderTest,
  { assetId }: Pick<DeviceRecord, "assetId">,
): Promise<DeviceRecord | undefined> {
  return (await subgraph.enos.devices()).find((device) => device.assetId === assetId);
}

/** Updates a device over HTTP and returns the union member; throws on `errors`. */
export async function updateDevice(
  subgraph: SubgraphUnderTest,
  input: Omit<UpdateDeviceInput, "orgId"> & { readonly orgId?: string },
): Promise<UpdateResult> {
  const { data, errors } = await subgraph.ask(UpdateDeviceDocument, { input: { orgId: ORG, ...input } });
  if (errors || !data?.updateDevice) throw new Error(JSON.stringify(errors));
  return data.updateDevice;
}

/** Enables or disables devices over HTTP and returns the union members; throws on `errors`. */
export async function setDevicesEnabled(
  subgraph: SubgraphUnderTest,
  assetIds: string[],
  enabled: boolean,
  orgId = ORG,
): Promise<readonly SwitchResult[]> {
  const { data, errors } = await subgraph.ask(SetDevicesEnabledDocument, { orgId, assetIds, enabled });
  if (errors || !data?.setDevicesEnabled) throw new Error(JSON.stringify(errors));
  return data.setDevicesEnabled.map(present);
}

/** Deletes devices over HTTP and returns the union members; throws on `errors`. */
export async function deleteDevices(
  subgraph: SubgraphUnderTest,
  assetIds: string[],
  orgId = ORG,
): Promise<readonly DeleteResult[]> {
  const { data, errors } = await subgraph.ask(DeleteDevicesDocument, { orgId, assetIds });
  if (errors || !data?.deleteDevices) throw new Error(JSON.stringify(errors));
  return data.deleteDevices.map(present);
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error("no result in its place");
  return value;
}
