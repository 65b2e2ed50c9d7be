import type { Edition } from "../../src/sandbox/settings.js";
import samples from "../support/samples.json" with { type: "json" };
import { DEVICE, type EnosClient, ORG_ID, type Reply, startEnos, stopAll } from "./enosClient.js";

afterEach(stopAll);

/** Creates a device and returns its asset ID. */
async function createIn(enos: EnosClient, change: Record<string, unknown> = {}): Promise<string> {
  return (await enos.create(change)).data.assetId as string;
}

/** Sends an action on a device. */
async function act(
  enos: EnosClient,
  action: string,
  identity: Record<string, string>,
  body?: unknown,
): Promise<Reply> {
  const query = { action, orgId: ORG_ID, ...identity };
  const response = await enos.call("POST", query, body === undefined ? undefined : JSON.stringify(body));
  return (await response.json()) as Reply;
}

const OK = { code: 0, msg: "OK", data: null };

describe("Update Device", () => {
  it("takes the manual's request, changes the fields that are given and keeps the others", async () => {
    const enos = await startEnos();
    const created = { deviceTags: { a: "1", b: "2" }, deviceAttributes: { testatt: 1, int11: 1 } };
    const assetId = await createIn(enos, { ...created, deviceDesc: "before" });
    const before = (await enos.get({ assetId })).data;
    const { request } = samples.updateDevice;
    expect(await act(enos, "update", { assetId }, request)).toMatchObject(OK);
    expect((await enos.get({ assetId })).data).toEqual({
      ...before,
      ...request,
      deviceAttributes: { testatt: 1, int11: 617 },
    });
  });

  it("merges or replaces attributes and translations, as the settings say", async () => {
    const enos = await startEnos({ patchAttributes: "replace", patchTranslations: "merge" });
    const name = (i18nValue: object) => ({ defaultValue: "Pump", i18nValue });
    const assetId = await createIn(enos, {
      deviceName: name({ zh_CN: "泵" }),
      deviceAttributes: { testatt: 1 },
    });
    await act(
      enos,
      "update",
      { assetId },
      { deviceName: name({ de_DE: "Pumpe" }), deviceAttributes: { x: 2 } },
    );
    expect((await enos.get({ assetId })).data).toMatchObject({
      deviceName: name({ zh_CN: "泵", de_DE: "Pumpe" }),
      deviceAttributes: { x: 2 },
    });
    expect(Object.keys((await enos.get({ assetId })).data.deviceAttributes as object)).toEqual(["x"]);
  });

  it("resets absent fields with isPatchUpdate=false, which needs timezone and name", async () => {
    const enos = await startEnos();
    const assetId = await createIn(enos, { deviceTags: { a: "1" }, deviceDesc: "before" });
    const full = { assetId, isPatchUpdate: "false" };
    expect(await act(enos, "update", full, { deviceTags: {} })).toMatchObject({ code: 99400 });
    const { timezone, deviceName } = DEVICE;
    expect(await act(enos, "update", full, { timezone, deviceName })).toMatchObject(OK);
    expect((await enos.get({ assetId })).data).toMatchObject({ deviceTags: {}, deviceDesc: null });
  });

  it.each([
    ["timezone", { timezone: "Mars/Olympus" }],
    ["deviceName", { deviceName: { defaultValue: "" } }],
    ["deviceTags", { deviceTags: { "a.b": "c" } }],
    ["deviceDesc", { deviceDesc: 1 }],
  ])("refuses an invalid %s", async (field, change) => {
    const enos = await startEnos();
    const assetId = await createIn(enos);
    const refused = await act(enos, "update", { assetId }, change);
    expect(refused).toMatchObject({ code: 99400, msg: expect.stringContaining(field) as string });
  });
});

describe("Delete Device", () => {
  it("removes the device and frees its key at once", async () => {
    const enos = await startEnos({ readLagMs: 60_000 });
    const assetId = await createIn(enos, { deviceKey: "key1" });
    expect(await act(enos, "delete", { assetId })).toMatchObject(OK);
    expect(await act(enos, "delete", { assetId })).toMatchObject({ code: 11404 });
    expect(await enos.create({ deviceKey: "key1" })).toMatchObject({ code: 0 });
  });

  it("finds the device by its key, and makes room in a full product", async () => {
    const enos = await startEnos({ deviceLimits: { Vu82Agp3: 1 } });
    await createIn(enos, { deviceKey: "key1" });
    expect(await enos.create()).toMatchObject({ code: 11739 });
    const identity = { productKey: "Vu82Agp3", deviceKey: "key1" };
    expect(await act(enos, "delete", { ...identity, productKey: "Other001" })).toMatchObject({ code: 11404 });
    expect(await act(enos, "delete", identity)).toMatchObject(OK);
    expect(await enos.create()).toMatchObject({ code: 0 });
  });
});

describe("Enable and Disable Device", () => {
  it("disconnects a device and lets it connect again", async () => {
    const enos = await startEnos();
    const assetId = await createIn(enos);
    const statusOf = async () => (await enos.get({ assetId })).data.status;
    const change = (status: string) =>
      enos.admin("PATCH", "devices", { devices: [{ orgId: ORG_ID, assetId, status }] });
    await act(enos, "disable", { assetId });
    expect(await statusOf()).toBe("disable");
    await act(enos, "enable", { assetId });
    expect(await statusOf()).toBe("inactive");
    await change("online");
    await act(enos, "disable", { assetId });
    expect((await enos.search({ expression: "status = 'disable'" })).data).toHaveLength(1);
    await act(enos, "enable", { assetId });
    expect(await statusOf()).toBe("offline");
    await change("mirror");
    expect(await act(enos, "disable", { assetId })).toMatchObject({ code: 11794 });
  });
});

describe("Replace Device", () => {
  it("gives the asset another key and secret", async () => {
    const enos = await startEnos();
    const created = (await enos.create({ deviceKey: "old1" })).data;
    const assetId = created.assetId as string;
    await createIn(enos, { deviceKey: "taken" });
    const replace = (newDeviceKey: unknown) => act(enos, "replaceDevice", { assetId }, { newDeviceKey });
    expect(await replace("old1")).toMatchObject({ code: 11704 });
    expect(await replace("taken")).toMatchObject({ code: 11702 });
    expect(await replace("a:b:c")).toMatchObject({ code: 99400 });
    expect(await replace(undefined)).toMatchObject({ code: 99400 });
    const { data } = await replace("new1");
    expect(data).toEqual({
      ...created,
      deviceKey: "new1",
      deviceSecret: expect.not.stringMatching(created.deviceSecret as string) as string,
    });
    expect(await enos.get({ productKey: "Vu82Agp3", deviceKey: "new1" })).toMatchObject({ data });
    expect(await enos.get({ productKey: "Vu82Agp3", deviceKey: "old1" })).toMatchObject({ code: 11404 });
    expect(await enos.create({ deviceKey: "old1" })).toMatchObject({ code: 0 });
  });
});

describe("device statistics", () => {
  it("count by status, for the organization or a product", async () => {
    const enos = await startEnos();
    const add = (status: string, productKey = "Vu82Agp3") => ({ orgId: ORG_ID, productKey, status });
    const devices = ["online", "online", "offline", "disable", "mirror"].map((status) => add(status));
    await enos.admin("POST", "devices", { devices: [...devices, add("inactive", "Other001")] });
    const stats = async (query = {}) =>
      (await (await enos.call("GET", { action: "getStats", orgId: ORG_ID, ...query })).json()) as Reply;
    const counts = { onlineCount: 2, offlineCount: 1, disabledCount: 1 };
    expect((await stats()).data).toEqual({ totalCount: 6, inactiveCount: 1, ...counts });
    expect((await stats({ productKey: "Vu82Agp3" })).data).toEqual({
      totalCount: 5,
      inactiveCount: 0,
      ...counts,
    });
    await enos.admin("POST", "settings", { edition: "2.1" });
    expect(await stats()).toMatchObject({ code: 99400 });
  });
});

describe("the read lag", () => {
  it("hides every kind of write for as long as it lasts", async () => {
    let now = Date.now();
    const enos = await startEnos({ readLagMs: 2_000, clock: () => now });
    const ids = await Promise.all(
      ["upd1", "del1", "dis1", "rep1"].map((deviceKey) => createIn(enos, { deviceKey })),
    );
    const [updated = "", deleted = "", disabled = "", replaced = ""] = ids;
    const shown = async () => {
      const { data, pagination } = await enos.search({});
      expect(pagination).toMatchObject({ totalSize: data.length });
      const struct = data.map(({ deviceKey, deviceDesc, status }) =>
        [deviceKey, deviceDesc, status].join(" "),
      );
      return struct.sort();
    };
    expect(await shown()).toEqual([]);
    now += 2_000;
    const before = ["del1  inactive", "dis1  inactive", "rep1  inactive", "upd1  inactive"];
    expect(await shown()).toEqual(before);
    await act(enos, "update", { assetId: updated }, { deviceDesc: "new" });
    await act(enos, "delete", { assetId: deleted });
    await act(enos, "disable", { assetId: disabled });
    await act(enos, "replaceDevice", { assetId: replaced }, { newDeviceKey: "rep2" });
    now += 1_999;
    expect(await shown()).toEqual(before);
    expect(await enos.get({ productKey: "Vu82Agp3", deviceKey: "rep1" })).toMatchObject({ code: 0 });
    expect(await enos.get({ productKey: "Vu82Agp3", deviceKey: "rep2" })).toMatchObject({ code: 11404 });
    expect(await enos.get({ assetId: deleted })).toMatchObject({ code: 0 });
    now += 1;
    expect(await shown()).toEqual(["dis1  disable", "rep2  inactive", "upd1 new inactive"]);
    expect(await enos.get({ productKey: "Vu82Agp3", deviceKey: "rep1" })).toMatchObject({ code: 11404 });
    expect(await enos.get({ assetId: deleted })).toMatchObject({ code: 11404 });
  });

  it("shows each of several writes in turn", async () => {
    let now = Date.now();
    const enos = await startEnos({ readLagMs: 100, clock: () => now });
    const assetId = await createIn(enos);
    const shown = [];
    for (let step = 1; step <= 5; step += 1) {
      await act(enos, "update", { assetId }, { deviceDesc: `step ${step}` });
      now += 60;
      const { data } = await enos.get({ assetId });
      shown.push((data as { deviceDesc?: string } | null)?.deviceDesc);
    }
    expect(shown).toEqual([undefined, "step 1", "step 2", "step 3", "step 4"]);
  });
});

describe("an edition", () => {
  const refusals: [Edition, Record<string, [code: number, msg: string]>][] = [
    [
      "2.1",
      {
        enabled: [11794, "Device status is invalid"],
        online: [11794, "Device status is invalid"],
        disabled: [11794, "Device status is invalid"],
        noneToEnable: [99404, "Not found"],
        noneToDelete: [99404, "Not found"],
      },
    ],
    [
      "2.3",
      {
        enabled: [99500, "Device is inactive"],
        online: [99500, "Deivce is online"],
        disabled: [99500, "Device is disabled"],
        noneToEnable: [99500, "Device not found"],
        noneToDelete: [99404, "Not found"],
      },
    ],
    [
      "3.0",
      {
        enabled: [11721, "Device is inactive"],
        online: [11721, "Deivce is online"],
        disabled: [11723, "Device is disabled"],
        noneToEnable: [11721, "Device not found"],
        noneToDelete: [11404, "Device cannot be found"],
      },
    ],
  ];

  it.each(refusals)("%s has its own codes", async (edition, expected) => {
    const enos = await startEnos({ edition });
    const assetId = await createIn(enos);
    const online = await createIn(enos);
    await enos.admin("PATCH", "devices", { devices: [{ orgId: ORG_ID, assetId: online, status: "online" }] });
    const disabled = await createIn(enos);
    await act(enos, "disable", { assetId: disabled });
    const none = { assetId: "NoSuch00" };
    const refused = {
      enabled: await act(enos, "enable", { assetId }),
      online: await act(enos, "enable", { assetId: online }),
      disabled: await act(enos, "disable", { assetId: disabled }),
      noneToEnable: await act(enos, "enable", none),
      noneToDelete: await act(enos, "delete", none),
    };
    const codes = Object.entries(refused).map(([name, { code, msg }]) => [name, [code, msg]]);
    expect(Object.fromEntries(codes)).toEqual(expected);
  });

  it("decides whether time zones are checked and which search operators there are", async () => {
    const enos = await startEnos({ edition: "2.2" });
    expect(await enos.create({ timezone: "Mars/Olympus" })).toMatchObject({ code: 0 });
    const later = ["status in ('online')", "modelId != 'a'", "deviceTags.a != 'b'", "firmwareVersion = '1'"];
    for (const expression of later) expect(await enos.search({ expression })).toMatchObject({ code: 99400 });
    await enos.admin("POST", "settings", { edition: "2.4" });
    for (const expression of later) expect(await enos.search({ expression })).toMatchObject({ code: 0 });
    expect(await enos.create({ timezone: "Mars/Olympus" })).toMatchObject({ code: 99400 });
  });
});
