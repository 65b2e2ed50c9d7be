import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { CreateDevicesDocument } from "../generated/operations.js";

const orgId = "o15475450989191";
const productKey = "Vu82Agp3";
const other = { orgId: "o15475450989192", productKey: "Qx94Bmt7" };

const ENTITIES = /* GraphQL */ `
  query ($representations: [_Any!]!) {
    _entities(representations: $representations) {
      __typename
      ... on Device {
        orgId
        assetId
        deviceKey
        displayName
        product {
          productKey
        }
      }
    }
  }
`;

interface Entities {
  readonly _entities: readonly ({
    readonly assetId: string;
    readonly deviceKey: string;
    readonly product: { readonly productKey: string };
  } | null)[];
}

afterEach(closeAll);

function resolve(subgraph: SubgraphUnderTest, representations: readonly object[], headers = {}) {
  const typed = representations.map((key) => ({ __typename: "Device", ...key }));
  return subgraph.askText<Entities>(ENTITIES, { representations: typed }, headers);
}

async function createDevices(subgraph: SubgraphUnderTest, count: number, of = { orgId, productKey }) {
  const inputs = Array.from({ length: count }, (_, index) => ({
    ...of,
    deviceKey: `turbine-${index}`,
    timezone: "+08:00",
    deviceName: { defaultValue: `Turbine ${index}` },
  }));
  await subgraph.ask(CreateDevicesDocument, { inputs });
  const stored = (await subgraph.enos.devices()).filter((device) => device.orgId === of.orgId);
  return stored.toSorted((one, two) => Number(one.deviceKey.slice(8)) - Number(two.deviceKey.slice(8)));
}

describe("entities", () => {
  it("are read with one search per organization and kind of key, and come in the order asked for", async () => {
    const subgraph = await startSubgraph();
    const here = await createDevices(subgraph, 100);
    const there = await createDevices(subgraph, 60, other);
    const missing = Array.from({ length: 40 }, (_, index) => ({ orgId, assetId: `NoSuch${index}` }));
    const representations = [...here, ...there, ...missing]
      .map((device, index) =>
        "deviceKey" in device && index % 2 === 0
          ? { orgId: device.orgId, productKey: device.productKey, deviceKey: device.deviceKey }
          : { orgId: device.orgId, assetId: device.assetId },
      )
      .toReversed();
    const { data, errors } = await resolve(subgraph, representations);
    expect(errors).toBeUndefined();
    const expected = [...here, ...there].map(({ assetId }) => assetId).toReversed();
    expect(data?._entities.map((device) => device?.assetId)).toEqual([
      ...missing.map(() => undefined),
      ...expected,
    ]);
    expect(data?._entities.at(-1)?.product).toEqual({ productKey });
    const searches = (await subgraph.enos.calls("search")).map(({ query, body }) => [
      query.orgId,
      (JSON.parse(body) as { expression: string }).expression.startsWith("assetId"),
    ]);
    expect(searches.toSorted()).toEqual([
      [orgId, false],
      [orgId, true],
      [other.orgId, false],
      [other.orgId, true],
    ]);
    expect(await subgraph.enos.calls("get")).toHaveLength(0);
  });

  it("beyond a page are read page by page", async () => {
    const subgraph = await startSubgraph();
    const stored = await createDevices(subgraph, 250);
    const { data } = await resolve(
      subgraph,
      stored.map(({ assetId }) => ({ orgId, assetId })),
    );
    expect(data?._entities.map((device) => device?.assetId)).toEqual(stored.map(({ assetId }) => assetId));
    expect(await subgraph.enos.calls("search")).toHaveLength(3);
  });

  it("fail one by one: whoever's organization is denied is null with an error, the others are there", async () => {
    const subgraph = await startSubgraph();
    const [device] = await createDevices(subgraph, 1);
    const { data, errors } = await resolve(subgraph, [
      { orgId: "o15475450989193", assetId: "Uvmm5AXU" },
      { orgId, assetId: device?.assetId },
      { orgId, assetId: true },
      { orgId, productKey, deviceKey: null },
    ]);
    expect(data?._entities).toEqual([
      null,
      expect.objectContaining({ assetId: device?.assetId }),
      null,
      null,
    ]);
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [["_entities", 2], "BAD_USER_INPUT"],
      [["_entities", 0], "FORBIDDEN"],
    ]);
  });

  it("are kept from callers who lack the scope or act for another organization", async () => {
    const subgraph = await startSubgraph({ env: { ROUTER_SECRET: "the-secret-of-the-router" } });
    const router = { "router-authorization": "the-secret-of-the-router", "x-caller-orgs": other.orgId };
    const representations = [
      { orgId, assetId: "Uvmm5AXU" },
      { orgId: other.orgId, assetId: "Uvmm5AXU" },
    ];
    const reader = await resolve(subgraph, representations, { ...router, "x-caller-scopes": "device:read" });
    expect(reader.errors?.map(({ path }) => path)).toEqual([["_entities", 0]]);
    const writer = await resolve(subgraph, representations, {
      ...router,
      "x-caller-scopes": "device:create",
    });
    expect(writer.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: "FORBIDDEN", scope: "device:read" },
      { code: "FORBIDDEN", scope: "device:read" },
    ]);
  });
});
