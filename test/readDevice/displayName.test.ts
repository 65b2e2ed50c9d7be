import { INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
afterAll(closeAll);

const QUERY = `mutation($input: CreateDeviceInput!, $locale: String) {
  createDevice(input: $input) { ... on CreateDeviceSuccess { device { displayName(locale: $locale) } } }
}`;

async function displayName(i18nValue: Record<string, string>, locale: string | null) {
  const input = { ...INPUT, deviceName: { defaultValue: "Turbine", i18nValue } };
  const { data } = await subgraph.askText<{ createDevice: { device: { displayName: string } } }>(QUERY, {
    input,
    locale,
  });
  return data?.createDevice.device.displayName;
}

it.each([
  ["its own translation", "zh_CN", "风机"],
  ["its own in another spelling", "zh-cn", "风机"],
  ["the next wider locale", "zh_Hans_CN", "风机组"],
  ["another of the same language", "zh_TW", "风机"],
  ["the language of a country", "de", "Windrad"],
  ["another country of the language", "de-AT", "Windrad"],
  ["an empty translation", "fr", "Turbine"],
  ["an empty locale", "", "Turbine"],
  ["no locale", null, "Turbine"],
  ["40,000 subtags without letters", "_".repeat(40_000), "Turbine"],
  ["40,000 subtags", `de${"_x".repeat(40_000)}`, "Turbine"],
])("the name by %s", async (_, locale, name) => {
  expect(await displayName({ zh_CN: "风机", zh_Hans: "风机组", de_DE: "Windrad", fr: "" }, locale)).toBe(
    name,
  );
});
