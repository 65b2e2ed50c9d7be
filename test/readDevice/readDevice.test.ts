import { CreateDeviceDocument, DeviceByKeyDocument, DeviceDocument } from "../generated/operations.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const orgId = "o15475450989191";
const productKey = "Vu82Agp3";
const ROUTER = {
  "router-authorization": "the-secret-of-the-router",
  "x-caller-scopes": "device:create device:read",
};

const input = {
  orgId,
  productKey,
  deviceKey: "turbine-01",
  timezone: "Asia/Shanghai",
  deviceName: { defaultValue: "Turbine", i18nValue: { zh_CN: "风机", fr: "Éolienne" } },
  deviceTags: { floor: "3" },
};

afterEach(closeAll);

async function create(subgraph: SubgraphUnderTest, changes: object = {}, headers = {}) {
  const { data } = await subgraph.ask(CreateDeviceDocument, { input: { ...input, ...changes } }, headers);
  if (data?.createDevice?.__typename !== "CreateDeviceSuccess") throw new Error(JSON.stringify(data));
  return data.createDevice.device;
}

describe("reading a device", () => {
  it("gives what was created, by asset ID and by key, and never asks EnOS for the secret", async () => {
    const subgraph = await startSubgraph();
    const { assetId } = await create(subgraph);
    const byAsset = await subgraph.ask(DeviceDocument, { orgId, assetId, locale: "zh-CN" });
    const { timezone, deviceName, deviceTags } = input;
    expect(byAsset.data?.device).toMatchObject({
      assetId,
      timezone,
      deviceName,
      deviceTags,
      displayName: "风机",
    });
    const byKey = await subgraph.ask(DeviceByKeyDocument, { orgId, productKey, deviceKey: "turbine-01" });
    expect(byKey.data?.deviceByKey).toMatchObject({ assetId, displayName: "Turbine" });
    const searches = await subgraph.enos.calls("search");
    expect(searches).toHaveLength(2);
    for (const { body } of searches) {
      const { projection, pagination } = JSON.parse(body) as Record<string, unknown>;
      expect(projection).toContain("assetId");
      expect(projection).not.toContain("deviceSecret");
      expect(pagination).toEqual({ pageNo: 1, pageSize: 100 });
    }
  });

  it.each([
    ["fr_CA", "Éolienne"],
    ["ZH_cn", "风机"],
    ["zh_TW", "风机"],
    ["constructor", "Turbine"],
    ["", "Turbine"],
  ])("names it for the locale %j", async (locale, name) => {
    const subgraph = await startSubgraph();
    const { assetId } = await create(subgraph);
    const { data } = await subgraph.ask(DeviceDocument, { orgId, assetId, locale });
    expect(data?.device?.displayName).toBe(name);
  });

  it("gives null for what does not exist, and does not ask EnOS for what cannot", async () => {
    const subgraph = await startSubgraph();
    const missing = await subgraph.ask(DeviceDocument, { orgId, assetId: "NoSuch00" });
    expect(missing).toMatchObject({ data: { device: null } });
    expect(missing.errors).toBeUndefined();
    const injected = await subgraph.ask(DeviceDocument, { orgId, assetId: "x') or assetId in ('y" });
    expect(injected).toMatchObject({ data: { device: null } });
    expect(await subgraph.enos.calls("search")).toHaveLength(1);
  });

  it("reports a new device as there, although EnOS does not say which product it is of", async () => {
    const subgraph = await startSubgraph();
    const { assetId } = await create(subgraph);
    const answer = (data: unknown) => ({
      kind: "http",
      ...{ status: 200, body: JSON.stringify({ code: 0, data }) },
    });
    await subgraph.enos.addFaults(
      { on: "search", fault: answer([]) },
      { on: "get", times: 0, fault: answer({ assetId }) },
    );
    const { data, errors } = await subgraph.ask(DeviceDocument, { orgId, assetId });
    expect(data).toEqual({ device: null });
    expect(errors).toMatchObject([{ extensions: { code: "ENOS_UNAVAILABLE", retryable: true } }]);
  });

  it("shows as the holder of a key the device that has it by then", async () => {
    const subgraph = await startSubgraph();
    const { assetId } = await create(subgraph);
    const { data } = await subgraph.askText<
      Record<string, { holder?: { assetId: string }; device?: { assetId: string } }>
    >(
      `mutation ($input: CreateDeviceInput!, $orgId: ID!, $assetId: ID!) {
        a: createDevice(input: $input) { ... on DeviceKeyTakenError { holder { assetId } } }
        b: deleteDevices(orgId: $orgId, assetIds: [$assetId]) { __typename }
        c: createDevice(input: $input) { ... on CreateDeviceSuccess { device { assetId } } }
        d: createDevice(input: $input) { ... on DeviceKeyTakenError { holder { assetId } } }
      }`,
      { input, orgId, assetId },
    );
    expect(data?.a?.holder).toEqual({ assetId });
    expect(data?.c?.device).toBeDefined();
    expect(data?.d?.holder).toEqual(data?.c?.device);
  });

  it("does not mix up a product and a key with an asset ID that is made of both", async () => {
    const subgraph = await startSubgraph();
    const { deviceKey } = await create(subgraph);
    const { data } = await subgraph.askText(
      `query($orgId: ID!, $productKey: ID!, $deviceKey: ID!, $both: ID!) {
        one: device(orgId: $orgId, assetId: $both) { assetId }
        other: deviceByKey(orgId: $orgId, productKey: $productKey, deviceKey: $deviceKey) { deviceKey }
      }`,
      { orgId, productKey, deviceKey, both: `${productKey}\n${deviceKey}` },
    );
    expect(data).toEqual({ one: null, other: { deviceKey } });
  });

  it("sees a device that was created a moment ago, though EnOS's reads do not yet", async () => {
    const subgraph = await startSubgraph({ sandbox: { readLagMs: 3_000 } });
    const { assetId } = await create(subgraph);
    const { data } = await subgraph.ask(DeviceDocument, { orgId, assetId });
    expect(data?.device).toMatchObject({ assetId, deviceTags: { floor: "3" } });
    expect((await subgraph.enos.calls("get")).length).toBeGreaterThan(0);
  });

  it("reads status and times of a device that was just created when they are selected, though EnOS's reads lag", async () => {
    const subgraph = await startSubgraph({ sandbox: { readLagMs: 300 } });
    const { data, errors } = await subgraph.askText<{ createDevice: { device: Record<string, unknown> } }>(
      `mutation ($input: CreateDeviceInput!) {
        createDevice(input: $input) { ... on CreateDeviceSuccess { device { deviceKey status createTime activeTime } } }
      }`,
      { input },
    );
    expect(errors).toBeUndefined();
    expect(data?.createDevice.device).toEqual({
      deviceKey: "turbine-01",
      status: "INACTIVE",
      createTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      activeTime: null,
    });
  });

  it("does not call a device missing that exists for sure but cannot be read in time", async () => {
    const subgraph = await startSubgraph({
      sandbox: { readLagMs: 60_000 },
      env: { ENOS_DEADLINE_MS: "3000" },
    });
    const { assetId } = await create(subgraph);
    const { data, errors } = await subgraph.ask(DeviceDocument, { orgId, assetId });
    expect(data).toEqual({ device: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "ENOS_UNAVAILABLE", retryable: true });
  });

  it("says that EnOS is out of reach, and whether asking again may help", async () => {
    const subgraph = await startSubgraph({ env: { ENOS_DEADLINE_MS: "1000" } });
    await subgraph.enos.addFaults({ on: "search", times: 0, fault: { kind: "http", status: 503 } });
    const { data, errors } = await subgraph.ask(DeviceDocument, { orgId, assetId: "Uvmm5AXU" });
    expect(data).toEqual({ device: null });
    expect(errors?.[0]).toMatchObject({
      path: ["device"],
      extensions: { code: "ENOS_UNAVAILABLE", retryable: true, retryAfterMs: 1_000 },
    });
  });

  it.each([
    ["o15475450989193", "FORBIDDEN", 99403],
    ["o00000000000000", "ENOS_REFUSED", 99400],
  ])("passes on why EnOS refuses the organization %s", async (refused, code, enosCode) => {
    const subgraph = await startSubgraph();
    const { data, errors } = await subgraph.ask(DeviceDocument, { orgId: refused, assetId: "Uvmm5AXU" });
    expect(data).toEqual({ device: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code, enosCode, retryable: false });
  });

  it("answers a caller of another organization alike, whether or not the device exists", async () => {
    const subgraph = await startSubgraph({ env: { ROUTER_SECRET: "the-secret-of-the-router" } });
    const { assetId } = await create(subgraph, {}, { ...ROUTER, "x-caller-orgs": orgId });
    const stranger = { ...ROUTER, "x-caller-orgs": "o15475450989192" };
    const existing = await subgraph.ask(DeviceDocument, { orgId, assetId }, stranger);
    const missing = await subgraph.ask(DeviceDocument, { orgId, assetId: "NoSuch00" }, stranger);
    expect(existing.data).toEqual({ device: null });
    expect(existing.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
    expect(existing.errors).toEqual(missing.errors);
    expect(await subgraph.enos.calls("search")).toHaveLength(0);
  });
});

describe("the device that holds a taken key", () => {
  const again = { input: { ...input, timezone: "+01:00" } };

  it("comes with the refusal when it is of the same product", async () => {
    const subgraph = await startSubgraph();
    const { assetId } = await create(subgraph);
    const { data } = await subgraph.ask(CreateDeviceDocument, again);
    expect(data?.createDevice).toMatchObject({
      __typename: "DeviceKeyTakenError",
      deviceKey: "turbine-01",
      holder: { assetId, displayName: "Turbine" },
    });
  });

  it("stays untold, without an error, to a caller who may not read", async () => {
    const subgraph = await startSubgraph({ env: { ROUTER_SECRET: "the-secret-of-the-router" } });
    const writer = { ...ROUTER, "x-caller-orgs": "*", "x-caller-scopes": "device:create" };
    await create(subgraph, {}, writer);
    const { data, errors } = await subgraph.ask(CreateDeviceDocument, again, writer);
    expect(data?.createDevice).toMatchObject({ __typename: "DeviceKeyTakenError", holder: null });
    expect(errors).toBeUndefined();
  });

  it.each([
    ["has no row for it", { code: 0, data: [] }, undefined],
    ["has a row that is about no device", { code: 0, data: [null, {}] }, undefined],
    ["does not say its product", { code: 0, data: [{ orgId, assetId: "Uvmm5AXU" }] }, "ENOS_UNAVAILABLE"],
    ["says that there is none", { code: 11404, msg: "Device cannot be found" }, undefined],
    ["says nothing that can be read", { code: 0, data: "?" }, "ENOS_UNAVAILABLE"],
    ["refuses without a reason", { code: 11900 }, "ENOS_REFUSED"],
  ])("gives null when EnOS %s, and an error where that is not for sure", async (_, body, code) => {
    const subgraph = await startSubgraph();
    const fault = { kind: "http", status: 200, body: JSON.stringify(body) };
    await subgraph.enos.addFaults({ on: "search", fault });
    const { data, errors } = await subgraph.ask(DeviceDocument, { orgId, assetId: "Uvmm5AXU" });
    expect(data).toEqual({ device: null });
    expect(errors?.[0]?.extensions?.code).toBe(code);
  });

  it("passes on how long EnOS wants to be left alone", async () => {
    const subgraph = await startSubgraph();
    const throttled = { kind: "http", status: 429, headers: { "retry-after": "60" } };
    await subgraph.enos.addFaults({ on: "search", fault: throttled });
    const { errors } = await subgraph.ask(DeviceDocument, { orgId, assetId: "Uvmm5AXU" });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "ENOS_UNAVAILABLE", retryAfterMs: 60_000 });
  });

  it.each([
    [{ defaultValue: { text: "x" }, i18nValue: { en: "Turbine" } }, "Turbine"],
    [{ defaultValue: "Turbine", i18nValue: { en: ["x"], de: null } }, "Turbine"],
    [{ defaultValue: "Turbine", i18nValue: "x" }, "Turbine"],
    [{ defaultValue: 7 }, null],
  ])("takes parts of a stored name that are no texts for absent: %j", async (deviceName, displayName) => {
    const subgraph = await startSubgraph();
    const body = JSON.stringify({ code: 0, data: [{ assetId: "Uvmm5AXU", productKey, deviceName }] });
    await subgraph.enos.addFaults({ on: "search", fault: { kind: "http", status: 200, body } });
    const { data, errors } = await subgraph.ask(DeviceDocument, { orgId, assetId: "Uvmm5AXU", locale: "en" });
    expect(errors).toBeUndefined();
    expect(data?.device?.displayName).toBe(displayName);
  });

  it("shows what EnOS stores sparsely as what it is: not known", async () => {
    const subgraph = await startSubgraph();
    const bare = {
      assetId: "Uvmm5AXU",
      productKey,
      deviceKey: "",
      deviceDesc: null,
      deviceTags: [],
      timezone: 8,
      deviceName: { defaultValue: "" },
    };
    const body = JSON.stringify({ code: 0, data: [bare] });
    await subgraph.enos.addFaults({ on: "search", fault: { kind: "http", status: 200, body } });
    const { data } = await subgraph.ask(DeviceDocument, { orgId, assetId: "Uvmm5AXU", locale: "en" });
    expect(data?.device).toMatchObject({
      deviceKey: null,

      displayName: null,
      deviceTags: {},
    });
  });
});
