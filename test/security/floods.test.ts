import type { GraphQLFormattedError } from "graphql";

import { INPUT } from "../support/createDevice.js";
import { CALLERS, STRANGER } from "../support/personas.js";
import { PRODUCTION } from "../support/production.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const many = (count: number, piece: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join(" ");

const create = (alias: string) => `${alias}: createDevice(input: $input) { __typename }`;
const mutation = (selections: string) => `mutation($input: CreateDeviceInput!) { ${selections} }`;
const entities = (alias: string, list = "$representations") =>
  `${alias}: _entities(representations: ${list}) { __typename }`;
const representations = (count: number) =>
  Array.from({ length: count }, () => ({ __typename: "Device", orgId: "o", assetId: "a" }));

const MESSAGE = "... on DeviceError { message }";
const NAMED = '{ orgId: $key productKey: "p" timezone: "x" deviceName: { defaultValue: "n" } }';
const LONG = { ...INPUT, orgId: "o".repeat(600_000) };

interface Flood {
  readonly name: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly says: RegExp;
}

/** Every one of them is within the bounds of HTTP, and most are valid GraphQL. */
const FLOODS: readonly Flood[] = [
  {
    name: "six creates under aliases",
    query: mutation(many(6, (index) => create(`a${index}`))),
    says: /6 mutations; at most 5/,
  },
  {
    name: "six creates in fragments within fragments",
    query: `${mutation("...A ... { ...B }")}
      fragment A on Mutation { ${many(3, (index) => create(`a${index}`))} }
      fragment B on Mutation { ... on Mutation @include(if: true) { ${many(3, (index) => create(`b${index}`))} } }`,
    says: /6 mutations; at most 5/,
  },
  {
    name: "a second operation that nobody asked for with six creates",
    query: `query Small { __typename } ${mutation(many(6, (index) => create(`a${index}`))).replace("mutation", "mutation Big")}`,
    says: /6 mutations; at most 5/,
  },
  {
    name: "100 aliases",
    query: `{ ${many(100, (index) => `a${index}: __typename`)} }`,
    says: /100 aliases; at most 30/,
  },
  {
    name: "fragments that double one another 25 times",
    query: `mutation($input: CreateDeviceInput!) { createDevice(input: $input) { ...F0 } }
      ${many(25, (index) => `fragment F${index} on CreateDeviceResult { ...F${index + 1} ...F${index + 1} }`)}
      fragment F25 on CreateDeviceResult { a: __typename }`,
    says: /33554432 aliases; at most 30/,
  },
  {
    name: "a long alias, for each entry of a list",
    query: mutation(`createDevices(inputs: [$input]) { ${"a".repeat(100_000)}: __typename }`),
    says: /An alias has 100000 characters; at most 128 are allowed/,
  },
  {
    name: "100 directives",
    query: `{ __typename ${many(100, () => "@skip(if: false)")} }`,
    says: /100 directives; at most 30/,
  },
  {
    name: "fields 200 levels deep",
    query: `{ ${"a { ".repeat(200)} b ${"}".repeat(200)} }`,
    says: /201 levels of fields; at most 10/,
  },
  {
    name: "3,000 words",
    query: `{ ${many(3_000, () => "__typename")} }`,
    says: /more tha. 2000 tokens/,
  },
  {
    name: "3,000 comments",
    query: `{ __typename } ${"#\n".repeat(3_000)}`,
    says: /more than 2000 comments/,
  },
  {
    name: "a literal 1,500 lists deep",
    query: `{ __type(name: ${"[".repeat(1_500)} `,
    says: /Syntax Error/,
  },
  {
    name: "a fragment that spreads itself",
    query: `${mutation("...A")} fragment A on Mutation { ${create("a")} ...B } fragment B on Mutation { ...A }`,
    says: /Cannot spread fragment "A" within itself/,
  },
  {
    name: "5,000 entities",
    query: `query($representations: [_Any!]!) { ${entities("a")} }`,
    variables: { representations: representations(5_000) },
    says: /5000 entities; at most 1000/,
  },
  ...[null, 1, {}, [], { __typename: 1 }, { __typename: "Query" }, { __typename: "InputProblem" }].map(
    (representation): Flood => ({
      name: `a representation of nothing: ${JSON.stringify(representation)}`,
      query: `query($representations: [_Any!]!) { ${entities("a")} }`,
      variables: { representations: [{ __typename: "Device", orgId: "o", assetId: "a" }, representation] },
      says: /representation 1 is not an entity|Expected non-nullable type|must not be null/,
    }),
  ),
  {
    name: "entities under many aliases and in fragments",
    query: `query($representations: [_Any!]!) { ${many(9, (index) => entities(`a${index}`))} ...More }
      fragment More on Query { ${entities("b", '[{ __typename: "Device" }]')} ${entities("c")} }`,
    variables: { representations: representations(150) },
    says: /1501 entities; at most 1000/,
  },
  {
    name: "entities under many aliases, as a variable's default",
    query: `query($representations: [_Any!]! = [${many(35, () => '{ __typename: "Device" }')}]) {
      ${many(29, (index) => entities(`a${index}`))} }`,
    says: /1015 entities; at most 1000/,
  },
  {
    name: "a representation of nothing, as a variable's default",
    query: `query($representations: [_Any!]! = [{ __typename: "Query" }]) { ${entities("a")} }`,
    says: /representation 0 is not an entity/,
  },
  {
    name: "a long input for each of 900 devices",
    query: `mutation($input: CreateDeviceInput!) { createDevices(inputs: [${many(900, () => "$input")}]) { ${MESSAGE} } }`,
    variables: { input: LONG },
    says: /more than once come to \d+ characters; at most 1048576/,
  },
  {
    name: "a variable's long default for each of 90 devices",
    query: `mutation($key: ID! = "${"k".repeat(12_000)}") { createDevices(inputs: [${many(90, () => NAMED)}]) { ${MESSAGE} } }`,
    says: /more than once come to \d+ characters; at most 1048576/,
  },
  {
    name: "a long entity 900 times, in a fragment",
    query: `query($it: _Any!) { ...Many } fragment Many on Query { ${entities("a", `[${many(900, () => "$it")}]`)} }`,
    variables: { it: { __typename: "Device", ...LONG } },
    says: /more than once come to \d+ characters; at most 1048576/,
  },
];

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({ env: PRODUCTION });
});
afterEach(async () => {
  expect(await subgraph.enos.calls()).toEqual([]);
});
afterAll(closeAll);

it.each(FLOODS)("$name, from a stranger: not even read", async ({ query, variables }) => {
  const { status, errors } = await subgraph.askText(query, { input: INPUT, ...variables }, STRANGER[1]);
  expect([status, errors?.[0]?.extensions?.code]).toEqual([401, "UNAUTHENTICATED"]);
});

describe.each(CALLERS)("from %s", (_, headers) => {
  it.each(FLOODS)("$name: refused by name", async ({ query, variables, says }) => {
    const { status, data, errors } = await subgraph.askText(query, { input: INPUT, ...variables }, headers);
    expect(status).toBe(200);
    expect(data).toBeUndefined();
    expect(messages(errors)).toMatch(says);
  });

  it("an operation that is known, with longer variables: refused by name", async () => {
    const query = `mutation($input: CreateDeviceInput!) { createDevices(inputs: [$input $input]) { ${MESSAGE} } }`;
    await subgraph.askText(query, { input: { ...INPUT, timezone: "x" } }, headers);
    const { data, errors } = await subgraph.askText(query, { input: LONG }, headers);
    expect(data).toBeUndefined();
    expect(messages(errors)).toMatch(/more than once come to 1\d{6} characters; at most 1048576/);
  });

  it("1,000 operations in one body: refused", async () => {
    const body = Array.from({ length: 1_000 }, () => ({ query: "{ __typename }" }));
    const response = await fetch(subgraph.app.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("Operation batching disabled");
  });

  it("variables with 100 faults: at most five are told", async () => {
    const input = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`nothing${index}`, 1]));
    const { status, errors } = await subgraph.askText(mutation(create("a")), { input }, headers);
    expect(status).toBe(200);
    expect(errors?.length).toBe(6);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(Array(6).fill("BAD_USER_INPUT"));
  });

  it("values full of what suggestions begin with: answered, and nothing is kept busy", async () => {
    const value = " Did you mean ".repeat(17_000);
    const literal = `{ __typename @include(if: "${value}") }`;
    const variable = "query($flag: Boolean!) { __typename @include(if: $flag) }";
    for (let times = 0; times < 5; times++) {
      expect((await subgraph.askText(literal, {}, headers)).status).toBe(200);
      expect((await subgraph.askText(variable, { flag: value }, headers)).status).toBe(200);
    }
  });

  it("a document with 500 faults: at most five are told", async () => {
    const { errors } = await subgraph.askText(`{ ${many(500, (index) => `nothing${index}`)} }`, {}, headers);
    expect(errors?.length).toBeLessThanOrEqual(6);
  });
});

it("takes other limits from the environment", async () => {
  const env = { ...PRODUCTION, LIMIT_ALIASES: "1", LIMIT_DEPTH: "3", LIMIT_REPRESENTATIONS: "3" };
  const strict = await startSubgraph({ env });
  const ask = async (query: string, variables = {}) =>
    messages((await strict.askText(query, variables, CALLERS[1]?.[1])).errors);
  expect(await ask("{ a: __typename b: __typename }")).toContain("2 aliases; at most 1 ");
  expect(await ask("{ a { b { c { d } } } }")).toContain("4 levels of fields; at most 3 ");
  const lookUp = `query($representations: [_Any!]!) { ${entities("a")} }`;
  expect(await ask(lookUp, { representations: representations(4) })).toContain("4 entities; at most 3 ");
});

function messages(errors: readonly GraphQLFormattedError[] = []): string {
  return errors.map(({ message }) => message).join("\n");
}
