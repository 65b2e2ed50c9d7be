import type { GraphQLFormattedError } from "graphql";

import { INPUT } from "../support/createDevice.js";
import { CALLERS, STRANGER } from "../support/personas.js";
import { PRODUCTION } from "../support/production.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const MUTATION = "mutation($input: CreateDeviceInput!) { createDevice(input: $input) { __typename } }";
const literal = (field: string) => `mutation { createDevice(input: {
  orgId: "${INPUT.orgId}", productKey: "${INPUT.productKey}", timezone: "+08:00",
  deviceName: { defaultValue: "x" }, ${field} }) { __typename } }`;
/** JSON by hand: what is sent must be what stands here. */
const variable = (field: string) =>
  `{"query":${JSON.stringify(MUTATION)},"variables":{"input":{${JSON.stringify(INPUT).slice(1, -1)},${field}}}}`;
const query = (text: string) => JSON.stringify({ query: text });

const HOSTILE_FIELDS = ["orgId", "productKey", "deviceKey", "deviceDesc", "idempotencyKey", "timezone"];

interface Attack {
  readonly name: string;
  readonly body: string;
  readonly status: number;
  readonly says: RegExp;
}

const ATTACKS: readonly Attack[] = [
  {
    name: "__proto__ in a map, as a variable",
    body: variable('"deviceAttributes":{"a":{"__proto__":{"isAdmin":true}}}'),
    status: 200,
    says: /__proto__.*variables\.input\.deviceAttributes\.a/,
  },
  {
    name: "__proto__ with its letters escaped",
    body: variable('"deviceAttributes":{"\\u005f_proto__":{"isAdmin":true}}'),
    status: 200,
    says: /__proto__/,
  },
  {
    name: "__proto__ of the body itself",
    body: `{"__proto__":{"isAdmin":true},${variable('"deviceDesc":"x"').slice(1)}`,
    status: 200,
    says: /__proto__.*the body/,
  },
  {
    name: "constructor.prototype in a map, as a variable",
    body: variable('"deviceAttributes":{"constructor":{"prototype":{"isAdmin":true}}}'),
    status: 200,
    says: /constructor/,
  },
  {
    name: "__proto__ in a map, as a literal",
    body: query(literal("deviceAttributes: { __proto__: { isAdmin: true } }")),
    status: 200,
    says: /__proto__/,
  },
  {
    name: "constructor.prototype in a map, as a literal",
    body: query(literal("deviceTags: { constructor: { prototype: 1 } }")),
    status: 200,
    says: /constructor/,
  },
  {
    name: "a number that would be rounded, as a variable",
    body: variable('"deviceAttributes":{"n":9007199254740993}'),
    status: 200,
    says: /string/,
  },
  {
    name: "a number that would be rounded, as a literal",
    body: query(literal("deviceAttributes: { n: 9007199254740993 }")),
    status: 200,
    says: /string/,
  },
  {
    name: "a number beyond all bounds",
    body: variable('"deviceAttributes":{"n":1e999}'),
    status: 200,
    says: /number/i,
  },
  { name: "a map 9 levels deep", body: variable(`"deviceAttributes":${nest(9)}`), status: 200, says: /deep/ },
  {
    name: "a map of 1,001 values",
    body: variable(
      `"deviceAttributes":${JSON.stringify(Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k${i}`, i])))}`,
    ),
    status: 200,
    says: /1,?000/,
  },
  {
    name: "50,000 lists in one another",
    body: variable(`"deviceAttributes":{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`),
    status: 200,
    says: /nested too deep: at most 32/,
  },
  {
    name: "50,000 lists that never end",
    body: variable(`"deviceAttributes":{"a":${"[".repeat(50_000)}`),
    status: 400,
    says: /not valid JSON/,
  },
  {
    name: "3 MB",
    body: variable(`"deviceDesc":"${"x".repeat(3 * 1024 * 1024)}"`),
    status: 413,
    says: /at most 1048576 bytes/,
  },
  { name: "no JSON", body: "{ secret", status: 400, says: /^The body is not valid JSON\.$/ },
  { name: "nothing", body: "", status: 400, says: /body/ },
  { name: "null", body: "null", status: 400, says: /body/i },
];

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({ env: PRODUCTION });
});
afterEach(async () => {
  expect(await subgraph.enos.calls()).toEqual([]);
  expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
});
afterAll(closeAll);

describe.each(CALLERS)("from %s", (_, headers) => {
  it.each(ATTACKS)("$name: refused in words", async ({ body, status, says }) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    expect(answer.errors.map(({ message }) => message).join("\n")).toMatch(says);
  });

  it.each([
    ["NUL", "\u0000"],
    ["CRLF", "a\r\nx-injected: 1"],
    ["a lone surrogate", "\ud800"],
    ["an escape", "\u001b[2J"],
  ])("%s in a text: refused, whichever field holds it", async (__, hostile) => {
    for (const field of HOSTILE_FIELDS) {
      // A description may have several lines.
      if (field === "deviceDesc" && hostile.includes("\n")) continue;
      const answer = await post(variable(`"${field}":${JSON.stringify(hostile)}`), headers);
      const refused = answer.data?.createDevice?.__typename ?? answer.errors[0]?.extensions?.code;
      expect([field, refused]).toEqual([
        field,
        expect.stringMatching(/^(InvalidDeviceInputError|BAD_USER_INPUT|FORBIDDEN)$/),
      ]);
    }
  });
});

it.each(ATTACKS)("$name, from a stranger: not even read", async ({ body }) => {
  const { status, errors } = await post(body, STRANGER[1]);
  expect([status, errors[0]?.extensions?.code]).toEqual([401, "UNAUTHENTICATED"]);
});

interface Told {
  readonly status: number;
  readonly data?: { readonly createDevice?: { readonly __typename: string } | null } | null;
  readonly errors: readonly GraphQLFormattedError[];
}

async function post(body: string, headers: Readonly<Record<string, string>>): Promise<Told> {
  const response = await fetch(subgraph.app.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  const answer = (await response.json()) as Partial<Told>;
  return { errors: [], ...answer, status: response.status };
}

function nest(levels: number): string {
  return `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
}

it.each([
  ["variables", `{"a":${"[".repeat(2_000)}${"]".repeat(2_000)}}`, "parameter variables is nested too deep"],
  ["extensions", `{"a":{"__proto__":{"isAdmin":true}}}`, "not allowed in extensions.a"],
])("holds the %s of a URL to the same bounds as a body", async (name, text, says) => {
  const { app } = subgraph;
  const search = new URLSearchParams({ query: "{ __typename }", [name]: text });
  const response = await fetch(`${app.url}?${search.toString()}`, {
    headers: { ...CALLERS[1]?.[1], "apollo-require-preflight": "1" },
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    errors: [{ message: expect.stringContaining(says) as string, extensions: { code: "BAD_USER_INPUT" } }],
  });
});
