import { print } from "graphql";

import { CreateDeviceDocument } from "../generated/operations.js";
import { REFUSALS } from "../support/refusals.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { FlakyProxy } from "./flakyProxy.js";
import { endPrograms, startProgram } from "./program.js";

const ROUTER = { "router-authorization": "the-secret-of-the-router", "x-caller-orgs": "*" };
const SCOPES = { "x-caller-scopes": "device:create device:read device:secret" };

const orgId = "o15475450989191";
const productKey = "Vu82Agp3";
const input = {
  orgId,
  productKey,
  timezone: "Asia/Shanghai",
  deviceName: { defaultValue: "Turbine", i18nValue: { zh_CN: "风机" } },
  deviceAttributes: { ratedPower: 2.5, sites: ["a", "b"], nested: { deep: [1, { x: null }] } },
  deviceTags: { floor: "3" },
};

interface Answer {
  readonly data?: Record<string, Record<string, unknown> | null> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

describe.each([
  ["@apollo/gateway", "test/supergraph/apolloGateway.mjs"],
  ["Hive Gateway", "test/gateways/hiveGateway.mjs"],
])("through %s", (name, program) => {
  let subgraph: SubgraphUnderTest;
  let proxy: FlakyProxy;
  let gateway: string;

  beforeAll(async () => {
    subgraph = await startSubgraph({ env: { ROUTER_SECRET: "the-secret-of-the-router" } });
    proxy = await FlakyProxy.start(() => subgraph.app.url);
    gateway = await startProgram(program, {
      DEVICES_URL: proxy.url,
      MAINTENANCE_URL: await startProgram("test/supergraph/maintenance.mjs"),
      SUBGRAPH_HEADERS: JSON.stringify({ ...ROUTER, ...SCOPES }),
    });
  });

  beforeEach(() => subgraph.enos.reset());

  afterAll(async () => {
    await endPrograms();
    await proxy.close();
    await closeAll();
  });

  async function ask(query: string, variables: unknown = {}): Promise<Answer> {
    const response = await fetch(gateway, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer;
  }

  const create = (changes: object = {}) =>
    ask(print(CreateDeviceDocument), { input: { ...input, ...changes } });

  it("a device is created and read in one go, with a field of another team's, scalars unharmed", async () => {
    const { data, errors } = await ask(
      `mutation ($input: CreateDeviceInput!) {
        createDevice(input: $input) {
          ... on CreateDeviceSuccess {
            deviceSecret
            device { deviceName deviceAttributes deviceTags displayName(locale: "zh-CN") maintenanceTeam }
          }
        }
      }`,
      { input },
    );
    expect(errors).toBeUndefined();
    const [stored] = await subgraph.enos.devices();
    const { deviceName, deviceAttributes, deviceTags } = input;
    expect(data?.createDevice).toEqual({
      deviceSecret: stored?.deviceSecret,
      device: {
        deviceName,
        deviceAttributes,
        deviceTags,
        displayName: "风机",
        maintenanceTeam: expect.any(String) as string,
      },
    });
  });

  it("another team's references become devices with one search", async () => {
    for (const deviceKey of ["turbine-1", "turbine-2"]) await create({ deviceKey });
    const stored = await subgraph.enos.devices();
    const { data, errors } = await ask(
      `query ($orgId: ID!, $assetIds: [ID!]!) {
        tickets(orgId: $orgId, assetIds: $assetIds) { device { deviceKey maintenanceTeam } }
      }`,
      { orgId, assetIds: ["NoSuch00", ...stored.map(({ assetId }) => assetId)] },
    );
    expect(errors).toBeUndefined();
    expect(data?.tickets).toMatchObject([
      { device: { deviceKey: null } },
      ...stored.map(({ deviceKey }) => ({ device: { deviceKey } })),
    ]);
    expect(await subgraph.enos.calls("search")).toHaveLength(1);
  });

  it.each(Object.entries(REFUSALS))(
    "%s arrives as its own type",
    async (member, { changes, faults = [] }) => {
      await create({ deviceKey: "taken", timezone: "+01:00" });
      await subgraph.enos.addFaults(...faults);
      const { data, errors } = await create(changes);
      expect(errors).toBeUndefined();
      expect(data?.createDevice).toMatchObject({ __typename: member, message: expect.any(String) as string });
    },
  );

  it("a StringI18n at fault comes back as an error that names its place and the retry", async () => {
    const { data, errors } = await create({
      deviceName: { defaultValue: "Turbine", i18nValue: { "zh CN": "风机" } },
    });
    expect(data?.createDevice ?? null).toBeNull();
    expect(JSON.stringify(errors)).toContain("i18nValue");
    expect(JSON.stringify(errors)).toContain("zh_CN");
    expect(await subgraph.enos.calls("create")).toHaveLength(0);
  });

  it("an alias that fails leaves the other its secret", async () => {
    const { data, errors } = await ask(
      `mutation ($input: CreateDeviceInput!, $tooMany: [CreateDeviceInput!]!) {
        good: createDevice(input: $input) { ... on CreateDeviceSuccess { deviceSecret } }
        bad: createDevices(inputs: $tooMany) { __typename }
      }`,
      { input, tooMany: Array.from({ length: 1_001 }, () => ({ ...input, deviceAttributes: null })) },
    );
    const [stored] = await subgraph.enos.devices();
    expect(data).toEqual({ good: { deviceSecret: stored?.deviceSecret }, bad: null });
    expect(errors?.[0]?.message).toContain("1000 inputs at most");
  });

  it("the router's header reaches the subgraph, which answers nobody without it", async () => {
    const direct = await subgraph.askText("{ __typename }");
    expect(direct.status).toBe(401);
    expect((await create()).data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess" });
    expect(await subgraph.enos.devices()).toHaveLength(1);
  });

  it("a lost answer leaves one device, whether the gateway or the client asks again", async () => {
    proxy.answersToLose = 1;
    proxy.requests = 0;
    const first = await create({ idempotencyKey: "once" });
    // Only Hive Gateway repeats by itself; the client of the other does what its error tells it.
    const repeated = proxy.requests > 1;
    expect(repeated).toBe(name === "Hive Gateway");
    const { data } = repeated ? first : await create({ idempotencyKey: "once" });
    const [stored, ...others] = await subgraph.enos.devices();
    expect(others).toEqual([]);
    expect(data?.createDevice).toMatchObject({ replayed: true, deviceSecret: stored?.deviceSecret });
  });
});
