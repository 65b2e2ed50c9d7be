import samples from "../support/samples.json" with { type: "json" };
import { DEVICE, ORG_ID, startEnos, stopAll } from "./enosClient.js";

afterEach(stopAll);

const { seed, minimal, full, edgeDemo, allAttributeTypes } = samples.createDevice.requests;

describe("Create Device", () => {
  it.each(Object.entries({ seed, minimal, full, edgeDemo, allAttributeTypes }))(
    "takes the manual's request %s and answers like its sample",
    async (_, { body }) => {
      const enos = await startEnos();
      const reply = await enos.create(body);
      expect(Object.keys(reply)).toEqual(Object.keys(samples.createDevice.responses.wire.body));
      expect(reply).toMatchObject({ code: 0, msg: "OK" });
      expect(reply.requestId).toMatch(/^[\da-f-]{36}$/);
      expect(reply.data).toEqual({
        assetId: expect.stringMatching(/^\w{8}$/) as string,
        productKey: "Vu82Agp3",
        deviceKey:
          "deviceKey" in body ? body.deviceKey : (expect.stringMatching(/^[A-Za-z\d]{10}$/) as string),
        deviceSecret: expect.stringMatching(/^[A-Za-z\d]{20}$/) as string,
      });
    },
  );

  it.each([
    [11404, "Product cannot be found", { productKey: "Unknown1" }],
    [11739, "Exceed max device size", { productKey: "FuLL0001" }],
    [99400, "Invalid Argument productKey:productKey is missing", { productKey: undefined }],
    [99400, "Invalid Argument timezone:timezone is invalid", { timezone: 8 }],
    [99400, "Invalid Argument timezone:timezone is not supported", { timezone: "+8" }],
    [99400, "Invalid Argument timezone:timezone is not supported", { timezone: "Mars/Olympus" }],
    [99400, "Invalid Argument deviceName:deviceName is missing", { deviceName: null }],
    [99400, "Invalid Argument deviceName:defaultValue is missing", { deviceName: { i18nValue: {} } }],
    [99400, "invalid argument: The device identifier is invalid", { deviceKey: "abc" }],
    [99400, "invalid argument: The device identifier is invalid", { deviceKey: "a b c" }],
    [99400, "Invalid Argument deviceAttributes:deviceAttributes is invalid", { deviceAttributes: [] }],
    [99400, "Invalid Argument deviceTags:tag key a.b is invalid", { deviceTags: { "a.b": "c" } }],
    [99400, "Invalid Argument deviceTags:tag value of a is invalid", { deviceTags: { a: " b" } }],
  ])("refuses with %i %s: %j", async (code, msg, change) => {
    const enos = await startEnos();
    expect(await enos.create(change)).toMatchObject({ code, msg, data: null });
  });

  it("refuses calls without action, organization, permission or a body", async () => {
    const enos = await startEnos();
    const denied = "o15475450989193";
    const refusalOf = async (query: Record<string, string>) =>
      ((await (await enos.call("POST", query, "{}")).json()) as { msg: string }).msg;
    expect(await refusalOf({ orgId: ORG_ID })).toBe("Invalid Argument action:action is missing");
    expect(await refusalOf({ action: "create", orgId: "o1" })).toBe(
      "Invalid Argument orgId:  orgId does not exist",
    );
    expect(await refusalOf({ action: "create", orgId: denied })).toBe(`Denied resource:  orgId ${denied}`);
    const response = await enos.call("POST", { action: "create", orgId: ORG_ID }, "{");
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: "Cannot process request body" });
  });

  it("takes a device key once per organization, even while reads do not see it yet", async () => {
    const enos = await startEnos({ readLagMs: 60_000 });
    const deviceKey = "turbine-1";
    expect(await enos.create({ deviceKey })).toMatchObject({ code: 0 });
    expect(await enos.create({ deviceKey })).toMatchObject({ code: 11702, msg: "DeviceKey existed" });
    const elsewhere = { deviceKey, productKey: "Qx94Bmt7" };
    expect(await enos.create(elsewhere, "o15475450989192")).toMatchObject({ code: 0 });
  });

  it("stops at a limit that was set while it runs", async () => {
    const enos = await startEnos();
    await enos.admin("POST", "settings", { deviceLimits: { Vu82Agp3: 1 } });
    expect(await enos.create()).toMatchObject({ code: 0 });
    expect(await enos.create()).toMatchObject({ code: 11739 });
  });
});

describe("Get Device", () => {
  it("gives the whole struct of the manual, by either identity", async () => {
    const enos = await startEnos({ edition: "2.1" });
    const { data } = await enos.create(seed.body);
    const byAsset = await enos.get({ assetId: data.assetId as string });
    const byKey = await enos.get({ productKey: "Vu82Agp3", deviceKey: data.deviceKey as string });
    expect(Object.keys(byAsset.data)).toEqual(Object.keys(samples.getDevice.response.body.data));
    const { deviceName, deviceDesc, deviceTags, deviceAttributes, timezone } = seed.body;
    const asked = { deviceName, deviceDesc, deviceTags, deviceAttributes, timezone };
    expect(byAsset.data).toMatchObject({ ...asked, ...data, orgId: ORG_ID, status: "inactive" });
    expect(byKey.data).toEqual(byAsset.data);
  });

  it("has the mirror's source and the firmware's version from edition 2.2 on", async () => {
    const enos = await startEnos();
    const { assetId } = (await enos.create()).data as { assetId: string };
    expect((await enos.get({ assetId })).data).toMatchObject({ mirrorSource: null, firmwareVersion: null });
  });

  it("sees a device only after the lag", async () => {
    let now = Date.now();
    const enos = await startEnos({ readLagMs: 2_000, clock: () => now });
    const { assetId } = (await enos.create(DEVICE)).data as { assetId: string };
    now += 1_999;
    expect(await enos.get({ assetId })).toMatchObject({ code: 11404, msg: "Device cannot be found" });
    expect(await enos.search({ expression: `assetId='${assetId}'` })).toMatchObject({ data: [] });
    now += 1;
    expect(await enos.get({ assetId })).toMatchObject({ code: 0, data: { assetId } });
  });
});
