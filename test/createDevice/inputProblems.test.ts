import { readFileSync } from "node:fs";

import { createDevice, expectMember, INPUT } from "../support/createDevice.js";
import type { CreateDeviceInput } from "../generated/operations.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

const ENDLESS_LOCALE = `en${"-abcdefgh".repeat(4)}`;

const FAULTS: [what: string, input: Partial<CreateDeviceInput>, path: string[]][] = [
  ["an offset without a colon", { timezone: "+0800" }, ["timezone"]],
  ["an offset that no place has", { timezone: "+15:00" }, ["timezone"]],
  ["a zone that IANA does not list", { timezone: "Mars/Olympus" }, ["timezone"]],
  ["a tag that is a number", { deviceTags: { floor: 3 } }, ["deviceTags", "floor"]],
  ["a tag with a space at its end", { deviceTags: { floor: "3 " } }, ["deviceTags", "floor"]],
  ["a tag that is too long", { deviceTags: { floor: "x".repeat(201) } }, ["deviceTags", "floor"]],
  ["a tag key that is too long", { deviceTags: { ["k".repeat(51)]: "x" } }, ["deviceTags", "k".repeat(51)]],
  ["too many tags", { deviceTags: many(101, "x") }, ["deviceTags"]],
  ["too many attributes", { deviceAttributes: many(201, 1) }, ["deviceAttributes"]],
  ["an attribute that is too long", { deviceAttributes: { a: "x".repeat(4001) } }, ["deviceAttributes", "a"]],
  [
    "an identifier that is too long",
    { deviceAttributes: { ["i".repeat(129)]: 1 } },
    ["deviceAttributes", "i".repeat(129)],
  ],
  ["an attribute without an identifier", { deviceAttributes: { "": 1 } }, ["deviceAttributes", ""]],
  ["a tag without a key", { deviceTags: { "": "x" } }, ["deviceTags", ""]],
  ["a device key that is too short", { deviceKey: "abc" }, ["deviceKey"]],
  ["a device key that is too long", { deviceKey: "k".repeat(65) }, ["deviceKey"]],
  ["a device key with a control character", { deviceKey: "ab\u0000cd" }, ["deviceKey"]],
  [
    "a name that is too long",
    { deviceName: { defaultValue: "风".repeat(65) } },
    ["deviceName", "defaultValue"],
  ],
  [
    "a translation that is too long",
    { deviceName: { defaultValue: "x", i18nValue: { zh_CN: "风".repeat(65) } } },
    ["deviceName", "i18nValue", "zh_CN"],
  ],
  ["an empty name", { deviceName: { defaultValue: "" } }, ["deviceName", "defaultValue"]],
  ["a blank name", { deviceName: { defaultValue: "  " } }, ["deviceName", "defaultValue"]],
  [
    "a blank translation",
    { deviceName: { defaultValue: "x", i18nValue: { de_DE: "  " } } },
    ["deviceName", "i18nValue", "de_DE"],
  ],
  ["a name of two lines", { deviceName: { defaultValue: "a\nb" } }, ["deviceName", "defaultValue"]],
  [
    "half a character in a translation",
    { deviceName: { defaultValue: "x", i18nValue: { en: "\ud800" } } },
    ["deviceName", "i18nValue", "en"],
  ],
  [
    "a translation for no locale",
    { deviceName: { defaultValue: "x", i18nValue: { e: "x" } } },
    ["deviceName", "i18nValue", "e"],
  ],
  [
    "a translation for an endless locale",
    { deviceName: { defaultValue: "x", i18nValue: { [ENDLESS_LOCALE]: "x" } } },
    ["deviceName", "i18nValue", ENDLESS_LOCALE],
  ],
  ["a description with a NUL", { deviceDesc: "a\u0000b" }, ["deviceDesc"]],
  ["a tag with a NUL", { deviceTags: { floor: "3\u0000" } }, ["deviceTags", "floor"]],
  ["a tag key with a NUL", { deviceTags: { "floor\u0000": "3" } }, ["deviceTags", "floor\u0000"]],
  ["half a character in an attribute", { deviceAttributes: { a: "\udc00x" } }, ["deviceAttributes", "a"]],
  [
    "half a character in an identifier",
    { deviceAttributes: { "a\ud800": 1 } },
    ["deviceAttributes", "a\ufffd"],
  ],
  [
    "a NUL within an attribute",
    { deviceAttributes: { a: [{ b: "\u0000" }] } },
    ["deviceAttributes", "a", "0", "b"],
  ],
  [
    "a name with a NUL within an attribute",
    { deviceAttributes: { a: { "b\u0000": 1 } } },
    ["deviceAttributes", "a", "b\u0000"],
  ],
  ["an empty organization", { orgId: " " }, ["orgId"]],
  ["an endless product key", { productKey: "p".repeat(257) }, ["productKey"]],
  ["an empty idempotency key", { idempotencyKey: "" }, ["idempotencyKey"]],
];

it.each(FAULTS)("%s is found before EnOS is asked", async (_, input, path) => {
  const error = await expectMember("InvalidDeviceInputError", createDevice(subgraph, input));
  expect(error.problems.map((problem) => problem.path)).toEqual([path]);
  expect(error).toMatchObject({ code: null, retryable: false });
  expect(await subgraph.enos.calls()).toEqual([]);
});

it("too many attributes are said before what is wrong with each", async () => {
  const input = { deviceAttributes: { "": 1, ...many(200, 1) } };
  const error = await expectMember("InvalidDeviceInputError", createDevice(subgraph, input));
  expect(error.problems.map(({ path }) => path)).toEqual([["deviceAttributes"], ["deviceAttributes", ""]]);
});

it.each<[what: string, input: Partial<CreateDeviceInput>]>([
  ["a device key of 4 characters", { deviceKey: "abcd" }],
  ["100 tags", { deviceTags: many(100, "x") }],
  ["200 attributes", { deviceAttributes: many(200, 1) }],
  ["an idempotency key of 256 characters", { idempotencyKey: "i".repeat(256) }],
  ["a tag key of 50 and a tag of 200 characters", { deviceTags: { ["k".repeat(50)]: "x".repeat(200) } }],
  ["an attribute of 4,000 characters", { deviceAttributes: { ["i".repeat(128)]: "x".repeat(4_000) } }],
])("%s may be: it is the most, or the least, that EnOS takes", async (_, input) => {
  await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
});

it("a name of any length is repeated up to 256 characters, however many faults are below it", async () => {
  const members = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`a${index}\u0000`, 1]));
  const input = { deviceAttributes: { ["n".repeat(200_000)]: members } };
  const error = await expectMember("InvalidDeviceInputError", createDevice(subgraph, input));
  const short = `${"n".repeat(256)}…`;
  expect(error.problems).toHaveLength(91);
  expect(error.problems[0]?.path).toEqual(["deviceAttributes", short]);
  expect(error.problems[90]?.path).toEqual(["deviceAttributes", short, "a89\u0000"]);
});

it("all faults of an input come at once", async () => {
  const input = { timezone: "noon", deviceKey: "k", deviceTags: { a: 1, b: true } };
  const error = await expectMember("InvalidDeviceInputError", createDevice(subgraph, input));
  expect(error.problems.map(({ path }) => path.join("."))).toEqual([
    "timezone",
    "deviceTags.a",
    "deviceTags.b",
    "deviceKey",
  ]);
});

it("what the manual allows, or its editions disagree about, goes to EnOS", async () => {
  const { timezones, createDevice: page } = JSON.parse(readFileSync("test/support/samples.json", "utf8")) as {
    timezones: { offsets: string[]; iana: string[] };
    createDevice: {
      requests: Record<string, { body: Partial<CreateDeviceInput> & { requireSecret?: true } }>;
    };
  };
  const { v24RequireSecret: _, seed: __, ...requests } = page.requests;
  const inputs: Partial<CreateDeviceInput>[] = [
    ...Object.values(requests).map(({ body }) => body),
    ...[...timezones.offsets, ...timezones.iana].map((timezone) => ({ timezone })),
    ...["a-b_c", "a.b:c", "Any_DeviceKey..", "k".repeat(64)].map((deviceKey) => ({ deviceKey })),
    { deviceName: { defaultValue: "🌬️".repeat(20) }, deviceDesc: "two\nlines" },
  ];
  for (const input of inputs) await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
});

function many<T>(count: number, value: T): Record<string, T> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`name${index}`, value]));
}

const LIST = `mutation($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) { __typename } }`;

it("names the whole place of what a scalar refuses in a variable", async () => {
  const [sound, faulty] = [
    INPUT,
    { ...INPUT, deviceAttributes: { a: { "": 2 ** 60 } }, deviceTags: { b: 2 ** 60 } },
  ];
  const { errors = [] } = await subgraph.askText(LIST, { inputs: [sound, faulty] });
  const places = errors.map(({ extensions }) => extensions?.problems);
  const message = expect.any(String) as string;
  expect(places).toEqual([
    [
      { variable: "inputs", path: [1, "deviceAttributes", "a", ""], message },
      { variable: "inputs", path: [1, "deviceTags", "b"], message },
    ],
  ]);
});

it("refuses a literal as it refuses a variable", async () => {
  const literal = LIST.replace("$inputs: [CreateDeviceInput!]!", "$sound: CreateDeviceInput!").replace(
    "$inputs",
    `[$sound, { orgId: "o", productKey: "p", timezone: "+08:00", deviceName: { defaultValue: 1 } }]`,
  );
  const { errors } = await subgraph.askText(literal, { sound: INPUT });
  expect(errors).toMatchObject([
    { extensions: { code: "BAD_USER_INPUT", problems: [{ path: [1, "deviceName", "defaultValue"] }] } },
  ]);
});
