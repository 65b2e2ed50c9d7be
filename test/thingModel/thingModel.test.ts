import { ThingModelDocument } from "../generated/operations.js";
import { DENIED_ORG, ORG, PRODUCT } from "../support/createDevice.js";
import { ManualClock } from "../support/manualClock.js";
import { fromRouter, PRODUCTION } from "../support/production.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

afterEach(closeAll);

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Product { productKey thingModel { modelId } } }
}`;

test("a thing model shows its attributes, required first, with choices, members, lengths and units", async () => {
  const subgraph = await startSubgraph();
  const { data, errors } = await subgraph.ask(ThingModelDocument, {
    orgId: ORG,
    productKey: "AllTypes",
    locale: "zh_CN",
  });
  expect(errors).toBeUndefined();
  expect(data?.thingModel).toMatchObject({ modelId: "everyType", name: { defaultValue: "Every type" } });
  const attributes = data?.thingModel?.attributes ?? [];
  expect(attributes[0]).toMatchObject({
    identifier: "ratedPower",
    displayName: "额定功率",
    dataType: "DOUBLE",
    isRequired: true,
    unit: "kW",
    choices: null,
  });
  const byName = new Map(attributes.map((attribute) => [attribute.identifier, attribute]));
  expect(byName.get("phase")?.choices?.map(({ value }) => value)).toEqual(["1", "2"]);
  expect(byName.get("side")?.choices).toMatchObject([
    { value: '"north"', label: { defaultValue: "North" } },
    { value: '"south"' },
  ]);
  expect(byName.get("enabled")?.choices?.map(({ value }) => value)).toEqual(["true", "false"]);
  expect(byName.get("serial")?.maxLength).toBe(20);
  expect(byName.get("readings")?.itemType).toBe("DOUBLE");
  expect(byName.get("location")?.members?.map(({ identifier }) => identifier)).toEqual([
    "latitude",
    "longitude",
    "site",
  ]);
  expect(byName.get("area")?.dataType).toBe("OTHER");
});

test("a product that the organization does not have has no model", async () => {
  const subgraph = await startSubgraph();
  for (const productKey of ["NoSuch01", "it's; no key"]) {
    const { data, errors } = await subgraph.ask(ThingModelDocument, { orgId: ORG, productKey });
    expect({ data, errors }).toEqual({ data: { thingModel: null } });
  }
});

test("a model that EnOS denies is null, with an error that names the missing permission", async () => {
  const subgraph = await startSubgraph();
  const { data, errors } = await subgraph.ask(ThingModelDocument, { orgId: ORG, productKey: "NoModel1" });
  expect(data).toEqual({ thingModel: null });
  expect(errors).toMatchObject([
    {
      message: expect.stringContaining("permission to read thing models") as string,
      extensions: { code: "FORBIDDEN", enosCode: 99403 },
    },
  ]);
});

test("a product that EnOS denies is told apart from one that is missing", async () => {
  const subgraph = await startSubgraph();
  const { errors } = await subgraph.ask(ThingModelDocument, { orgId: DENIED_ORG, productKey: "DeNy0001" });
  expect(errors).toMatchObject([
    {
      message: expect.stringContaining("permission to read products") as string,
      extensions: { code: "FORBIDDEN" },
    },
  ]);
});

test("products of one request are searched at once, and each model is read once a minute", async () => {
  const subgraph = await startSubgraph();
  const representations = [PRODUCT, "FuLL0001", "AllTypes", "NoSuch01"].map((productKey) => ({
    __typename: "Product",
    orgId: ORG,
    productKey,
  }));
  for (let request = 0; request < 3; request += 1) {
    const { data } = await subgraph.askText(ENTITIES, { representations });
    expect(data?._entities).toEqual([
      { productKey: PRODUCT, thingModel: { modelId: "windTurbine" } },
      { productKey: "FuLL0001", thingModel: { modelId: "windTurbine" } },
      { productKey: "AllTypes", thingModel: { modelId: "everyType" } },
      { productKey: "NoSuch01", thingModel: null },
    ]);
  }
  expect(await subgraph.enos.calls("getModel")).toHaveLength(2);
  const searches = await subgraph.enos.calls("searchProducts");
  // A missing product is not cached: it may be created at any moment.
  expect(searches).toHaveLength(3);
  expect(searches[1]?.body).toContain("in ('NoSuch01')");
});

test("a minute later the product and its model are read anew", async () => {
  const clock = new ManualClock(Date.now());
  const subgraph = await startSubgraph({ enos: { clock } });
  const readAfter = async (ms: number) => {
    clock.advance(ms);
    await subgraph.ask(ThingModelDocument, { orgId: ORG, productKey: PRODUCT });
    const counts = (["searchProducts", "getModel"] as const).map((operation) =>
      subgraph.enos.calls(operation),
    );
    return (await Promise.all(counts)).map(({ length }) => length);
  };
  expect(await readAfter(0)).toEqual([1, 1]);
  expect(await readAfter(59_000)).toEqual([1, 1]);
  expect(await readAfter(2_000)).toEqual([2, 2]);
});

test("products and models of the same name in two organizations are two of each", async () => {
  const other = "o15475450989192";
  const subgraph = await startSubgraph({
    sandbox: {
      organizations: [
        {
          orgId: ORG,
          products: [
            { productKey: "Shared01", modelId: "windTurbine" },
            { productKey: "Shared02", modelId: "everyType" },
          ],
        },
        {
          orgId: other,
          products: [
            { productKey: "Shared01", modelId: "solarInverter" },
            { productKey: "Shared02", modelId: "everyType" },
          ],
        },
      ],
    },
  });
  const read = async (orgId: string, productKey: string) => {
    const { data } = await subgraph.ask(ThingModelDocument, { orgId, productKey });
    return data?.thingModel?.modelId;
  };
  expect([await read(ORG, "Shared01"), await read(other, "Shared01")]).toEqual([
    "windTurbine",
    "solarInverter",
  ]);
  await subgraph.enos.clearCalls();
  expect([await read(ORG, "Shared02"), await read(other, "Shared02")]).toEqual(["everyType", "everyType"]);
  const reads = await subgraph.enos.calls("getModel");
  expect(reads.map(({ query }) => query.orgId)).toEqual([ORG, other]);
});

test("nothing but the ID of the model is asked of a product, which has a secret", async () => {
  const subgraph = await startSubgraph();
  await subgraph.ask(ThingModelDocument, { orgId: ORG, productKey: PRODUCT });
  const [search] = await subgraph.enos.calls("searchProducts");
  expect(JSON.parse(search?.body ?? "{}")).toMatchObject({ projection: ["productKey", "modelId"] });
});

test("a product whose key comes as a number is the product with these digits", async () => {
  const products = [{ productKey: "71234567", modelId: "windTurbine" }];
  const subgraph = await startSubgraph({ sandbox: { organizations: [{ orgId: ORG, products }] } });
  await subgraph.enos.addFaults({ on: "searchProducts", times: 1, fault: { kind: "numericIds" } });
  const { data } = await subgraph.ask(ThingModelDocument, { orgId: ORG, productKey: "71234567" });
  expect(data?.thingModel?.modelId).toBe("windTurbine");
});

const answers = (data: string) => ({ kind: "http", status: 200, body: `{"code":0,"data":${data}}` });

test("IDs of products and models that come as numbers are read as their digits", async () => {
  const subgraph = await startSubgraph();
  await subgraph.enos.addFaults(
    { on: "searchProducts", fault: answers('[{"productKey":10001,"modelId":9007199254740993}]') },
    { on: "getModel", fault: answers('{"modelId":9007199254740993,"attributes":{}}') },
  );
  const { data } = await subgraph.ask(ThingModelDocument, { orgId: ORG, productKey: "10001" });
  expect(data?.thingModel?.modelId).toBe("9007199254740993");
});

test.each([
  ["no list of products", "searchProducts", "{}"],
  ["other products", "searchProducts", '[{"productKey":"Qx94Bmt7","modelId":"everyType"}]'],
  ["a model whose attributes are no map", "getModel", '{"modelId":"windTurbine","attributes":[]}'],
] as const)("%s is no answer: the product is not said to be missing or bare", async (_, on, data) => {
  const subgraph = await startSubgraph();
  await subgraph.enos.addFaults({ on, times: 0, fault: answers(data) });
  const { errors } = await subgraph.ask(ThingModelDocument, { orgId: ORG, productKey: PRODUCT });
  expect(errors).toMatchObject([{ extensions: { code: "ENOS_UNAVAILABLE", retryable: true } }]);
});

test("a denial is not remembered", async () => {
  const subgraph = await startSubgraph();
  await subgraph.enos.settings({ deniedOperations: ["getModel"] });
  const denied = await subgraph.ask(ThingModelDocument, { orgId: ORG, productKey: PRODUCT });
  expect(denied.errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  await subgraph.enos.settings({ deniedOperations: [] });
  const { data } = await subgraph.ask(ThingModelDocument, { orgId: ORG, productKey: PRODUCT });
  expect(data?.thingModel?.modelId).toBe("windTurbine");
});

test.each([
  ["device:create", ORG, true],
  ["device:read", ORG, true],
  ["device:update device:delete device:secret", ORG, false],
  ["device:create device:read", "o15475450989192", false],
])("with %s for %s a model is shown: %s", async (scopes, orgs, isShown) => {
  const subgraph = await startSubgraph({ env: PRODUCTION });
  const { data, errors } = await subgraph.ask(
    ThingModelDocument,
    { orgId: ORG, productKey: PRODUCT },
    fromRouter({ orgs, scopes }),
  );
  expect(data?.thingModel?.modelId).toBe(isShown ? "windTurbine" : undefined);
  expect(errors?.[0]?.extensions?.code).toBe(isShown ? undefined : "FORBIDDEN");
});
