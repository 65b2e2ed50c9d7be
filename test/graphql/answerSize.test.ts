import { type FormattedExecutionResult, buildSchema, getOperationAST, parse } from "graphql";

import { boundAnswer } from "../../src/graphql/limits/answerSize.js";
import { INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const MAX_BYTES = 8_192;

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({ env: { LIMIT_ANSWER_BYTES: String(MAX_BYTES) } });
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

const LONG = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`name${index}`, "x".repeat(100)]));
const aliased = (count: number, selection: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${selection}`).join(" ");

const TOO_LARGE = [expect.objectContaining({ extensions: { code: "ANSWER_TOO_LARGE", max: MAX_BYTES } })];

/** Asks twice: Apollo Server answers first, the operation cache then. */
async function askTwice(query: string, variables: object) {
  const [first, second] = [
    await subgraph.askText(query, variables),
    await subgraph.askText(query, variables),
  ];
  expect(second.data).toEqual(first.data);
  expect(second.errors).toEqual(first.errors);
  return second;
}

async function create(): Promise<string> {
  const query = `mutation($input: CreateDeviceInput!) { createDevice(input: $input) { ... on CreateDeviceSuccess { device { assetId } } } }`;
  const { data } = await subgraph.askText<{ createDevice: { device: { assetId: string } } }>(query, {
    input: { ...INPUT, deviceAttributes: LONG },
  });
  return data?.createDevice.device.assetId ?? "";
}

it("an answer within the limit comes whole", async () => {
  const variables = { orgId: INPUT.orgId, assetId: await create() };
  const query = `query($orgId: ID!, $assetId: ID!) { device(orgId: $orgId, assetId: $assetId) { assetId ${aliased(3, "deviceAttributes")} } }`;
  const { data, errors } = await askTwice(query, variables);
  expect(errors).toBeUndefined();
  expect(data).toEqual({ device: { assetId: variables.assetId, a0: LONG, a1: LONG, a2: LONG } });
});

it("a query that is too large loses its optional texts and maps, and keeps its identities", async () => {
  const variables = { orgId: INPUT.orgId, assetId: await create() };
  const query = `query($orgId: ID!, $assetId: ID!) { device(orgId: $orgId, assetId: $assetId) { __typename id assetId timezone ...More } }
    fragment More on Device { ${aliased(5, "deviceAttributes")} product { orgId } }`;
  const { data, errors } = await askTwice(query, variables);
  expect(errors).toEqual(TOO_LARGE);
  expect(data).toEqual({
    device: {
      __typename: "Device",
      id: expect.any(String) as string,
      assetId: variables.assetId,
      timezone: null,
      ...{ a0: null, a1: null, a2: null, a3: null, a4: null },
      product: { orgId: INPUT.orgId },
    },
  });
});

it("a query whose identities alone are too large gives nothing", async () => {
  const assetId = await create();
  const of = Array.from({ length: 900 }, () => ({ __typename: "Device", orgId: INPUT.orgId, assetId }));
  const query = "query($of: [_Any!]!) { _entities(representations: $of) { ... on Device { assetId } } }";
  const { data, errors } = await askTwice(query, { of });
  expect(errors).toEqual(TOO_LARGE);
  expect(data).toBeNull();
});

it("a mutation that is too large keeps identities, secrets and type names", async () => {
  const inputs = Array.from({ length: 30 }, () => ({
    ...INPUT,
    deviceAttributes: LONG,
    idempotencyKey: "the-same-for-all-of-them",
  }));
  const query = `mutation($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) {
    __typename ... on CreateDeviceSuccess { deviceSecret device { assetId ${aliased(20, "deviceAttributes")} } } } }`;
  const { data, errors } = await subgraph.askText<{ createDevices: Record<string, unknown>[] }>(query, {
    inputs,
  });
  expect(errors).toEqual(TOO_LARGE);
  expect(data?.createDevices).toHaveLength(30);
  for (const result of data?.createDevices ?? [])
    expect(result).toMatchObject({
      __typename: "CreateDeviceSuccess",
      deviceSecret: expect.stringMatching(/./) as string,
      device: { assetId: expect.stringMatching(/./) as string, a0: null, a19: null },
    });
});

it("a mutation whose refusals are too large loses the list of their problems", async () => {
  const deviceTags = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`tag${index}`, index]));
  const inputs = [{ ...INPUT, deviceTags }];
  const query = `mutation($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) {
    __typename ... on DeviceError { code message } ... on InvalidDeviceInputError { problems { path code message again: message } } } }`;
  const { data, errors } = await askTwice(query, { inputs });
  expect(errors).toEqual(TOO_LARGE);
  expect(data).toMatchObject({ createDevices: [{ __typename: "InvalidDeviceInputError", problems: [] }] });
});

it("a mutation whose refusals repeat long texts loses the ends of these texts", async () => {
  const assetIds = ["a".repeat(5_000), "b".repeat(5_000)];
  const query = `mutation($orgId: ID!, $assetIds: [ID!]!) { deleteDevices(orgId: $orgId, assetIds: $assetIds) {
    __typename ... on DeviceNotFoundError { assetId again: assetId message } } }`;
  const { data, errors } = await askTwice(query, { orgId: INPUT.orgId, assetIds });
  expect(errors).toEqual(TOO_LARGE);
  expect(data?.deleteDevices).toEqual(
    ["a", "b"].map((letter) => ({
      __typename: "DeviceNotFoundError",
      assetId: `${letter.repeat(512)}…`,
      again: `${letter.repeat(512)}…`,
      message: `The organization “${INPUT.orgId}” has no device “${letter.repeat(40)}…”.`,
    })),
  );
});

it("lists under many aliases end where no answer could hold more", async () => {
  const deviceTags = { a: 1, b: 2 };
  const inputs = Array.from({ length: 20 }, () => ({ ...INPUT, deviceTags }));
  const query = `mutation($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) {
    __typename ... on InvalidDeviceInputError { ${aliased(5, "problems { code }")} } } }`;
  const { data, errors } = await askTwice(query, { inputs });
  expect(errors).toEqual(TOO_LARGE);
  const told = [{ code: "WRONG_TYPE" }, { code: "WRONG_TYPE" }];
  const results = data?.createDevices as Record<string, unknown>[];
  expect(results[0]).toEqual({
    __typename: "InvalidDeviceInputError",
    a0: told,
    a1: told,
    a2: told,
    a3: told,
    a4: told,
  });
  expect(results[19]).toEqual({
    __typename: "InvalidDeviceInputError",
    a0: [],
    a1: [],
    a2: [],
    a3: [],
    a4: [],
  });
});

const schema = buildSchema("scalar Map  type Query { a: Map  b: Map  c: String!  q: Query }");

async function bound(
  data: Record<string, unknown>,
  maxBytes: number,
  text = "{ a b c }",
): Promise<FormattedExecutionResult> {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  return boundAnswer({ data }, { schema, document, operation, maxBytes, context: {} });
}

it("a map of 20,000 levels is null, and the others are not", async () => {
  let deep: object = {};
  for (let level = 0; level < 20_000; level++) deep = { deep };
  const answer = await bound({ a: deep, b: { x: 1 }, c: "c" }, 1_000_000);
  expect(answer).toMatchObject({ data: { a: null, b: { x: 1 }, c: "c" } });
  expect(answer.errors).toHaveLength(1);
});

it("fragments that name a field again and again, within one another, are looked at once", async () => {
  const levels = 6;
  const fragments = Array.from(
    { length: levels },
    (_, level) => `fragment F${level} on Query { ${`q { ...F${level + 1} } `.repeat(8)} }`,
  );
  const text = `{ a ...F0 } ${fragments.join(" ")} fragment F${levels} on Query { b }`;
  const looks = jest.spyOn(schema, "getType");
  expect((await bound({ a: { x: "x".repeat(2_000) } }, 1_000, text)).data).toEqual({ a: null });
  expect(looks.mock.calls.length).toBeLessThan(1_000);
  looks.mockRestore();
});

it.each(["a", "风", "\u0001"])("counts the bytes that %j takes in JSON", async (character) => {
  const text = character.repeat(1_000);
  const size = Buffer.byteLength(JSON.stringify({ data: { a: { x: text }, c: "" } }));
  expect((await bound({ a: { x: text }, c: "" }, size + 10)).data).toMatchObject({ a: { x: text } });
  expect((await bound({ a: { x: text }, c: "" }, size - 10)).data).toMatchObject({ a: null });
});

it("half a character that a client sent does not come back", async () => {
  expect((await bound({ a: null, c: "x\ud800" }, 1_000)).data).toEqual({ a: null, c: "x\ufffd" });
});
