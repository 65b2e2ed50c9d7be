import {
  CheckDevicesDocument,
  CreateDeviceDocument,
  DeleteDevicesDocument,
  DevicesDocument,
  SetDevicesEnabledDocument,
  UpdateDeviceDocument,
} from "../generated/operations.js";
import { createDevice, expectMember, INPUT, ORG } from "../support/createDevice.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { deleteDevices, updateDevice } from "../support/writes.js";

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

describe("before EnOS's reads show a change of the device that a key created,", () => {
  const INTENT = { ...INPUT, deviceName: { defaultValue: "Turbnie" }, idempotencyKey: "d0f1c0de-0002" };

  /** Creates the device, and waits until EnOS's reads show it. */
  async function createShown() {
    const clock = new SkippingClock();
    const subgraph = await startSubgraph({
      sandbox: { readLagMs: 2_000, clock: () => clock.unix() },
      enos: { clock, random: () => 0 },
    });
    const { device } = await expectMember("CreateDeviceSuccess", createDevice(subgraph, INTENT));
    await clock.sleep(2_001);
    return { subgraph, device };
  }

  it("the key is judged by the corrected name", async () => {
    const { subgraph, device } = await createShown();
    const deviceName = { defaultValue: "Turbine" };
    await updateDevice(subgraph, { assetId: device.assetId, deviceName });
    const replay = (input: object) => createDevice(subgraph, { ...INTENT, ...input });
    expect(await replay({ deviceName })).toMatchObject({
      replayed: true,
      device: { id: device.id, deviceName: { defaultValue: "Turbine", i18nValue: {} } },
    });
    expect(await replay({})).toMatchObject({ __typename: "IdempotencyConflictError" });
  });

  it("the key of a deleted device creates another one, though the answer is lost", async () => {
    const { subgraph, device } = await createShown();
    await deleteDevices(subgraph, [device.assetId]);
    await subgraph.enos.addFaults({ on: "create", fault: { kind: "resetAfter" } });
    const another = await expectMember("CreateDeviceSuccess", createDevice(subgraph, INTENT));
    const [stored] = await subgraph.enos.devices();
    expect(another).toMatchObject({
      device: { assetId: stored?.assetId },
      deviceSecret: stored?.deviceSecret,
    });
    expect(stored?.assetId).not.toBe(device.assetId);
  });

  it("a deleted device is not shown, and its key shows the next device", async () => {
    const { subgraph, device } = await createShown();
    const { orgId, assetId, productKey, deviceKey } = device;
    const show = async () => {
      const { data } = await subgraph.askText(
        `query ($orgId: ID!, $assetId: ID!, $productKey: ID!, $deviceKey: ID!) {
          device(orgId: $orgId, assetId: $assetId) { assetId }
          deviceByKey(orgId: $orgId, productKey: $productKey, deviceKey: $deviceKey) { assetId }
        }`,
        { orgId, assetId, productKey, deviceKey },
      );
      return data;
    };
    await deleteDevices(subgraph, [assetId]);
    expect(await show()).toEqual({ device: null, deviceByKey: null });
    const check = await subgraph.ask(CheckDevicesDocument, { inputs: [{ ...INTENT, deviceKey }] });
    expect(check.data?.checkDevices).toMatchObject([{ problems: [], existing: null }]);
    const another = await expectMember("CreateDeviceSuccess", createDevice(subgraph, INTENT));
    expect(await show()).toEqual({ device: null, deviceByKey: { assetId: another.device.assetId } });
  });
});
