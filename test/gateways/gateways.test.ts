import { print } from "graphql";

import {
  CheckDevicesDocument,
  CreateDeviceDocument,
  DeleteDevicesDocument,
  DevicesDocument,
  SetDevicesEnabledDocument,
  ThingModelDocument,
  UpdateDeviceDocument,
} from "../generated/operations.js";
import { ImportFolder, removeFolders } from "../import/importCommand.js";
import { DENIED_ORG } from "../support/createDevice.js";
import { REFUSALS } from "../support/refusals.js";
import type { Fault } from "../support/sandboxAdmin.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { FlakyProxy } from "./flakyProxy.js";
import { endPrograms, startProgram } from "./program.js";

const ROUTER = { "router-authorization": "the-secret-of-the-router", "x-caller-orgs": "*" };
const SCOPES = { "x-caller-scopes": "device:create device:read device:update device:delete device:secret" };

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

/** The writes to a device that is there: the field, EnOS's action, the operation, its variables. */
const WRITES = [
  [
    "updateDevice",
    "update",
    UpdateDeviceDocument,
    (org: string, assetId: string) => ({ input: { orgId: org, assetId, deviceDesc: "new" } }),
  ],
  [
    "setDevicesEnabled",
    "disable",
    SetDevicesEnabledDocument,
    (org: string, assetId: string) => ({ orgId: org, assetIds: [assetId], enabled: false }),
  ],
  [
    "deleteDevices",
    "delete",
    DeleteDevicesDocument,
    (org: string, assetId: string) => ({ orgId: org, assetIds: [assetId] }),
  ],
] as const;

/** The cause of each refusal of these writes. */
const WRITE_REFUSALS: readonly (readonly [
  member: string,
  given: { readonly org?: string; readonly assetId?: string } & Partial<Pick<Fault, "times" | "fault">>,
])[] = [
  ["DeviceNotFoundError", { assetId: "NoSuch00" }],
  ["OrganizationAccessDeniedError", { org: DENIED_ORG }],
  ["EnosUnavailableError", { fault: { kind: "http", status: 429, headers: { "retry-after": "60" } } }],
  ["DeviceUnconfirmedError", { times: 4, fault: { kind: "resetAfter" } }],
  ["UnrecognizedDeviceError", { fault: { kind: "code", code: 12_345, msg: "odd" } }],
];

interface Answer {
  readonly data?: Record<string, Record<string, unknown> | null> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

interface Listed {
  readonly edges: readonly { readonly node: Readonly<Record<"id" | "displayName" | "status", string>> }[];
}

/** Starts another team's subgraph. */
async function startSubgraphOf(name: string) {
  const url = await startProgram(`test/supergraph/${name}.mjs`);
  return { name, url, file: `test/supergraph/${name}.graphql` };
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
      SUBGRAPHS: JSON.stringify([
        { name: "devices", url: proxy.url, file: "schema/devices.graphql" },
        await startSubgraphOf("maintenance"),
        await startSubgraphOf("visits"),
      ]),
      SUBGRAPH_HEADERS: JSON.stringify({ ...ROUTER, ...SCOPES }),
    });
  });

  beforeEach(() => subgraph.enos.reset());

  afterEach(removeFolders);

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

  it("another team's references by `id` become devices", async () => {
    const stored = await subgraph.enos.addDevices(
      ...["turbine-1", "turbine-2"].map((deviceKey) => ({ orgId, productKey, deviceKey })),
    );
    const { data: listed } = await ask(print(DevicesDocument), { orgId });
    const ids = (listed?.devices as unknown as Listed).edges.map(({ node }) => node.id);
    const { data, errors } = await ask(
      `query ($deviceIds: [ID!]!) {
        visits(deviceIds: $deviceIds) { purpose device { assetId deviceKey nextVisit maintenanceTeam } }
      }`,
      { deviceIds: ids },
    );
    expect(errors).toBeUndefined();
    const visits = data?.visits as unknown as { device: Record<string, unknown> | null }[];
    expect(visits.map(({ device }) => device?.assetId).toSorted()).toEqual(
      stored.map(({ assetId }) => assetId).toSorted(),
    );
    expect(visits[0]?.device).toMatchObject({
      nextVisit: "2026-12-01",
      maintenanceTeam: expect.any(String) as string,
    });
    expect(await subgraph.enos.calls("search")).toHaveLength(2);
  });

  it("a device's life: created, listed, corrected, disabled, enabled, deleted", async () => {
    const list = async () => {
      const { data, errors } = await ask(print(DevicesDocument), {
        orgId,
        filter: { nameContains: "turbine" },
      });
      expect(errors).toBeUndefined();
      return (data?.devices as unknown as Listed).edges.map(({ node }) => [node.displayName, node.status]);
    };
    await create({ deviceName: { defaultValue: "Turbine 7" } });
    const [stored] = await subgraph.enos.devices();
    const assetId = stored?.assetId ?? "";
    expect(await list()).toEqual([["Turbine 7", "INACTIVE"]]);

    const changes = { deviceName: { defaultValue: "Turbine 8" }, deviceAttributes: { height: 80 } };
    const updated = await ask(print(UpdateDeviceDocument), { input: { orgId, assetId, ...changes } });
    expect(updated.data?.updateDevice).toMatchObject({
      device: { displayName: "Turbine 8", deviceAttributes: { ...input.deviceAttributes, height: 80 } },
    });
    expect(await list()).toEqual([["Turbine 8", "INACTIVE"]]);

    for (const [enabled, status] of [
      [false, "DISABLED"],
      [true, "INACTIVE"],
    ]) {
      const { data } = await ask(print(SetDevicesEnabledDocument), { orgId, assetIds: [assetId], enabled });
      expect(data?.setDevicesEnabled).toMatchObject([{ device: { assetId, status } }]);
      expect(await list()).toEqual([["Turbine 8", status]]);
    }

    const deleted = await ask(print(DeleteDevicesDocument), { orgId, assetIds: [assetId, "NoSuch00"] });
    expect(deleted.data?.deleteDevices).toMatchObject([
      { __typename: "DeleteDeviceSuccess", assetId },
      { __typename: "DeviceNotFoundError", assetId: "NoSuch00" },
    ]);
    expect(await list()).toEqual([]);
  });

  it("a thing model arrives whole, its schema unharmed", async () => {
    const variables = { orgId, productKey: "AllTypes", locale: "zh-CN" };
    const [through, direct] = await Promise.all([
      ask(print(ThingModelDocument), variables),
      subgraph.ask(ThingModelDocument, variables, { ...ROUTER, ...SCOPES }),
    ]);
    expect(through.errors).toBeUndefined();
    expect(through.data?.thingModel).toMatchObject({ modelId: "everyType" });
    expect(through.data).toEqual(direct.data);
  });

  it("another team's references to products get their thing models with one search", async () => {
    const productKeys = ["AllTypes", "NoSuch01", "FuLL0001"];
    const { data, errors } = await ask(
      `query ($orgId: ID!, $productKeys: [ID!]!) {
        visitedProducts(orgId: $orgId, productKeys: $productKeys) { productKey thingModel { modelId } }
      }`,
      { orgId, productKeys },
    );
    expect(data?.visitedProducts).toEqual([
      { productKey: "AllTypes", thingModel: { modelId: "everyType" } },
      { productKey: "NoSuch01", thingModel: null },
      { productKey: "FuLL0001", thingModel: { modelId: "windTurbine" } },
    ]);
    expect(errors).toBeUndefined();
    expect(await subgraph.enos.calls("searchProducts")).toHaveLength(1);
  });

  it("inputs are checked in their order, and a device that exists is shown", async () => {
    await create({ idempotencyKey: "once" });
    const inputs = [{ timezone: "Mars" }, { idempotencyKey: "once" }].map((changes) => ({
      ...input,
      ...changes,
    }));
    const { data, errors } = await ask(print(CheckDevicesDocument), { inputs });
    expect(errors).toBeUndefined();
    const [stored] = await subgraph.enos.devices();
    expect(data?.checkDevices).toMatchObject([
      {
        existing: null,
        problems: expect.arrayContaining([expect.objectContaining({ path: ["timezone"] })]) as unknown,
      },
      { existing: { assetId: stored?.assetId, deviceKey: stored?.deviceKey } },
    ]);
  });

  it("an import creates the rows without a fault, and writes the others down", async () => {
    const folder = await ImportFolder.create(
      subgraph,
      "name,timezone,attributes.ratedPower\nTurbine 1,+08:00,2.5\nTurbine 2,Mars,2.5\nTurbine 3,+08:00,3\n",
    );
    const { code, stdout } = await folder.run(["--url", gateway]);
    expect(stdout).toMatch(/^line 3, column timezone: /m);
    expect(code).toBe(1);
    const stored = await subgraph.enos.devices();
    expect(stored).toHaveLength(2);
    const results = await folder.rows("devices.results.csv");
    expect(results.map(({ deviceSecret }) => deviceSecret).sort()).toEqual(
      stored.map(({ deviceSecret }) => deviceSecret).sort(),
    );
    expect(await folder.rows("devices.failed.csv")).toMatchObject([
      { "import.line": "3", name: "Turbine 2" },
    ]);
  });

  it.each(Object.entries(REFUSALS))(
    "%s arrives as its own type",
    async (member, { changes, faults = [] }) => {
      await create({ deviceKey: "taken", timezone: "+01:00" });
      await subgraph.enos.addFaults(...faults);
      // Attributes that no model defines would explain a refusal.
      const { data, errors } = await create({ deviceAttributes: null, ...changes });
      expect(errors).toBeUndefined();
      expect(data?.createDevice).toMatchObject({ __typename: member, message: expect.any(String) as string });
    },
  );

  describe.each(WRITES)("%s", (field, action, document, toVariables) => {
    const write = async (org: string, assetId: string) => {
      const { data, errors } = await ask(print(document), toVariables(org, assetId));
      return { result: [data?.[field] as unknown].flat()[0] as Record<string, unknown> | null, errors };
    };
    const addDevice = async () =>
      (await subgraph.enos.addDevices({ orgId, productKey, status: "online" }))[0]?.assetId ?? "";
    const SUCCESS = field === "deleteDevices" ? "DeleteDeviceSuccess" : "UpdateDeviceSuccess";

    it.each(WRITE_REFUSALS)("is refused with %s, which arrives as its own type", async (member, given) => {
      const { org, assetId, fault, times } = { org: orgId, assetId: await addDevice(), ...given };
      if (fault) await subgraph.enos.addFaults({ on: action, times: times ?? 1, fault });
      const { result, errors } = await write(org, assetId);
      expect(errors).toBeUndefined();
      expect(result).toMatchObject({ __typename: member, message: expect.any(String) as string });
    });

    it("succeeds though EnOS's answer is lost", async () => {
      const assetId = await addDevice();
      await subgraph.enos.addFaults({ on: action, fault: { kind: "resetAfter" } });
      expect(await write(orgId, assetId)).toMatchObject({ result: { __typename: SUCCESS } });
      expect(await subgraph.enos.calls(action)).toHaveLength(2);
    });

    it("that is repeated because the subgraph's answer is lost does no harm", async () => {
      const assetId = await addDevice();
      proxy.answersToLose = 1;
      proxy.requests = 0;
      const first = await write(orgId, assetId);
      const { result } = proxy.requests > 1 ? first : await write(orgId, assetId);
      // A repeated deletion finds no device, and only the repeating gateway knows why.
      const member = field === "deleteDevices" ? "DeviceNotFoundError" : SUCCESS;
      expect(result).toMatchObject({ __typename: member });
      expect(await subgraph.enos.calls(action)).toHaveLength(2);
    });
  });

  it("an update at fault comes back with its place", async () => {
    const changes = { orgId, assetId: "Tq7mXw2c", timezone: "mars" };
    const { data, errors } = await ask(print(UpdateDeviceDocument), { input: changes });
    expect(errors).toBeUndefined();
    expect(data?.updateDevice).toMatchObject({
      __typename: "InvalidDeviceInputError",
      problems: [{ path: ["timezone"], code: "UNKNOWN" }],
    });
  });

  it("a locale at fault comes back with its place and the remedy", async () => {
    const { data, errors } = await create({
      deviceName: { defaultValue: "Turbine", i18nValue: { "zh CN": "风机" } },
    });
    expect(errors).toBeUndefined();
    expect(data?.createDevice).toMatchObject({
      __typename: "InvalidDeviceInputError",
      problems: [
        { path: ["deviceName", "i18nValue", "zh CN"], message: expect.stringContaining("zh_CN") as string },
      ],
    });
    expect(await subgraph.enos.calls("create")).toHaveLength(0);
  });

  it("an alias that fails leaves the other its secret", async () => {
    const { data, errors } = await ask(
      `mutation ($input: CreateDeviceInput!, $longList: [CreateDeviceInput!]!) {
        good: createDevice(input: $input) { ... on CreateDeviceSuccess { deviceSecret } }
        bad: createDevices(inputs: $longList) { __typename }
      }`,
      { input, longList: Array.from({ length: 1_001 }, () => ({ ...input, deviceAttributes: null })) },
    );
    const [stored] = await subgraph.enos.devices();
    expect(data).toEqual({ good: { deviceSecret: stored?.deviceSecret }, bad: null });
    expect(errors?.[0]?.message).toContain("1000 is the most");
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
