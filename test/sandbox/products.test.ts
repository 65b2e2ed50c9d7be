import { randomUUID } from "node:crypto";

import samples from "../support/samples.json" with { type: "json" };
import { type EnosClient, ORG_ID, type Reply, startEnos, stopAll } from "./enosClient.js";

afterEach(stopAll);

const PRODUCTS = "/connect-service/v2.1/products";
const MODELS = "/model-service/v2.1/thing-models";

async function read(enos: EnosClient, path: string, query: Record<string, string>): Promise<Reply> {
  return (await (await enos.call("GET", { orgId: ORG_ID, ...query }, undefined, path)).json()) as Reply;
}

async function search(enos: EnosClient, body: object): Promise<Reply & { data: Record<string, unknown>[] }> {
  const response = await enos.call(
    "POST",
    { action: "search", orgId: ORG_ID },
    JSON.stringify(body),
    PRODUCTS,
  );
  return (await response.json()) as Reply & { data: Record<string, unknown>[] };
}

describe("Get Product", () => {
  it("returns the manual's struct", async () => {
    const enos = await startEnos({ edition: "2.1" });
    const { code, data } = await read(enos, PRODUCTS, { action: "get", productKey: "AllTypes" });
    expect(code).toBe(0);
    expect(Object.keys(data).sort()).toEqual(Object.keys(samples.product.get.body.data).sort());
    expect(data).toMatchObject({ productKey: "AllTypes", modelId: "everyType", orgId: ORG_ID });
  });

  it.each([
    ["2.1", 11611],
    ["2.4", 11404],
  ] as const)("refuses an unknown product, in edition %s with %i", async (edition, code) => {
    const enos = await startEnos({ edition });
    expect(await read(enos, PRODUCTS, { action: "get", productKey: "NoSuch00" })).toMatchObject({ code });
  });
});

describe("Search Product", () => {
  it("finds products by key, model and name", async () => {
    const enos = await startEnos();
    const keysOf = async (expression: string) =>
      (await search(enos, { expression, projection: ["productKey"] })).data;
    expect(await keysOf("productKey in ('Vu82Agp3','NoSuch00')")).toEqual([{ productKey: "Vu82Agp3" }]);
    expect(await keysOf("modelId = 'everyType'")).toEqual([{ productKey: "AllTypes" }]);
    expect(await keysOf("productName.zh_CN like '所有'")).toEqual([{ productKey: "AllTypes" }]);
    expect(await search(enos, { expression: "productType = 'Device'" })).toMatchObject({ code: 99400 });
  });
});

describe("Get Thing Model", () => {
  it("describes attributes of every type, with definitions as text", async () => {
    const enos = await startEnos();
    const { data } = await read(enos, MODELS, { action: "get", modelId: "everyType" });
    const attributes = data.attributes as Record<string, Record<string, unknown>>;
    const types = new Set(Object.values(attributes).map(({ dataType }) => dataType));
    for (const type of "INT FLOAT DOUBLE BOOL ENUM STRING DATE TIMESTAMP ARRAY STRUCT MAP FILE POLYGON".split(
      " ",
    ))
      expect(types).toContain(type);
    expect(attributes.ratedPower).toMatchObject({
      isRequired: true,
      unit: { unitId: "kW" },
      dataDefinition: null,
      name: { defaultValue: "Rated power", i18nValue: { zh_CN: "额定功率" } },
    });
    expect(JSON.parse(attributes.side?.dataDefinition as string)).toMatchObject({
      enumType: "STRING",
      enumDesc: { north: { i18nValue: { zh_CN: "北" } } },
    });
    const { items } = JSON.parse(attributes.location?.dataDefinition as string) as { items: unknown[] };
    expect(items[2]).toMatchObject({ identifier: "site", dataDefinition: '{"maxLength":30}' });
  });

  it("is refused for a model without permission, and by a setting", async () => {
    const enos = await startEnos();
    expect(await read(enos, MODELS, { action: "get", modelId: "restricted" })).toMatchObject({ code: 99403 });
    expect(await read(enos, MODELS, { action: "get", modelId: randomUUID() })).toMatchObject({ code: 99404 });
    await enos.admin("POST", "settings", { deniedOperations: ["getModel"] });
    expect(await read(enos, MODELS, { action: "get", modelId: "everyType" })).toMatchObject({ code: 99403 });
  });
});

describe("creation under a model", () => {
  const create = (enos: EnosClient, attributes: object) =>
    enos.create({ productKey: "AllTypes", deviceAttributes: { ratedPower: 2.5, ...attributes } });

  it.each([
    ["INT", "count", [0, -2_147_483_648], [1.5, "1", 2_147_483_648]],
    ["FLOAT", "ratio", [0.1, 1], ["0.1", true]],
    ["DOUBLE", "ratedPower", [2500.5], ["2500"]],
    ["BOOL", "enabled", [true, 0], ["true", 2]],
    ["ENUM of numbers", "phase", [1, 2], [3, "1"]],
    ["ENUM of texts", "side", ["north"], ["North", "west", 1, "toString"]],
    ["STRING", "serial", ["", "x".repeat(20)], ["x".repeat(21), 1]],
    ["DATE", "installed", ["2019-05-06", "2019-05-06 07:08:09"], ["6.5.2019", 20190506]],
    ["TIMESTAMP", "calibrated", [1565875705704, "1565875705704"], ["yesterday", 1.5]],
    ["ARRAY of numbers", "readings", [[], [1, 2.5]], [1, ["1"], [null]]],
    ["ARRAY of texts", "labels", [["a"]], [[1], "a"]],
    [
      "STRUCT",
      "location",
      [{ latitude: 1, longitude: 2, site: "roof" }],
      [{ latitude: 1 }, { latitude: 1, longitude: 2, more: 3 }, []],
    ],
    ["MAP", "extras", [{}, { any: [1] }], ["{}", []]],
    ["FILE", "handbook", ["ftp://a.com/demo.txt"], [{}]],
    ["a type that is newer", "area", [1, "x", [[1, 2]], {}], []],
  ])("accepts and refuses values of %s", async (_, identifier, accepted, refused) => {
    const enos = await startEnos();
    for (const value of accepted)
      expect(await create(enos, { [identifier]: value })).toMatchObject({ code: 0 });
    for (const value of refused)
      expect(await create(enos, { [identifier]: value })).toMatchObject({
        code: 99400,
        msg: `Invalid Argument deviceAttributes.${identifier}:${identifier} is invalid`,
      });
  });

  it("needs required attributes and refuses unknown ones; an update needs none", async () => {
    const enos = await startEnos();
    const missing = await enos.create({ productKey: "AllTypes" });
    expect(missing).toMatchObject({
      code: 99400,
      msg: expect.stringContaining("ratedPower is required") as string,
    });
    expect(await create(enos, { colour: "red" })).toMatchObject({ code: 99400 });
    const { assetId } = (await create(enos, {})).data as { assetId: string };
    const update = async (deviceAttributes: object) => {
      const body = JSON.stringify({ deviceAttributes });
      return (await enos.call("POST", { action: "update", orgId: ORG_ID, assetId }, body)).json();
    };
    expect(await update({ count: 1 })).toMatchObject({ code: 0 });
    expect(await update({ count: "one" })).toMatchObject({ code: 99400 });
  });

  it("names no attribute when the setting says so, and does what it says with unknown ones", async () => {
    const enos = await startEnos({ modelRefusals: "unnamed", unknownAttributes: "drop" });
    const refused = await create(enos, { count: "one" });
    expect(refused).toMatchObject({ code: 99400, msg: "Invalid arguments" });
    const { assetId } = (await create(enos, { colour: "red" })).data as { assetId: string };
    expect((await enos.get({ assetId })).data.deviceAttributes).toEqual({ ratedPower: 2.5 });
    await enos.admin("POST", "settings", { unknownAttributes: "accept" });
    expect(await create(enos, { colour: "red" })).toMatchObject({ code: 0 });
    await enos.admin("POST", "settings", { unknownAttributes: "refuse" });
    expect(await enos.create({ deviceAttributes: { colour: "red" } })).toMatchObject({ code: 99400 });
  });
});

describe("a product whose devices cannot be read", () => {
  it("denies every read that names one, and shows them in lists", async () => {
    const enos = await startEnos();
    const deviceKey = "lost1";
    expect(await enos.create({ productKey: "LoSt0001", deviceKey })).toMatchObject({ code: 0, data: {} });
    const [lost] = (await enos.search({})).data;
    const assetId = lost?.assetId as string;
    const denied = { code: 99403 };
    expect(await enos.get({ assetId })).toMatchObject(denied);
    expect(await enos.get({ productKey: "LoSt0001", deviceKey })).toMatchObject(denied);
    for (const expression of [
      `deviceKey = '${deviceKey}'`,
      `assetId in ('${assetId}')`,
      "productKey = 'LoSt0001'",
    ])
      expect(await enos.search({ expression })).toMatchObject(denied);
  });
});
