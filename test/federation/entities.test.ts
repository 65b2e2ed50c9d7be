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

  it("have an ID that identifies them alone; another spelling of it identifies none", async () => {
    const subgraph = await startSubgraph();
    const [device] = await createDevices(subgraph, 1);
    const id = idOf(["1", orgId, device?.assetId]);
    const others = [
      ...[`${id}=`, ` ${id}`, id.slice(0, -1), "", "Uvmm5AXU", idOf(["2", orgId, device?.assetId])],
      ...[idOf(["1", orgId, "NoSuch00"]), idOf(["1", orgId]), idOf(["1", orgId, 7]), idOf({ orgId })],
      Buffer.from(JSON.stringify(["1", orgId, device?.assetId], null, 1)).toString("base64url"),
      Buffer.from(JSON.stringify(["1", orgId, device?.assetId])).toString("base64"),
    ].filter((other) => other !== id);
    const { data, errors } = await resolve(subgraph, [{ id }, ...others.map((other) => ({ id: other }))]);
    expect(errors).toBeUndefined();
    expect(data?._entities.map((entity) => entity?.assetId)).toEqual([
      device?.assetId,
      ...others.map(() => undefined),
    ]);
    expect(await subgraph.enos.calls("search")).toHaveLength(1);
  });

  it("by ID are kept from callers who may not act for the organization in it", async () => {
    const subgraph = await startSubgraph({ env: { ROUTER_SECRET: "the-secret-of-the-router" } });
    const router = { "router-authorization": "the-secret-of-the-router", "x-caller-orgs": other.orgId };
    const reader = { ...router, "x-caller-scopes": "device:read" };
    const { data, errors } = await resolve(subgraph, [{ id: idOf(["1", orgId, "Uvmm5AXU"]) }], reader);
    expect(data?._entities).toEqual([null]);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
    expect(await subgraph.enos.calls("search")).toHaveLength(0);
  });

  it("take an integer for an ID, as arguments do, and nothing else", async () => {
    const subgraph = await startSubgraph();
    const [device] = await subgraph.enos.addDevices({ orgId, productKey, deviceKey: "10001" });
    const representations = [10_001, true, 1.5, { x: 1 }].map((deviceKey) => ({
      orgId,
      productKey,
      deviceKey,
    }));
    const { data, errors } = await resolve(subgraph, representations);
    expect(data?._entities.map((entity) => entity?.assetId)).toEqual([
      device?.assetId,
      undefined,
      undefined,
      undefined,
    ]);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(Array(3).fill("BAD_USER_INPUT"));
  });

  it("are not taken from an answer about other devices: such an answer does not say that they are missing", async () => {
    const subgraph = await startSubgraph();
    const row = { orgId, assetId: "Other000", productKey, deviceKey: "other" };
    const body = JSON.stringify({ code: 0, data: [row], pagination: { totalSize: 1 } });
    await subgraph.enos.addFaults({ on: "search", fault: { kind: "http", status: 200, body } });
    const { data, errors } = await resolve(subgraph, [{ orgId, assetId: "Uvmm5AXU" }]);
    expect(data?._entities).toEqual([null]);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "ENOS_UNAVAILABLE", retryable: true });
  });
});

/** `Device.id` of these parts. */
function idOf(parts: unknown): string {
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}
