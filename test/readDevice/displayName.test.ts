import { INPUT, ORG, PRODUCT } from "../support/createDevice.js";
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
])("the name by %s", async (_, locale, name) => {
  expect(await displayName({ zh_CN: "风机", zh_Hans: "风机组", de_DE: "Windrad", fr: "" }, locale)).toBe(
    name,
  );
});

it("a stored name's blank translation is none, and the name that is read can be written back", async () => {
  const stored = { defaultValue: "Turbine", i18nValue: { fr: " ", de_DE: "Windrad" } };
  const [device] = await subgraph.enos.addDevices({ orgId: ORG, productKey: PRODUCT, deviceName: stored });
  const key = { orgId: ORG, assetId: device?.assetId };
  const { data } = await subgraph.askText<{ device: { deviceName: object; displayName: string } }>(
    `query($orgId: ID!, $assetId: ID!) {
      device(orgId: $orgId, assetId: $assetId) { deviceName displayName(locale: "fr") }
    }`,
    key,
  );
  const deviceName = { defaultValue: "Turbine", i18nValue: { de_DE: "Windrad" } };
  expect(data?.device).toEqual({ deviceName, displayName: "Turbine" });
  const update = "mutation($input: UpdateDeviceInput!) { updateDevice(input: $input) { __typename } }";
  const written = await subgraph.askText(update, { input: { ...key, deviceName: data?.device.deviceName } });
  expect(written.data).toEqual({ updateDevice: { __typename: "UpdateDeviceSuccess" } });
});

// Quadratic work on so many subtags takes minutes.
it.each([
  ["subtags without letters", "_".repeat(500_000)],
  ["subtags of one letter", `de${"_x".repeat(250_000)}`],
])(
  "the name by half a million characters of %s",
  async (_, locale) => {
    expect(await displayName({ de_DE: "Windrad" }, locale)).toBe("Turbine");
  },
  10_000,
);
