import samples from "../support/samples.json" with { type: "json" };
import { type EnosClient, ORG_ID, startEnos, stopAll } from "./enosClient.js";

afterEach(stopAll);

/** Registers four devices, one second apart, so that the newest is k4. */
async function populate(): Promise<EnosClient> {
  let now = Date.now();
  const enos = await startEnos({ clock: () => (now += 1_000) });
  const name = (defaultValue: string, zh?: string) => ({ defaultValue, i18nValue: zh ? { zh_CN: zh } : {} });
  await enos.create({ deviceKey: "key1", deviceName: name("One", "设备名称") });
  await enos.create({ deviceKey: "key2", deviceTags: { tag1: "value1", tag2: "value2" } });
  await enos.create({ deviceKey: "key3", deviceTags: { tag1: "value3" } });
  await enos.create({ deviceKey: "key4", deviceAttributes: { "rated.power": 2500, on: true } });
  return enos;
}

describe("Search Device", () => {
  it("understands every expression of the manual", async () => {
    const enos = await startEnos();
    const inCode = [
      "productKey in('p1')and deviceAttributes.level = 100",
      '("deviceTags.Region" = "China" or not exists(deviceTags.Region))and status in ("mirror")',
      "deviceName.ja_JP like 'デバイス' and deviceAttributes.level in (100, 2.5)",
      "modelId != 'm1' and productType = 'Gateway' and firmwareVersion in ('1.0')",
    ];
    for (const expression of [...samples.searchDevice.expressions, ...inCode]) {
      expect(await enos.search({ expression })).toMatchObject({ code: 0, data: [] });
    }
  });

  it.each([
    [undefined, ["key4", "key3", "key2", "key1"]],
    ["deviceKey in ('key1',\"key3\", 'key3', 'nokey')", ["key3", "key1"]],
    ["productKey='Vu82Agp3' and deviceKey='key2'", ["key2"]],
    ["productKey='Other001' or deviceKey='key2'", ["key2"]],
    [samples.searchDevice.expressions[3], ["key3", "key2"]],
    ["(productKey = 'Vu82Agp3'and deviceKey in('key1'))or(deviceTags.tag1=\"value3\")", ["key3", "key1"]],
    ['"deviceTags.tag1" = "value3"', ["key3"]],
    ["deviceAttributes.rated.power in (100, 2500)", ["key4"]],
    ["deviceTags.tag1 != 'value1' and exists(deviceTags.tag1)", ["key3"]],
    ["deviceKey in ('key1','key2','key3') and assetId in ('none')", []],
    ["deviceKey = 'key2' or deviceName like 'one'", ["key2", "key1"]],
    ["deviceTags.tag1='value1' or deviceTags.tag1='value3' and deviceKey='key2'", ["key2"]],
    ["exists(deviceTags.tag2)", ["key2"]],
    ["not exists(deviceTags.tag1)", ["key4", "key1"]],
    ["deviceName.zh_CN like '备名称'", ["key1"]],
    ["deviceName like 'dEV'", ["key4", "key3", "key2"]],
    ["deviceName like '设备'", ["key1"]],
    ["deviceName.zh_CN like 'device'", ["key4", "key3", "key2"]],
    ["deviceName.en_US like 'ONE'", ["key1"]],
    ["deviceName.default like '设备'", []],
    ["deviceName like '%'", []],
    ["deviceAttributes.rated.power = 2500 AND deviceAttributes.on = true", ["key4"]],
    [
      "modelId = 'windTurbine' and productType='Device' and status in ('inactive')",
      ["key4", "key3", "key2", "key1"],
    ],
    ["status='offline'", []],
  ])("finds by %s, newest first: %j", async (expression, keys) => {
    const enos = await populate();
    const { data } = await enos.search({ expression });
    expect(data.map(({ deviceKey }) => deviceKey)).toEqual(keys);
  });

  it.each([
    "assetId",
    "assetId like 'a'",
    "assetId in ()",
    "assetId='a",
    "(assetId='a'",
    "assetId='a' deviceKey='b'",
    "deviceTags='a'",
    "deviceName.='a'",
    "productType in ('Device')",
    "'; drop",
    "assetId='a\\' or '1'='1'",
    `${"(".repeat(101)}assetId='a'${")".repeat(101)}`,
    "color='red'",
  ])("refuses what is not in the grammar: %s", async (expression) => {
    const enos = await startEnos();
    const reply = await enos.search({ expression });
    expect(reply).toMatchObject({ code: 99400, data: null });
    expect(reply.msg).toMatch(/^Invalid Argument expression:/);
  });

  it("gives pages of ten unless asked, and says how many there are", async () => {
    const enos = await populate();
    await enos.admin("POST", "settings", { edition: "2.1" });
    const page = await enos.search({ pagination: { pageNo: 2, pageSize: 3 } });
    expect(page.data.map(({ deviceKey }) => deviceKey)).toEqual(["key1"]);
    expect(page.pagination).toEqual({ sortedBy: null, pageNo: 2, pageSize: 3, totalSize: 4 });
    expect((await enos.search({})).pagination).toMatchObject({ pageNo: 1, pageSize: 10 });
    expect(await enos.search({ pagination: { pageSize: 201 } })).toMatchObject({ code: 99400 });
    await enos.admin("POST", "settings", { edition: "2.4" });
    expect(await enos.search({ pagination: { pageSize: 1000 } })).toMatchObject({ code: 0 });
  });

  it("shows every device on exactly one page while nothing changes", async () => {
    const enos = await startEnos();
    const devices = Array.from({ length: 2_000 }, (_, index) => ({
      orgId: ORG_ID,
      productKey: "Vu82Agp3",
      deviceKey: `key${index}`,
      createTime: 1_700_000_000_000 + Math.floor(index / 3),
    }));
    await enos.admin("POST", "devices", { devices });
    const keys: unknown[] = [];
    for (let pageNo = 1; pageNo <= 21; pageNo += 1) {
      const { data, pagination } = await enos.search({ pagination: { pageNo, pageSize: 100 } });
      expect(pagination).toMatchObject({ totalSize: 2_000 });
      keys.push(...data.map(({ deviceKey }) => deviceKey));
    }
    expect(keys).toEqual(devices.map(({ deviceKey }) => deviceKey).reverse());
  });

  it("gives the times of the last updates only when asked", async () => {
    const enos = await startEnos();
    const device = { orgId: ORG_ID, productKey: "Vu82Agp3", attributeLastUpdate: 1_565_875_705_704 };
    await enos.admin("POST", "devices", { devices: [device] });
    const search = async (body: object) => (await enos.search(body)).data[0]?.attributeLastUpdate;
    expect(await search({})).toBeNull();
    expect(await search({ populateLastUpdateInfo: true })).toBe(1_565_875_705_704);
  });

  it("gives only what the projection names", async () => {
    const enos = await populate();
    const search = async (deviceKey: string, projection: string[]) =>
      (await enos.search({ expression: `deviceKey='${deviceKey}'`, projection })).data;
    expect(await search("key1", ["deviceKey", "deviceName.i18nValue.zh_CN", "color"])).toEqual([
      { deviceKey: "key1", deviceName: { i18nValue: { zh_CN: "设备名称" } } },
    ]);
    await enos.create({ deviceKey: "key5", deviceAttributes: { sites: [{ a: 1, b: 2 }, 3, { a: 4 }] } });
    expect(await search("key5", ["deviceAttributes.sites[*].a", "*.defaultValue"])).toEqual([
      {
        deviceAttributes: { sites: [{ a: 1 }, {}, { a: 4 }] },
        deviceName: { defaultValue: "Device" },
        productName: { defaultValue: "Wind turbine" },
        deviceTags: {},
      },
    ]);
    expect(await search("key5", ["deviceAttributes.sites[*].b", "deviceAttributes"])).toEqual([
      { deviceAttributes: { sites: [{ a: 1, b: 2 }, 3, { a: 4 }] } },
    ]);
    expect(await search("key4", ["deviceAttributes.rated.power", "deviceAttributes.no"])).toEqual([
      { deviceAttributes: { "rated.power": 2500 } },
    ]);
    expect(Object.keys((await search("key4", ["*"]))[0] ?? {})).toHaveLength(26);
  });
});
