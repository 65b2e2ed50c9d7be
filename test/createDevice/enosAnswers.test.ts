import { DeviceDocument } from "../generated/operations.js";
import { createDevice, expectMember, FULL_PRODUCT, INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { updateDevice } from "../support/writes.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

const reply = (data: object) => ({
  on: "create" as const,
  fault: { kind: "http", status: 200, body: JSON.stringify({ code: 0, msg: "OK", requestId: "r1", data }) },
});

it.each(["misspelled", "none"])(
  "a device comes back with its secret, whichever way EnOS spells it (%s)",
  async (kind) => {
    if (kind !== "none") await subgraph.enos.addFaults({ on: "create", fault: { kind } });
    const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
    const [stored] = await subgraph.enos.devices();
    expect(success.deviceSecret).toBe(stored?.deviceSecret);
  },
);

it("believes the documented spelling when a reply has both", async () => {
  const data = { assetId: "a1", deviceSecret: "documented", deviceSecrete: "misspelled" };
  await subgraph.enos.addFaults(reply(data));
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  expect(success.deviceSecret).toBe("documented");
});

it("fills from the request what EnOS does not echo", async () => {
  const { device } = await expectMember(
    "CreateDeviceSuccess",
    createDevice(subgraph, { deviceDesc: "on a hill" }),
  );
  expect(device).toMatchObject({
    ...INPUT,
    deviceDesc: "on a hill",
    deviceAttributes: {},
    deviceTags: {},
  });
});

it("fills from a read what a bare reply lacks, the secret too", async () => {
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "onlyAssetId" } });
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  const [stored] = await subgraph.enos.devices();
  expect(success).toMatchObject({
    device: { orgId: ORG, assetId: stored?.assetId, productKey: PRODUCT, deviceKey: stored?.deviceKey },
    deviceSecret: stored?.deviceSecret,
    replayed: false,
  });
});

it("fills the secret from a read that shows the device seconds later", async () => {
  const subgraph = await startSubgraph({ enos: { clock: new SkippingClock() } });
  await subgraph.enos.addFaults(
    { on: "create", fault: { kind: "onlyAssetId" } },
    // The pauses before the first seven reads take 3.3 seconds.
    { on: "get", times: 7, fault: { kind: "code", code: 99404 } },
  );
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  const [stored] = await subgraph.enos.devices();
  expect(success).toMatchObject({ deviceSecret: stored?.deviceSecret, deviceSecretStatus: "PROVIDED" });
});

it("knows its own device when a proxy sent the request twice, and passes on the second answer", async () => {
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "twice" } });
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  const stored = await subgraph.enos.devices();
  expect(stored).toMatchObject([{ deviceSecret: success.deviceSecret }]);
  expect(success.replayed).toBe(false);
});

it("reports a device as created even if nobody can read its secret", async () => {
  await subgraph.enos.addFaults(
    { on: "create", fault: { kind: "onlyAssetId" } },
    { on: "get", times: 0, fault: { kind: "code", code: 99403 } },
  );
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  expect(success).toMatchObject({ deviceSecret: null, device: { productKey: PRODUCT } });
  expect(success.device.deviceKey).toMatch(/^[a-z0-9]{16}$/);
});

it("sends nothing null, for EnOS would take null for a value", async () => {
  await createDevice(subgraph, {
    deviceAttributes: null,
    deviceKey: null,
    deviceDesc: null,
    deviceTags: null,
  });
  const [call] = await subgraph.enos.calls("create");
  expect(JSON.parse(call?.body ?? "")).toEqual({
    productKey: PRODUCT,
    timezone: "+08:00",
    deviceName: { defaultValue: "Turbine" },
    deviceKey: expect.any(String) as string,
  });
});

it("sends Chinese, emoji, quotes and backslashes byte for byte, and signs those bytes", async () => {
  const deviceName = {
    defaultValue: '风机 "1" \\ 🌬️',
    i18nValue: { zh_CN: "风机", en_US: "Turbine \\u00e9" },
  };
  const success = await expectMember(
    "CreateDeviceSuccess",
    createDevice(subgraph, { deviceName, deviceTags: { "a/b": "值 '\"\\" } }),
  );
  expect(success.device.deviceName).toEqual(deviceName);
  const [call] = await subgraph.enos.calls("create");
  expect(call?.signatureValid).toBe(true);
  expect(call?.body).toContain(JSON.stringify(deviceName));
  const [stored] = await subgraph.enos.devices();
  expect(stored).toMatchObject({ deviceName, deviceTags: { "a/b": "值 '\"\\" } });
});

it("takes names that JavaScript's objects have for any others, in a replay and in an update as well", async () => {
  const own = { deviceTags: { constructor: "a" }, deviceAttributes: { constructor: "b" } };
  const input = { ...own, deviceKey: "turbine-constructor", idempotencyKey: "once" };
  const first = await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
  const again = await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
  expect(again).toMatchObject({ replayed: true, device: own });
  const { assetId } = first.device;
  await updateDevice(subgraph, {
    assetId,
    deviceTags: { constructor: "c" },
    deviceAttributes: { toString: "d" },
  });
  const [create] = await subgraph.enos.calls("create");
  const [update] = await subgraph.enos.calls("update");
  expect(JSON.parse(create?.body ?? "")).toMatchObject(own);
  expect(JSON.parse(update?.body ?? "")).toEqual({
    deviceTags: { constructor: "c" },
    deviceAttributes: { constructor: "b", toString: "d" },
  });
});

it("does without EnOS's name for the request where there is none", async () => {
  const body = JSON.stringify({
    code: 0,
    msg: "OK",
    data: { assetId: "a1", deviceKey: "key-1", deviceSecret: "s" },
  });
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "http", status: 200, body } });
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph, { deviceKey: "key-1" }));
  expect(success).toMatchObject({
    requestId: null,
    deviceSecret: "s",
    device: { assetId: "a1", deviceKey: "key-1" },
  });
});

it("fills the key that EnOS assigned from a read when its reply does not have it", async () => {
  const subgraph = await startSubgraph({ env: { DEVICE_KEYS: "enos" } });
  await createDevice(subgraph);
  const [device] = await subgraph.enos.devices();
  if (!device) throw new Error("nothing was created");
  const { deviceKey, assetId, deviceSecret } = device;
  await subgraph.enos.addFaults(reply({ assetId, deviceSecret }));
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  expect(success).toMatchObject({ deviceSecret, device: { assetId, deviceKey } });
});

describe("an answer about another device", () => {
  const other = { assetId: "a2", productKey: PRODUCT, deviceKey: "other-key", deviceSecret: "not-yours" };

  it.each([
    ["another deviceKey", other],
    ["another productKey", { ...other, deviceKey: undefined, productKey: "Qx94Bmt7" }],
  ])("to a create is not believed: %s", async (_, data) => {
    await subgraph.enos.addFaults(reply(data));
    const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
    const [stored] = await subgraph.enos.devices();
    expect(success.deviceSecret).toBe(stored?.deviceSecret);
  });

  it("to a read is not believed", async () => {
    const body = JSON.stringify({ code: 0, msg: "OK", data: other });
    await subgraph.enos.addFaults(
      { on: "create", fault: { kind: "noSecret" } },
      { on: "get", times: 2, fault: { kind: "http", status: 200, body } },
    );
    const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
    const [stored] = await subgraph.enos.devices();
    expect(success.deviceSecret).toBe(stored?.deviceSecret);
  });

  it("that does not name its key is told by the device that stands under it", async () => {
    await createDevice(subgraph, { deviceKey: "older-device" });
    const [older] = await subgraph.enos.devices();
    await subgraph.enos.addFaults({ on: "create", fault: { kind: "resetAfter" } });
    await createDevice(subgraph, { deviceKey: "mine-1" });
    await subgraph.enos.addFaults(reply({ assetId: older?.assetId }));
    const success = await expectMember(
      "CreateDeviceSuccess",
      createDevice(subgraph, { deviceKey: "mine-1" }),
    );
    const mine = (await subgraph.enos.devices()).find(({ deviceKey }) => deviceKey === "mine-1");
    expect(success).toMatchObject({ deviceSecret: mine?.deviceSecret, device: { assetId: mine?.assetId } });
  });

  it("leaves a device whose key EnOS assigns unconfirmed", async () => {
    const subgraph = await startSubgraph({ env: { DEVICE_KEYS: "enos" } });
    await subgraph.enos.addFaults(reply({ ...other, productKey: "Qx94Bmt7" }));
    await expectMember("DeviceUnconfirmedError", createDevice(subgraph));
  });
});

it("a refusal that was the answer to another request is not believed", async () => {
  const body = JSON.stringify({ code: 99404, msg: "Not found", requestId: "answered-before", data: null });
  const fault = { kind: "http", status: 200, body };
  await subgraph.enos.addFaults({ on: "search", fault }, { on: "create", fault });
  const reading = await subgraph.ask(DeviceDocument, { orgId: ORG, assetId: "NoSuch01" });
  expect(reading.data?.device).toBeNull();
  await expectMember("CreateDeviceSuccess", createDevice(subgraph, { deviceKey: "turbine-dup" }));
});

it("a refusal that answered the create before it on the connection is not believed", async () => {
  const subgraph = await startSubgraph({ enos: { concurrency: 1 } });
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "duplicate" } });
  await expectMember("DeviceLimitExceededError", createDevice(subgraph, { productKey: FULL_PRODUCT }));
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  expect(await subgraph.enos.devices()).toMatchObject([{ deviceSecret: success.deviceSecret }]);
});

it("reads an asset ID that comes as a number as its digits, however long", async () => {
  const body = '{"code":0,"data":{"assetId":12345678901234567890,"deviceKey":"key-1","deviceSecret":"s"}}';
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "http", status: 200, body } });
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph, { deviceKey: "key-1" }));
  expect(success).toMatchObject({ deviceSecret: "s", device: { assetId: "12345678901234567890" } });
});

it("takes no answer about a missing device, which a read had asked for, for the refusal of a creation", async () => {
  const fault = { kind: "code", code: 11404, msg: "Device cannot be found", processed: true } as const;
  await subgraph.enos.addFaults({ on: "create", fault });
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  const stored = await subgraph.enos.devices();
  expect(stored).toMatchObject([{ deviceSecret: success.deviceSecret }]);
});

it("knows a missing product by EnOS's words about it", async () => {
  const fault = { kind: "code", code: 11404, msg: "Product cannot be found" } as const;
  await subgraph.enos.addFaults({ on: "create", fault });
  await expectMember("ProductNotFoundError", createDevice(subgraph));
  expect(await subgraph.enos.calls("create")).toHaveLength(1);
});

it("a success that was the answer to a search is not believed", async () => {
  await createDevice(subgraph, { deviceKey: "older" });
  const [older] = await subgraph.enos.devices();
  const answer = (data: unknown) => ({
    kind: "http",
    ...{ status: 200, body: JSON.stringify({ code: 0, requestId: "same", data }) },
  });
  await subgraph.enos.addFaults(
    { on: "search", fault: answer([]) },
    { on: "create", fault: answer({ assetId: older?.assetId, deviceSecret: "of another device" }) },
  );
  await subgraph.ask(DeviceDocument, { orgId: ORG, assetId: "NoSuch01" });
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph, { deviceKey: "mine-1" }));
  const stored = await subgraph.enos.devices();
  expect(stored.find(({ deviceKey }) => deviceKey === "mine-1")).toMatchObject({
    deviceSecret: success.deviceSecret,
  });
});
