import { type Normalization, NORMALIZATION_NAMES } from "../../src/sandbox/devices/normalizations.js";
import { DEVICE, type EnosClient, startEnos, stopAll } from "./enosClient.js";

let enos: EnosClient;
beforeAll(async () => {
  enos = await startEnos();
});
afterAll(stopAll);

const name = (defaultValue: string, i18nValue: unknown = {}) => ({
  deviceName: { defaultValue, i18nValue },
});
const attributes = (deviceAttributes: unknown) => ({ deviceAttributes });
const tags = (deviceTags: unknown) => ({ deviceTags });

const TABLE: [Normalization, sent: object, stored: object][] = [
  ["trim", { ...name("Pump 7 "), deviceDesc: "a pump\n" }, { ...name("Pump 7"), deviceDesc: "a pump" }],
  ["nfc", name("Cafe\u0301"), name("Caf\u00e9")],
  ["lineFeeds", { deviceDesc: "a\r\nb" }, { deviceDesc: "a\nb" }],
  ["zoneAlias", { timezone: "Asia/Calcutta" }, { timezone: "Asia/Kolkata" }],
  ["zoneCase", { timezone: "Asia/Shanghai" }, { timezone: "asia/shanghai" }],
  ["numbersAsText", attributes({ a: 1 }), attributes({ a: "1" })],
  ["textAsNumbers", attributes({ a: "1", b: "x" }), attributes({ a: 1, b: "x" })],
  ["booleansAsNumbers", attributes({ a: true }), attributes({ a: 1 })],
  ["float32", attributes({ a: 0.1, b: 16777217 }), attributes({ a: 0.10000000149011612, b: 16777217 })],
  ["datesWithTime", attributes({ a: "2019-05-06" }), attributes({ a: "2019-05-06 00:00:00" })],
  ["memberDefaults", attributes({ x: { a: 1 } }), attributes({ x: { b: 0, a: 1 } })],
  ["nullMembersDropped", attributes({ x: { a: 1, b: null } }), attributes({ x: { a: 1 } })],
  ["emptyAttributesDropped", attributes({ a: "", b: 1 }), attributes({ b: 1 })],
  ["attributesReordered", attributes({ b: 1, a: 2 }), attributes({ a: 2, b: 1 })],
  ["attributeDefaults", {}, attributes({ y: 5 })],
  ["noAttributesNull", {}, attributes(null)],
  ["noTagsNull", {}, tags(null)],
  ["tagAdded", tags({ a: "1" }), tags({ a: "1", addedBy: "platform" })],
  ["emptyTagsDropped", tags({ a: "", b: "1" }), tags({ b: "1" })],
  ["noTranslationsNull", name("Pump"), name("Pump", null)],
  ["noTranslationsBlank", name("Pump"), name("Pump", { en_US: "", zh_CN: "" })],
  ["noTranslationsNullEntries", name("Pump"), name("Pump", { en_US: null })],
  ["noDescriptionEmpty", {}, { deviceDesc: "" }],
  ["emptyDescriptionNull", { deviceDesc: "" }, { deviceDesc: null }],
  ["nameAsText", name("Pump"), { deviceName: "Pump" }],
];

it.each(TABLE)("%s: %j is stored as %j", async (normalization, sent, stored) => {
  await enos.admin("POST", "settings", { normalize: [normalization] });
  const { data } = await enos.create({ ...DEVICE, ...sent });
  const found = (await enos.get({ assetId: data.assetId as string })).data;
  const fields = Object.fromEntries(Object.keys(stored).map((field) => [field, found[field]]));
  // As text, so that the order of members counts.
  expect(JSON.stringify(fields)).toBe(JSON.stringify(stored));
});

it("finds devices by name, however the platform stores names", async () => {
  await enos.admin("POST", "settings", { normalize: ["nameAsText"] });
  await enos.create(name("Searched"));
  expect((await enos.search({ expression: "deviceName like 'searched'" })).data).toHaveLength(1);
});

it("has a row for every normalization", () => {
  expect(TABLE.map(([normalization]) => normalization).sort()).toEqual([...NORMALIZATION_NAMES].sort());
});
