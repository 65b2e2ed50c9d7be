import type { CreateDeviceInput } from "../generated/operations.js";
import type { JsonValue } from "../../src/scalars/json.js";
import { createDevice, expectMember, INPUT } from "../support/createDevice.js";
import type { DeviceRecord } from "../support/sandboxAdmin.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({ enos: { clock: new SkippingClock() } });
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

type Fields = Partial<CreateDeviceInput>;
type Stored = Readonly<Record<string, unknown>>;
type Row = [what: string, sent: Fields, stored: Stored];

const name = (defaultValue: string, i18nValue?: Record<string, unknown>) => ({
  deviceName: { defaultValue, ...(i18nValue && { i18nValue: i18nValue as Record<string, string> }) },
});
const attributes = (a: JsonValue) => ({ deviceAttributes: { a } });

/** Changes that a platform may make when it stores an input: the same request again is a replay. */
const SAME: Row[] = [
  ["a name's outer blanks", name("Pump 7 "), name("Pump 7")],
  ["a description's line end", { deviceDesc: "a pump\n" }, { deviceDesc: "a pump" }],
  ["CRLF", { deviceDesc: "a\r\nb" }, { deviceDesc: "a\nb" }],
  ["Unicode in its decomposed form", name("Cafe\u0301"), name("Caf\u00e9")],
  ["a link of a time zone", { timezone: "Asia/Calcutta" }, { timezone: "Asia/Kolkata" }],
  ["a time zone's case", { timezone: "Asia/Shanghai" }, { timezone: "asia/shanghai" }],
  ["an offset as a zone", { timezone: "+08:00" }, { timezone: "Asia/Shanghai" }],
  ["an offset in another form", { timezone: "+08:00" }, { timezone: "UTC+8" }],
  ["no time zone", {}, { timezone: null }],
  ["a number as a text", attributes(1), attributes("1")],
  ["a text as a number", attributes("1"), attributes(1)],
  ["a whole number with a fraction", attributes("1.0"), attributes(1)],
  ["true as 1", attributes(true), attributes(1)],
  ["false as a text", attributes(false), attributes("false")],
  ["a 32-bit float", attributes(0.1), attributes(0.10000000149011612)],
  ["a 32-bit float with fewer digits", attributes(123456.789), attributes(123456.79)],
  ["a date with a time", attributes("2019-05-06"), attributes("2019-05-06 00:00:00")],
  ["a date and time in ISO 8601", attributes("2019-05-06 10:00:00"), attributes("2019-05-06T10:00:00.000")],
  ["an instant in another zone", attributes("2019-05-06T10:00:00Z"), attributes("2019-05-06T18:00:00+0800")],
  ["an instant without its zone", attributes("2019-05-06T10:00:00Z"), attributes("2019-05-06 10:00:00")],
  ["a zero below zero, as a text", attributes("-0"), attributes(0)],
  ["a member that the model adds", attributes({ a: 1 }), attributes({ a: 1, b: 0 })],
  ["a member that is null", attributes({ a: 1, b: null }), attributes({ a: 1 })],
  ["a structure as its JSON", attributes({ a: [1, "2"] }), attributes('{"a":["1",2]}')],
  [
    "a structure with a long number as its JSON",
    attributes('{"a":1234567890123456789}'),
    attributes({ a: JSON.rawJSON("1234567890123456789") }),
  ],
  ["an empty attribute", attributes(""), { deviceAttributes: {} }],
  ["a null attribute", attributes(null), attributes("")],
  ["an attribute that the store drops", attributes("x"), { deviceAttributes: null }],
  ["defaults of a model", {}, { deviceAttributes: { y: 5 } }],
  ["no attributes", {}, { deviceAttributes: null }],
  ["one more tag", { deviceTags: { a: "1" } }, { deviceTags: { a: "1", b: "2" } }],
  ["a tag that is empty", { deviceTags: { a: "1", b: "" } }, { deviceTags: { a: "1" } }],
  ["a tag as a number", { deviceTags: { a: "1" } }, { deviceTags: { a: 1 } }],
  ["no translations", name("x", {}), name("x")],
  ["null translations", name("x", {}), { deviceName: { defaultValue: "x", i18nValue: null } }],
  ["empty translations", name("x", {}), name("x", { en_US: "", zh_CN: "" })],
  ["a null translation", name("x", {}), name("x", { en_US: null })],
  ["one more translation", name("x", { zh_CN: "风机" }), name("x", { zh_CN: "风机", en_US: "Turbine" })],
  ["no description", {}, { deviceDesc: "" }],
  ["a name as a plain text", name("Turbine 7"), { deviceName: "Turbine 7" }],
];

describe.each(SAME)(
  "the same request again is a replay although EnOS stores %s otherwise",
  (_, sent, stored) => {
    it.each([
      ["after the first one was answered", []],
      ["although the first answer was lost", [{ on: "create", fault: { kind: "resetAfter" } } as const]],
    ])("%s", async (__, faults) => {
      const input = { ...sent, idempotencyKey: "k" };
      await subgraph.enos.addFaults(...faults);
      if (faults.length === 0) await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
      else await sendAndStore(input, stored);
      await show(stored);
      const again = await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
      const [device] = await subgraph.enos.devices();
      expect(again).toMatchObject({ replayed: true, deviceSecret: device?.deviceSecret });
      expect(await subgraph.enos.devices()).toHaveLength(1);
    });
  },
);

/** Sends a first request whose answer is lost while EnOS already shows the device as it stores it. */
async function sendAndStore(input: Fields, stored: Stored): Promise<void> {
  await subgraph.enos.addFaults({ on: "get", fault: { kind: "code", code: 99404 } });
  const pending = createDevice(subgraph, input);
  while ((await subgraph.enos.devices()).length === 0) await new Promise((resolve) => setImmediate(resolve));
  await show(stored);
  await expectMember("CreateDeviceSuccess", pending);
}

/** Has EnOS show the only device with other fields, as often as somebody reads it. */
async function show(stored: Stored): Promise<void> {
  const [device] = await subgraph.enos.devices();
  const body = JSON.stringify({
    code: 0,
    msg: "OK",
    data: { ...device, ...stored } satisfies Partial<DeviceRecord>,
  });
  await subgraph.enos.clearFaults();
  await subgraph.enos.addFaults({ on: "get", times: 0, fault: { kind: "http", status: 200, body } });
}

/** Changes by a person, and other inputs: the key was used before. */
const OTHER: [...Row, path: string[]][] = [
  ["another name", name("Pump 7"), name("Pump 8"), ["deviceName", "defaultValue"]],
  ["a name in another case", name("Pump 7"), name("pump 7"), ["deviceName", "defaultValue"]],
  ["a name that is another number", name("007"), name("7"), ["deviceName", "defaultValue"]],
  [
    "another translation",
    name("x", { zh_CN: "风机" }),
    name("x", { zh_CN: "水泵" }),
    ["deviceName", "i18nValue", "zh_CN"],
  ],
  ["another description", { deviceDesc: "a" }, { deviceDesc: "b" }, ["deviceDesc"]],
  ["another offset", { timezone: "+08:00" }, { timezone: "+09:00" }, ["timezone"]],
  ["another zone", { timezone: "Asia/Shanghai" }, { timezone: "Europe/Berlin" }, ["timezone"]],
  ["a zone with daylight saving time", { timezone: "+01:00" }, { timezone: "Europe/Berlin" }, ["timezone"]],
  ["another tag", { deviceTags: { floor: "1" } }, { deviceTags: { floor: "2" } }, ["deviceTags", "floor"]],
  ["another text", attributes("north"), attributes("south"), ["deviceAttributes", "a"]],
  ["another number", attributes(16777216), attributes(16777217), ["deviceAttributes", "a"]],
  ["another fraction", attributes(0.1), attributes(0.11), ["deviceAttributes", "a"]],
  ["another boolean", attributes(true), attributes(0), ["deviceAttributes", "a"]],
  ["another date", attributes("2019-05-06"), attributes("2019-05-07 00:00:00"), ["deviceAttributes", "a"]],
  [
    "another time",
    attributes("2019-05-06 10:00:00"),
    attributes("2019-05-06 11:00:00"),
    ["deviceAttributes", "a"],
  ],
  [
    "another fraction of a second",
    attributes("2019-05-06T10:00:00.100Z"),
    attributes("2019-05-06T10:00:00.200Z"),
    ["deviceAttributes", "a"],
  ],
  ["another member", attributes({ b: { c: 1 } }), attributes({ b: { c: 2 } }), ["deviceAttributes", "a"]],
  ["a list in another order", attributes([1, 2]), attributes([2, 1]), ["deviceAttributes", "a"]],
  ["a longer list", attributes([1]), attributes([1, 2]), ["deviceAttributes", "a"]],
  ["a structure in place of a number", attributes(1), attributes({ b: 1 }), ["deviceAttributes", "a"]],
  ["a text that is no structure", attributes({ b: 1 }), attributes("{b"), ["deviceAttributes", "a"]],
];

it.each(OTHER)("%s is a conflict, and says where", async (_, sent, stored, path) => {
  const input = { ...sent, idempotencyKey: "k" };
  await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
  await show(stored);
  const conflict = await expectMember("IdempotencyConflictError", createDevice(subgraph, input));
  expect(conflict).toMatchObject({
    code: 11702,
    idempotencyKey: "k",
    retryable: false,
    holder: { assetId: (await subgraph.enos.devices())[0]?.assetId },
    differences: [{ path, code: "DIFFERENT", message: "differs from the existing device." }],
  });
});

it.each<[string, Fields, RegExp]>([
  ["changed since, and of the same input", {}, /changed since\. Use a new idempotencyKey/],
  [
    "another request's",
    { deviceKey: "key-1" },
    /“key-1”.+another request used the key.+Choose another deviceKey/,
  ],
])("a conflict with a device that is %s does not blame an earlier input alone", async (_, key, advice) => {
  const input = { ...name("Pump 7"), idempotencyKey: "k", ...key };
  await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
  await show(name("Pump 8"));
  const { message } = await expectMember("IdempotencyConflictError", createDevice(subgraph, input));
  expect(message).toMatch(advice);
});

it("integers that no double tells apart are different", async () => {
  const input = { deviceKey: "key-1", idempotencyKey: "k", deviceAttributes: { a: "9007199254740993" } };
  await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
  for (const [digits, member] of [
    ["9007199254740993", "CreateDeviceSuccess"],
    ["9007199254740992", "IdempotencyConflictError"],
  ] as const) {
    const [device] = await subgraph.enos.devices();
    const data = JSON.stringify({ ...device, deviceAttributes: { a: 0 } }).replace('"a":0', `"a":${digits}`);
    const body = `{"code":0,"data":${data}}`;
    await subgraph.enos.addFaults({ on: "get", fault: { kind: "http", status: 200, body } });
    await expectMember(member, createDevice(subgraph, input));
  }
});

/** Two spellings of one input: the first is stored as it was sent, the second asks for the same device. */
it.each<[string, Fields, Fields]>([
  ["attributes in another order", { deviceAttributes: { a: 1, b: 2 } }, { deviceAttributes: { b: 2, a: 1 } }],
  ["NFD after NFC", name("Caf\u00e9"), name("Cafe\u0301")],
  ["an empty text after null", { deviceDesc: null }, { deviceDesc: "" }],
  ["null after no members", { deviceTags: {} }, { deviceTags: null }],
  ["less than the first time", { deviceTags: { a: "1" }, deviceDesc: "a" }, {}],
])("%s asks for the same device", async (_, first, second) => {
  const [one, other] = [
    await expectMember("CreateDeviceSuccess", createDevice(subgraph, { ...first, idempotencyKey: "k" })),
    await expectMember("CreateDeviceSuccess", createDevice(subgraph, { ...second, idempotencyKey: "k" })),
  ];
  expect(other).toMatchObject({ replayed: true, deviceSecret: one.deviceSecret });
});

it("idempotency keys are their exact characters", async () => {
  for (const idempotencyKey of ["Caf\u00e9", "Cafe\u0301", "caf\u00e9"])
    await expectMember("CreateDeviceSuccess", createDevice(subgraph, { ...INPUT, idempotencyKey }));
  expect(await subgraph.enos.devices()).toHaveLength(3);
});
