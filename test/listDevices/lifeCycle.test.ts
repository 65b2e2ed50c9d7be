import {
  CreateDeviceDocument,
  DeleteDevicesDocument,
  DevicesDocument,
  SetDevicesEnabledDocument,
  UpdateDeviceDocument,
} from "../generated/operations.js";
import { INPUT, ORG } from "../support/createDevice.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

afterEach(closeAll);

it("a device is created, listed, corrected, disabled, enabled and deleted, and its key creates another one", async () => {
  const clock = new SkippingClock();
  const subgraph = await startSubgraph({
    sandbox: { readLagMs: 2_000, clock: () => clock.unix() },
    enos: { clock },
  });
  const wait = () => clock.sleep(2_001);
  const list = async () => {
    const { data } = await subgraph.ask(DevicesDocument, { orgId: ORG });
    return data?.devices?.edges.map(({ node: { id, displayName, status } }) => [id, displayName, status]);
  };
  const input = { ...INPUT, deviceName: { defaultValue: "Turbnie" }, idempotencyKey: "d0f1c0de-0001" };
  const created = await subgraph.ask(CreateDeviceDocument, { input });
  const result = created.data?.createDevice;
  if (result?.__typename !== "CreateDeviceSuccess") throw new Error(JSON.stringify(created));
  const { id, assetId } = result.device;
  expect(await list()).toEqual([]);
  await wait();
  expect(await list()).toEqual([[id, "Turbnie", "INACTIVE"]]);

  const changes = { orgId: ORG, assetId, deviceName: { defaultValue: "Turbine" } };
  const updated = await subgraph.ask(UpdateDeviceDocument, { input: changes });
  expect(updated.data?.updateDevice).toMatchObject({ device: { id, displayName: "Turbine" } });
  await wait();
  expect(await list()).toEqual([[id, "Turbine", "INACTIVE"]]);

  for (const [enabled, status] of [
    [false, "DISABLED"],
    [true, "INACTIVE"],
  ] as const) {
    const switched = await subgraph.ask(SetDevicesEnabledDocument, {
      orgId: ORG,
      assetIds: [assetId],
      enabled,
    });
    expect(switched.data?.setDevicesEnabled).toMatchObject([{ device: { id, status } }]);
    await wait();
    expect(await list()).toEqual([[id, "Turbine", status]]);
  }

  // The name that the input states is no longer the stored one.
  const conflict = await subgraph.ask(CreateDeviceDocument, { input });
  expect(conflict.data?.createDevice).toMatchObject({
    __typename: "IdempotencyConflictError",
    holder: { id },
  });
  const corrected = { ...input, deviceName: { defaultValue: "Turbine" } };
  const replayed = await subgraph.ask(CreateDeviceDocument, { input: corrected });
  expect(replayed.data?.createDevice).toMatchObject({ replayed: true, device: { id } });

  const deleted = await subgraph.ask(DeleteDevicesDocument, { orgId: ORG, assetIds: [assetId] });
  expect(deleted.data?.deleteDevices).toMatchObject([{ deletedId: id, assetId }]);
  await wait();
  expect(await list()).toEqual([]);

  const another = await subgraph.ask(CreateDeviceDocument, { input: corrected });
  expect(another.data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess", replayed: false });
  await wait();
  expect(await list()).toEqual([[expect.not.stringContaining(id), "Turbine", "INACTIVE"]]);
});
