import fc from "fast-check";

import { INPUT, ORG } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const RUNS = 250;

const CREATE_BOTH = `mutation($input: CreateDeviceInput!, $others: [CreateDeviceInput!]!, $full: Boolean!) {
  createDevice(input: $input) { ...Answer }
  createDevices(inputs: $others) { ...Answer }
}
fragment Answer on CreateDeviceResult {
  __typename
  ... on CreateDeviceSuccess { replayed device @include(if: $full) { deviceName timezone deviceDesc deviceAttributes deviceTags } }
  ... on DeviceError @skip(if: $full) { message code retryable }
  ... on InvalidDeviceInputError { problems { path message } }
}`;

const CREATE_ONE = `mutation($input: CreateDeviceInput!) {
  createDevice(input: $input) {
    ... on CreateDeviceSuccess { replayed device { deviceName timezone deviceDesc deviceAttributes deviceTags displayName } }
    ...Refusal
  }
}
fragment Refusal on DeviceError { __typename message code retryable ... on InvalidDeviceInputError { problems { path message } } }`;

const CREATE_MANY = `mutation($others: [CreateDeviceInput!]!) {
  createDevices(inputs: $others) { __typename ... on CreateDeviceSuccess { replayed device { ...Names } } ... on DeviceError { message } }
}
fragment Names on Device { deviceName __proto__: displayName(locale: "zh_CN") }`;

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
afterAll(closeAll);

/** Has the operation executed by Apollo Server, whatever was executed before. */
const BY_APOLLO_SERVER = { extensions: {} };

async function post(body: object) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(subgraph.app.url, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.text() };
}

const any = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>("o1", "Vu82Agp3", 7, 0.5, null, [], {}, [{}], { defaultValue: "x" }, ["a", "b"]),
);

/** A sound input, or one with any of its fields replaced, left out or added. */
const input = fc
  .record({ field: fc.constantFrom(...Object.keys(INPUT), "deviceDesc", "deviceTags", "more"), value: any })
  .map(({ field, value }): unknown => ({ ...INPUT, [field]: value }));

const variables = fc.record(
  {
    input: fc.oneof({ weight: 4, arbitrary: input }, any),
    others: fc.oneof({ weight: 4, arbitrary: fc.array(input, { maxLength: 3 }) }, input, any),
    full: fc.oneof({ weight: 8, arbitrary: fc.boolean() }, any),
  },
  { requiredKeys: [] },
);

const DEVICE = (assetId: string) => `device(orgId: "${ORG}", assetId: "${assetId}")`;
const DOUBLING = Array.from(
  { length: 30 },
  (_, n) => `fragment F${n} on Device { ...F${n + 1} ...F${n + 1} }`,
);

const ENTITIES =
  "query($of: [_Any!]!) { _entities(representations: $of) { __typename ... on Device { timezone displayName } } }";

/** Documents that compilers of operations were seen to execute wrongly. Each needs the asset ID of a device. */
const DOCUMENTS: [what: string, query: (assetId: string) => string, variables: object][] = [
  [
    "text that graphql-jit takes for code",
    () =>
      `{ ${DEVICE("__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74dglobalThis.literalWasCode=true")} { orgId } }`,
    {},
  ],
  [
    "fragments that double",
    (id) => `{ ${DEVICE(id)} { ...F0 } } ${DOUBLING.join("\n")} fragment F30 on Device { orgId }`,
    {},
  ],
  [
    "one fragment under two conditions",
    (id) => `query($yes: Boolean!, $no: Boolean!) {
      x: ${DEVICE(id)} { ...F @include(if: $no) __typename } y: ${DEVICE(id)} { ...F @include(if: $yes) __typename }
    } fragment F on Device { orgId }`,
    { yes: true, no: false },
  ],
  [
    "one field under two conditions",
    (id) => `query($yes: Boolean!, $no: Boolean!) {
      ${DEVICE(id)} @include(if: $no) { ... on Device { orgId } } ${DEVICE(id)} @include(if: $yes) { timezone }
    }`,
    { yes: true, no: false },
  ],
  [
    "more fields than a compiled operation has",
    () =>
      `mutation($input: CreateDeviceInput!) { createDevice(input: $input) {
        ... on DeviceError { ${Array.from({ length: 30 }, (_, n) => `a${n}: message`).join(" ")} }
      } }`,
    { input: { ...INPUT, orgId: "" } },
  ],
  [
    "an entity that is not there",
    () => ENTITIES,
    { of: [{ __typename: "Device", orgId: ORG, assetId: "x" }] },
  ],
  ["more entities than there may be", () => ENTITIES, { of: Array(1_001).fill({ __typename: "Device" }) }],
  ["entities of another subgraph", () => ENTITIES, { of: [{ __typename: "Turbine" }] }],
  [
    "an entity",
    (id) =>
      ENTITIES.replace("$of)", `[{ __typename: "Device", orgId: "${ORG}", assetId: "${id}" }])`).replace(
        "($of: [_Any!]!)",
        "",
      ),
    {},
  ],
  ["no entities", () => ENTITIES, { of: [] }],
  ["an alias that objects have of their own", (id) => `{ ${DEVICE(id)} { __proto__: orgId timezone } }`, {}],
  [
    "null for a variable whose name objects have of their own",
    (id) =>
      `query($constructor: ID!) { ${DEVICE(id)} { orgId } other: device(orgId: $constructor, assetId: "x") { orgId } }`,
    { constructor: null },
  ],
];

it.each(DOCUMENTS)(
  "answers %s as Apollo Server does, however often it comes",
  async (_, toQuery, variables) => {
    const { body } = await post({
      query:
        "mutation($input: CreateDeviceInput!) { createDevice(input: $input) { ... on CreateDeviceSuccess { device { assetId } } } }",
      variables: { input: INPUT },
    });
    const [assetId = ""] = /(?<="assetId":")[^"]+/.exec(body) ?? [];
    const request = { query: toQuery(assetId), variables };
    const byApolloServer = await post({ ...request, ...BY_APOLLO_SERVER });
    for (let times = 0; times < 3; times++) expect(await post(request)).toEqual(byApolloServer);
    expect(globalThis).not.toHaveProperty("literalWasCode");
  },
);

it.each([
  ["that is compiled", CREATE_ONE],
  ["that makes a list and is compiled", CREATE_MANY],
  ["that is not compiled", CREATE_BOTH],
])("answers an operation %s as Apollo Server does, whatever its variables are", async (_, query) => {
  await post({ query, variables: { input: INPUT, others: [], full: true } });
  const created = await post({ query, variables: { input: INPUT, others: [INPUT], full: true } });
  expect(created.body).toContain("replayed");

  await fc.assert(
    fc.asyncProperty(variables, async (values) => {
      const cached = await post({ query, variables: values });
      expect(cached).toEqual(await post({ query, variables: values, ...BY_APOLLO_SERVER }));
    }),
    { numRuns: RUNS, seed: 20_261_126 },
  );
});
