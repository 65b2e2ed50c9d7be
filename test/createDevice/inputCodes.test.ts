import type { CreateDeviceInput } from "../generated/operations.js";
import { createDevice, expectMember } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

const problemsOf = async (input: Partial<CreateDeviceInput>) =>
  (await expectMember("InvalidDeviceInputError", createDevice(subgraph, input))).problems;

it("each kind of fault has its code and its remedy, and all come at once, in order", async () => {
  const problems = await problemsOf({
    orgId: " ",
    productKey: "Vu82Agp3 ",
    timezone: "utc",
    deviceName: { defaultValue: "  ", i18nValue: { english: "x", "not a locale": "x" } },
    deviceAttributes: { note: "x".repeat(4_001), "": 1 },
    deviceDesc: "a\u0000b",
    deviceTags: { floor: 3, wing: " east", ["k".repeat(51)]: "x" },
    deviceKey: "abc",
    idempotencyKey: "k ",
  });
  expect(problems.map(({ path, code, message }) => [path.join("."), code, message])).toEqual([
    ["orgId", "REQUIRED", "is empty."],
    ["productKey", "INVALID", "starts or ends with a blank: remove it."],
    ["timezone", "UNKNOWN", "is not the exact name of a time zone: write UTC."],
    ["deviceName.defaultValue", "REQUIRED", "is empty."],
    ["deviceName.i18nValue.not a locale", "INVALID", "is not a locale: use one such as zh_CN."],
    ["deviceAttributes.note", "TOO_LONG", "is longer than 4000 characters."],
    ["deviceAttributes.", "REQUIRED", "has an empty name."],
    ["deviceDesc", "INVALID", "contains the control character U+0000: remove it."],
    ["deviceTags.floor", "WRONG_TYPE", "is not a string: every tag is one."],
    ["deviceTags.wing", "INVALID", "starts or ends with a blank: remove it."],
    [`deviceTags.${"k".repeat(51)}`, "TOO_LONG", "has a name that is longer than 50 characters."],
    ["deviceKey", "TOO_SHORT", "has 3 characters: a device key has 4 to 64."],
    ["idempotencyKey", "INVALID", "starts or ends with a blank: remove it."],
  ]);
  expect(await subgraph.enos.calls()).toEqual([]);
});

it("line ends and tabs reach EnOS unchanged, at the ends of tags and attributes as well", async () => {
  const texts = {
    address: "Main St 1\nTown\r\n",
    pem: "-----BEGIN-----\nMIIB\n-----END-----\n",
    tab: "\ta\tb",
  };
  const changes = { deviceTags: texts, deviceAttributes: { ...texts, lines: ["\n"] } };
  const { device } = await expectMember("CreateDeviceSuccess", createDevice(subgraph, changes));
  expect(await subgraph.enos.devices()).toMatchObject([{ assetId: device.assetId, ...changes }]);
});

it("too many members are named before the faults of each", async () => {
  const tags = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`tag${index}`, 1]));
  const problems = await problemsOf({ deviceTags: tags });
  expect(problems[0]).toMatchObject({ path: ["deviceTags"], code: "TOO_MANY" });
});

it.each([
  ["asia/shanghai", "write Asia/Shanghai."],
  [" Asia/Shanghai", "write Asia/Shanghai."],
  ["gmt", "write GMT."],
  ["CST", "is not a time zone"],
  ["IST", "is not a time zone"],
  ["PST", "is not a time zone"],
  ["SystemV/PST8PDT", "is not a time zone"],
  ["US/Pacific-New", "is not a time zone"],
  ["Factory", "is not a time zone"],
  ["Mars/Olympus", "is not a time zone"],
  ["+8:00", "is not a time zone"],
  ["+08:60", "is not a time zone"],
  ["-00:00", "is not a UTC offset from -12:00 to +14:00."],
  ["-12:01", "is not a UTC offset from -12:00 to +14:00."],
  ["+14:01", "is not a UTC offset from -12:00 to +14:00."],
])("the time zone %s is refused with the remedy", async (timezone, remedy) => {
  const [problem] = await problemsOf({ timezone });
  expect(problem).toMatchObject({ path: ["timezone"], code: "UNKNOWN" });
  expect(problem?.message).toContain(remedy);
});

it.each([
  "+00:00",
  "-12:00",
  "+14:00",
  "+05:45",
  "UTC",
  "EST",
  "US/Pacific",
  "Asia/Calcutta",
  "America/Argentina/Ushuaia",
])("the time zone %s is accepted", async (timezone) => {
  await expectMember("CreateDeviceSuccess", createDevice(subgraph, { timezone }));
});

it("texts far beyond their limits are refused", async () => {
  const long = "x".repeat(50_000);
  const problems = await problemsOf({ deviceKey: long, idempotencyKey: long, timezone: long });
  expect(problems.map(({ path, code }) => [path[0], code])).toEqual([
    ["timezone", "UNKNOWN"],
    ["deviceKey", "TOO_LONG"],
    ["idempotencyKey", "TOO_LONG"],
  ]);
});
