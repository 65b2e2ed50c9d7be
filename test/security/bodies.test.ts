import type { GraphQLFormattedError } from "graphql";

import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";

import { CREATE_DEVICE, INPUT } from "../support/createDevice.js";
import { CALLERS, STRANGER } from "../support/personas.js";
import { PRODUCTION } from "../support/production.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const literal = (field: string) => `mutation { createDevice(input: {
  orgId: "${INPUT.orgId}", productKey: "${INPUT.productKey}", timezone: "+08:00",
  deviceName: { defaultValue: "x" }, ${field} }) { __typename } }`;
/** JSON by hand: what is sent must be what stands here. */
const variable = (field: string) =>
  `{"query":${JSON.stringify(CREATE_DEVICE)},"variables":{"input":{${JSON.stringify(INPUT).slice(1, -1)},${field}}}}`;
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
    name: "__proto__ in a map, as a literal",
    body: query(literal("deviceAttributes: { __proto__: { isAdmin: true } }")),
    status: 200,
    says: /__proto__/,
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

async function post(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
): Promise<Told> {
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

it("repeats no more than the beginning of a long key", async () => {
  const body = variable(`"deviceAttributes":{"${"k".repeat(300_000)}":{"__proto__":1}}`);
  const { errors } = await post(body, ABLE);
  expect(errors[0]?.message).toContain(`variables.input.deviceAttributes['${"k".repeat(40)}…']`);
  expect(JSON.stringify(errors).length).toBeLessThan(1_000);
});

const ABLE = CALLERS[1]?.[1] ?? {};
const TYPENAME = '{"query":"{ __typename }"}';
const BOMB = Buffer.alloc(50 * 1024 * 1024, " ");

describe("the bytes of a body", () => {
  const latin1 = Buffer.from(variable('"deviceDesc":"caf\u00e9"').replace("\\u00e9", "\u00e9"), "latin1");

  it.each<[string, string, Uint8Array<ArrayBuffer>, number, RegExp]>([
    ["Latin-1 as UTF-8", "", latin1, 400, /not valid UTF-8 at byte \d+/],
    ["a cut character", "", Buffer.from([0x22, 0xe9, 0xa3]), 400, /at byte 1\./],
    ["a surrogate in UTF-8", "", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 400, /at byte 1\./],
    ["an overlong form", "", Buffer.from([0x22, 0x61, 0xc0, 0x80, 0x22]), 400, /at byte 2\./],
    [
      "one bad byte after 1 MB",
      "",
      Buffer.concat([Buffer.from("\u98ce".repeat(333_334)), Buffer.from([0xff])]),
      400,
      /at byte 1000002\./,
    ],
    ["Latin-1, and it says so", "; charset=iso-8859-1", latin1, 415, /UTF-8/],
    ["UTF-16", "; charset=utf-16", Buffer.from(TYPENAME, "utf16le"), 415, /UTF-8/],
    ["two charsets", "; charset=utf-8; charset=latin1", Buffer.from(TYPENAME), 415, /UTF-8/],
  ])("are refused: %s", async (_, charset, body, status, says) => {
    const answer = await post(body, { ...ABLE, "content-type": `application/json${charset}` });
    expect(answer.status).toBe(status);
    expect(answer.errors[0]?.message).toMatch(says);
  });

  it("name the very byte that is no UTF-8", async () => {
    const { errors } = await post(latin1, ABLE);
    expect(errors[0]?.message).toContain(`at byte ${latin1.indexOf(0xe9)}.`);
  });

  it.each([
    ["a byte order mark", "", Buffer.from(`\ufeff${TYPENAME}`)],
    ["its charset", "; charset=utf-8", Buffer.from(TYPENAME)],
    ["its charset in quotes and capitals", '; Charset="UTF-8"', Buffer.from(TYPENAME)],
    ["a replacement character", "", Buffer.from(JSON.stringify({ query: "{ __typename } # \ufffd" }))],
  ])("are read with %s", async (_, charset, body) => {
    const answer = await post(body, { ...ABLE, "content-type": `application/json${charset}` });
    expect([answer.status, answer.data]).toEqual([200, { __typename: "Query" }]);
  });
});

describe("a compressed body", () => {
  const codings = { gzip: gzipSync, "x-gzip": gzipSync, deflate: deflateSync, br: brotliCompressSync };

  it.each(
    Object.entries(codings).flatMap(
      ([name, compress]) =>
        [
          [name, compress],
          [name.toUpperCase(), compress],
        ] as const,
    ),
  )("is read when it is %s", async (coding, compress) => {
    const answer = await post(compress(TYPENAME), { ...ABLE, "content-encoding": coding });
    expect([answer.status, answer.data]).toEqual([200, { __typename: "Query" }]);
  });

  it("is read when it says that it is not compressed", async () => {
    expect((await post(TYPENAME, { ...ABLE, "content-encoding": "identity" })).status).toBe(200);
  });

  it.each(["zstd", "compress", "gzip, br", "constructor", "aes128gcm"])(
    "is refused when it is %s",
    async (coding) => {
      const response = await fetch(subgraph.app.url, {
        method: "POST",
        headers: { ...ABLE, "content-type": "application/json", "content-encoding": coding },
        body: gzipSync(TYPENAME),
      });
      expect([response.status, response.headers.get("accept-encoding")]).toEqual([415, "gzip, deflate, br"]);
    },
  );

  it.each([
    ["not compressed", Buffer.from(TYPENAME)],
    ["cut", gzipSync(TYPENAME).subarray(0, -4)],
    ["followed by other bytes", Buffer.concat([gzipSync(TYPENAME), Buffer.from("x")])],
    ["followed by another one", Buffer.concat([gzipSync(TYPENAME), gzipSync(" ")])],
    ["empty", Buffer.alloc(0)],
  ])("is refused when it is %s", async (_, body) => {
    const { status, errors } = await post(body, { ...ABLE, "content-encoding": "gzip" });
    expect(status).toBe(400);
    expect(errors[0]?.message).toMatch(/cannot be decompressed|not valid JSON/);
  });

  it.each([
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
  ] as const)("is refused when other bytes follow it: %s", async (coding, compress) => {
    const body = Buffer.concat([compress(TYPENAME), Buffer.from("x")]);
    expect((await post(body, { ...ABLE, "content-encoding": coding })).status).toBe(400);
  });

  it.each([
    ["gzip", gzipSync(BOMB)],
    ["deflate", deflateSync(BOMB)],
    ["br", brotliCompressSync(BOMB, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })],
  ] as const)("is refused when it grows beyond the limit: %s", async (coding, body) => {
    const { status, errors } = await post(body, { ...ABLE, "content-encoding": coding });
    expect([status, errors[0]?.extensions?.code]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  });

  it("holds to the limit of a body in both forms, to the byte", async () => {
    const longest = TYPENAME.padEnd(1_048_576);
    for (const [body, status] of [
      [longest, 200],
      [`${longest} `, 413],
    ] as const) {
      expect((await post(body, ABLE)).status).toBe(status);
      expect((await post(gzipSync(body), { ...ABLE, "content-encoding": "gzip" })).status).toBe(status);
    }
  });
});

describe("a number that JavaScript would change", () => {
  it.each([
    ["an idempotency key", '"idempotencyKey":1541815603606036481', ["idempotencyKey"]],
    ["a device key", '"deviceKey":123456789012345678901', ["deviceKey"]],
    ["a map's decimal", '"deviceAttributes":{"x":123456789.123456789123}', ["deviceAttributes", "x"]],
    ["a map's tiny number", '"deviceAttributes":{"x":1e-400}', ["deviceAttributes", "x"]],
    [
      "a number in a list",
      '"deviceAttributes":{"a b":[1,2,9007199254740993]}',
      ["deviceAttributes", "a b", 2],
    ],
  ])("is refused as a variable, naming its place: %s", async (_, field, path) => {
    const { status, data, errors } = await post(variable(field), ABLE);
    expect([status, data]).toEqual([200, undefined]);
    expect(errors[0]).toMatchObject({
      message: expect.stringMatching(/send it as a string/) as string,
      extensions: { code: "BAD_USER_INPUT", problems: [{ variable: "input", path }] },
    });
  });

  it.each<[string, string, string, readonly (string | number)[]]>([
    [
      "an asset ID",
      'query($a: ID!) { device(orgId: "o", assetId: $a) { assetId } }',
      '{"a":9007199254740993}',
      [],
    ],
    [
      "a representation",
      "query($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }",
      '{"representations":[{"__typename":"Device","orgId":"o","assetId":9007199254740993}]}',
      [0, "assetId"],
    ],
    [
      "an ID in a list",
      "mutation($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) { __typename } }",
      '{"inputs":[{"deviceKey":1e23}]}',
      [0, "deviceKey"],
    ],
  ])("is refused wherever it stands: %s", async (_, text, variables, path) => {
    const body = `{"query":${JSON.stringify(text)},"variables":${variables}}`;
    const { errors } = await post(body, ABLE);
    expect(errors[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", problems: [{ path }] });
  });
});

describe("a number that is not written as an integer", () => {
  const device = (assetId: string) => `{ device(orgId: "o2", assetId: ${assetId}) { assetId } }`;
  const deletion = (ids: string) =>
    `mutation { deleteDevices(orgId: "o2", assetIds: ${ids}) { __typename } }`;
  const entity = (key: string) =>
    `{ _entities(representations: [{ __typename: "Device", orgId: "o2", ${key} }]) { __typename } }`;
  const REPRESENTATIONS = "query($r: [_Any!]!) { _entities(representations: $r) { __typename } }";
  const LIST = 'query($f: DeviceFilter) { devices(orgId: "o2", filter: $f) { totalCount } }';

  /** By place: the operation with a literal; with a variable, its JSON, and the path of the fault. */
  const PLACES: Readonly<
    Record<string, (number: string) => readonly [string, string, string, readonly (string | number)[]]>
  > = {
    "an argument": (number) => [
      device(number),
      'query($a: ID!) { device(orgId: "o2", assetId: $a) { assetId } }',
      `{"a":${number}}`,
      ["a"],
    ],
    "an input field": (number) => [
      literal(`deviceKey: ${number}`),
      CREATE_DEVICE,
      `{"input":{${JSON.stringify(INPUT).slice(1, -1)},"deviceKey":${number}}}`,
      ["input", "deviceKey"],
    ],
    "a list": (number) => [
      deletion(`["a1", ${number}]`),
      'mutation($ids: [ID!]!) { deleteDevices(orgId: "o2", assetIds: $ids) { __typename } }',
      `{"ids":["a1",${number}]}`,
      ["ids", 1],
    ],
    "a single value for a list": (number) => [
      deletion(number),
      'mutation($ids: [ID!]!) { deleteDevices(orgId: "o2", assetIds: $ids) { __typename } }',
      `{"ids":${number}}`,
      ["ids"],
    ],
    "a list of an input": (number) => [
      `{ devices(orgId: "o2", filter: { deviceKeys: [${number}] }) { totalCount } }`,
      LIST,
      `{"f":{"deviceKeys":[${number}]}}`,
      ["f", "deviceKeys", 0],
    ],
    "a representation": (number) => [
      entity(`assetId: ${number}`),
      REPRESENTATIONS,
      `{"r":[{"__typename":"Device","orgId":"o2","assetId":${number}}]}`,
      ["r", 0, "assetId"],
    ],
    "a single representation": (number) => [
      entity(`productKey: "p", deviceKey: ${number}`),
      REPRESENTATIONS,
      `{"r":{"__typename":"Device","orgId":"o2","productKey":"p","deviceKey":${number}}}`,
      ["r", "deviceKey"],
    ],
    "an Int in a representation of the document": (number) => [
      entity(`assetId: ${number}`),
      `query($n: Int!) ${entity("assetId: $n")}`,
      `{"n":${number}}`,
      ["n"],
    ],
  };

  it.each(Object.entries(PLACES))("is no ID, as a literal or a variable: %s", async (_, place) => {
    const body = (text: string, variables: string) =>
      `{"query":${JSON.stringify(text)},"variables":${variables}}`;
    const send = async (number: string) => {
      const [, text, variables] = place(number);
      return (await post(body(text, variables), ABLE)).errors;
    };
    const numbers = ["1.0", "10.00", "1e3", "100E-2", "-0", "-0.0"];
    for (const number of numbers) {
      const [document, , , [variable, ...path]] = place(number);
      const asLiteral = await post(query(document), ABLE);
      expect([number, asLiteral.errors[0]?.extensions?.code]).toEqual([
        number,
        expect.stringMatching(/^(BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/),
      ]);
      expect(await send(number)).toMatchObject([
        {
          message: expect.stringContaining("send it as a string") as string,
          extensions: { code: "BAD_USER_INPUT", problems: [{ variable, path }] },
        },
      ]);
    }
    // Who may do nothing makes the operation known to the operation cache, and nothing else.
    const [, text, variables] = place("-5");
    const allowed = await post(body(text, variables), CALLERS[0]?.[1] ?? {});
    expect(allowed.errors.map(({ extensions }) => extensions?.code)).not.toContain("BAD_USER_INPUT");
    for (const number of numbers)
      expect((await send(number))[0]?.message).toContain("not written as an integer");
  });

  it("may be an Int, and stand in a map", async () => {
    const elsewhere = CALLERS[0]?.[1] ?? {};
    const list = 'query($n: Int) { devices(orgId: "o2", first: $n) { totalCount } }';
    const first = await post(`{"query":${JSON.stringify(list)},"variables":{"n":1.0}}`, elsewhere);
    const map = await post(variable('"deviceAttributes":{"a":1.0,"b":[-0,1e3]}'), elsewhere);
    // Which is told after the values have been read.
    expect([...first.errors, ...map.errors].map(({ extensions }) => extensions?.code)).toEqual([
      "FORBIDDEN",
      "FORBIDDEN",
    ]);
  });
});

it.each(["9007199254740993", "1.0"])(
  "refuses the number %s as an ID in the parameters of a URL",
  async (number) => {
    const text = 'query($a: ID!) { device(orgId: "o", assetId: $a) { assetId } }';
    const search = new URLSearchParams({ query: text, variables: `{"a":${number}}` });
    const response = await fetch(`${subgraph.app.url}?${search.toString()}`, {
      headers: { ...ABLE, "apollo-require-preflight": "1" },
    });
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: "BAD_USER_INPUT", problems: [{ variable: "a", path: [] }] } }],
    });
  },
);

it.each(["%E9", "%c3%28", "%f0%9f"])("refuses the escape %s in a URL, which is not UTF-8", async (escape) => {
  const { app } = await startSubgraph();
  const text = (value: string) =>
    fetch(`${app.url}?query={__typename}&variables={%22a%22:%22${value}%22}`, {
      headers: { "apollo-require-preflight": "1" },
    });
  const response = await text(escape);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain("UTF-8");
  expect((await text("%c3%a9%25")).status).toBe(200);
});
