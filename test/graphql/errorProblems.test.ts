import { CREATE_DEVICE, INPUT, ORG } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
afterAll(closeAll);

const CREATE_MANY =
  "mutation($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) { __typename } }";
const NOT_EXACT = "this number cannot be kept exactly: send it as a string";

async function problemsOf(query: string, variables: object = {}) {
  const { errors = [] } = await subgraph.askText(query, variables);
  return errors.map(({ extensions }) => extensions?.problems);
}

const without = (name: keyof typeof INPUT) => {
  const { [name]: _, ...others } = INPUT;
  return others;
};

it.each([
  ["a missing variable", {}, { path: [], message: "is required" }],
  ["a null variable", { input: null }, { path: [], message: "must not be null" }],
  ["a missing field", { input: without("orgId") }, { path: ["orgId"], message: "is required" }],
  ["a null field", { input: { ...INPUT, orgId: null } }, { path: ["orgId"], message: "must not be null" }],
  [
    "an unknown field",
    { input: { ...INPUT, more: 1 } },
    { path: ["more"], message: "unknown field: take it out" },
  ],
  [
    "a field of the wrong type",
    { input: { ...INPUT, timezone: 8 } },
    { path: ["timezone"], message: "String cannot represent a non string value: 8" },
  ],
  [
    "a fault that a scalar finds",
    { input: { ...INPUT, deviceName: { defaultValue: 1 } } },
    { path: ["deviceName", "defaultValue"], message: "must be a string, not a number" },
  ],
])("tells the place of %s, in a variable", async (_, variables, problem) => {
  for (let times = 0; times < 2; times++)
    expect(await problemsOf(CREATE_DEVICE, variables)).toEqual([[{ variable: "input", ...problem }]]);
});

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

it("tells the whole place in a list", async () => {
  const inputs = [INPUT, { ...INPUT, deviceAttributes: nested(9) }, without("timezone")];
  expect(await problemsOf(CREATE_MANY, { inputs })).toEqual([
    [
      {
        variable: "inputs",
        path: [1, "deviceAttributes", ...Array<string>(8).fill("a")],
        message: expect.stringContaining("nested deeper") as string,
      },
    ],
    [{ variable: "inputs", path: [2, "timezone"], message: "is required" }],
  ]);
});

it.each([
  [
    "of a variable's value",
    `{"input":{"deviceTags":{"__proto__":"x"}}}`,
    "input",
    ["deviceTags", "__proto__"],
  ],
  ["within a list", `{"inputs":[{},{"__proto__":{}}]}`, "inputs", [1, "__proto__"]],
  ["in place of a variable", `{"__proto__":{}}`, "__proto__", []],
])("tells the place of a reserved key %s", async (_, variables, variable, path) => {
  const { app } = subgraph;
  const response = await fetch(app.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: `{"query":"{ __typename }","variables":${variables}}`,
  });
  expect(await response.json()).toMatchObject({
    errors: [
      {
        extensions: {
          code: "BAD_USER_INPUT",
          problems: [{ variable, path, message: "this key is reserved: choose another" }],
        },
      },
    ],
  });
});

it("tells the place of what is nested deeper than any request may be", async () => {
  const inputs = [INPUT, { ...INPUT, deviceAttributes: nested(40) }];
  const path = expect.arrayContaining([1, "deviceAttributes", "a"]) as unknown;
  expect(await problemsOf(CREATE_MANY, { inputs })).toEqual([
    [{ variable: "inputs", path, message: "nested too deep: send it flatter, or as a string" }],
  ]);
});

const CHECK = "checkDevices(inputs: $inputs) { __typename }";

it.each([
  ["createDevices", CREATE_MANY, 1_001],
  ["checkDevices", `query($inputs: [CreateDeviceInput!]!) { ${CHECK} }`, 1_001],
  ["a second checkDevices", `query($inputs: [CreateDeviceInput!]!) { a: ${CHECK} b: ${CHECK} }`, 1],
])("tells the argument by which %s asks for too much", async (_, query, count) => {
  const inputs = Array.from({ length: count }, () => INPUT);
  expect(await problemsOf(query, { inputs })).toEqual([
    [{ argument: "inputs", path: [], message: expect.any(String) as string }],
  ]);
});

const NAMED = `orgId: "o", productKey: "p", timezone: "+08:00"`;

it.each([
  ["a missing argument", "{ device(orgId: 1) { id } }", "assetId", [], "is required"],
  [
    "an unknown argument",
    `{ device(orgId: 1, assetId: 2, more: 3) { id } }`,
    "more",
    [],
    "unknown argument: take it out",
  ],
  ["a null argument", "{ device(orgId: null, assetId: 1) { id } }", "orgId", [], "must not be null"],
  [
    "a missing field",
    `mutation { createDevice(input: { ${NAMED} }) { __typename } }`,
    "input",
    ["deviceName"],
    "is required",
  ],
  [
    "an unknown field",
    `mutation { createDevice(input: { ${NAMED}, deviceName: { defaultValue: "x" }, more: 1 }) { __typename } }`,
    "input",
    ["more"],
    "unknown field: take it out",
  ],
  [
    "a null field",
    `mutation { createDevices(inputs: [{ orgId: null, productKey: "p", timezone: "", deviceName: { defaultValue: "x" } }]) { __typename } }`,
    "inputs",
    [0, "orgId"],
    "must not be null",
  ],
  [
    "a fault that a scalar finds",
    `mutation { createDevice(input: { ${NAMED}, deviceName: { defaultValue: 1 } }) { __typename } }`,
    "input",
    ["deviceName", "defaultValue"],
    "must be a string, not a number",
  ],
  [
    "a number that cannot be kept",
    `{ device(orgId: "o", assetId: 9007199254740993) { id } }`,
    "assetId",
    [],
    NOT_EXACT,
  ],
])("tells the place of %s, in a literal", async (_, query, argument, path, message) => {
  expect(await problemsOf(query)).toEqual([[{ argument, path, message }]]);
});

it.each([
  ["a variable", "query($of: DeviceFilter) { devices(orgId: 1, filter: $of) { totalCount } }"],
  ["a literal", "{ devices(orgId: 1, filter: { statuses: [ONLIN] }) { totalCount } }"],
])("suggests no value of the schema for one that is misspelt in %s", async (_, query) => {
  const { errors } = await subgraph.askText(query, { of: { statuses: ["ONLIN"] } });
  expect(errors).toMatchObject([
    {
      extensions: {
        problems: [
          { path: expect.anything() as unknown, message: expect.stringContaining("ONLIN") as string },
        ],
      },
    },
  ]);
  expect(JSON.stringify(errors)).not.toContain("ONLINE");
});

it("tells the variable whose default is at fault", async () => {
  const query = `query($id: ID! = 9007199254740993) { device(orgId: "o", assetId: $id) { id } }`;
  expect(await problemsOf(query)).toEqual([[{ variable: "id", path: [], message: NOT_EXACT }]]);
});

it("refuses a rounded number in the literal of a representation as elsewhere", async () => {
  const query = `{ _entities(representations: [{ __typename: "Device", orgId: "o", assetId: 9007199254740993 }]) { __typename } }`;
  expect(await problemsOf(query)).toEqual([
    [{ argument: "representations", path: [0, "assetId"], message: NOT_EXACT }],
  ]);
});

it("fills in variables inside a scalar's literal, and refuses what they make of it", async () => {
  const query = `mutation($v: String) { createDevice(input: { orgId: "${ORG}", productKey: "${INPUT.productKey}", timezone: "+08:00",
    deviceName: { defaultValue: $v } }) { ... on CreateDeviceSuccess { device { deviceName } } } }`;
  expect(await subgraph.askText(query, { v: "x" })).toMatchObject({
    data: { createDevice: { device: { deviceName: { defaultValue: "x", i18nValue: {} } } } },
  });
  const { errors } = await subgraph.askText(query, {});
  expect(errors).toMatchObject([
    { extensions: { code: "BAD_USER_INPUT", problems: [{ argument: "input" }] } },
  ]);
});

it("keeps messages short, whatever they quote", async () => {
  const { errors } = await subgraph.askText(CREATE_DEVICE, {
    input: { ...INPUT, ["x".repeat(200_000)]: "y".repeat(200_000) },
  });
  expect(errors?.[0]?.message.length).toBeLessThan(1_300);
  expect(JSON.stringify(errors).length).toBeLessThan(5_000);
});

it.each([
  [
    "a variable",
    `query($${"v".repeat(200_000)}: ID!) { device(orgId: "o", assetId: $${"v".repeat(200_000)}) { id } }`,
  ],
  ["an argument", `{ device(orgId: "o", assetId: "a", ${"v".repeat(200_000)}: 1) { id } }`],
])("repeats no more than the beginning of the name of %s", async (_, query) => {
  const { errors } = await subgraph.askText(query);
  expect(JSON.stringify(errors)).toContain(`"${"v".repeat(256)}…"`);
  expect(JSON.stringify(errors).length).toBeLessThan(5_000);
});

it.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
  "answers a variable named $%s as a fault of the client",
  async (name) => {
    const query = `query($${name}: ID, $id: ID! = "a") { device(orgId: "o", assetId: $id) { displayName(locale: $${name}) } b: device(orgId: "o", assetId: $${name}) { id } }`;
    const { errors } = await subgraph.askText(query, {});
    expect(errors).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining(`"$${name}" cannot be used`) as string }),
    );
  },
);

it("takes a small integer for an ID in a representation, as in an argument", async () => {
  const created = await subgraph.askText<{ createDevice: { device: object } }>(
    "mutation($input: CreateDeviceInput!) { createDevice(input: $input) { ... on CreateDeviceSuccess { device { assetId } } } }",
    { input: { ...INPUT, deviceKey: "10001" } },
  );
  const reference = {
    __typename: "Device",
    orgId: INPUT.orgId,
    productKey: INPUT.productKey,
    deviceKey: 10001,
  };
  const { data } = await subgraph.askText(
    "query($of: [_Any!]!) { _entities(representations: $of) { ... on Device { assetId } } }",
    { of: [reference] },
  );
  expect(data).toEqual({ _entities: [created.data?.createDevice.device] });
});

it.each(["Device", "Product"])(
  "answers keys of the wrong type of a %s as faults of the client",
  async (__typename) => {
    const of = Array.from({ length: 1_000 }, () => ({
      __typename,
      orgId: {},
      assetId: 1,
      productKey: [true],
    }));
    const { errors = [] } = await subgraph.askText(
      "query($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Product { orgId productKey } } }",
      { of },
    );
    expect(errors).toHaveLength(1_000);
    expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(["BAD_USER_INPUT"]));
  },
);
