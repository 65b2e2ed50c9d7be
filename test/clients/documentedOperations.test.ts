import { readdirSync, readFileSync } from "node:fs";

import {
  buildASTSchema,
  getNamedType,
  Kind,
  OperationTypeNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
} from "graphql";

import { INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { addDevice } from "../support/writes.js";
import { connectApollo, connectUrql, stopClients } from "./connect.js";

const FOLDER = "schema/operations";
const OPERATIONS = readdirSync(FOLDER).map(
  (file) => [file, parse(readFileSync(`${FOLDER}/${file}`, "utf8"))] as const,
);
const schema = buildASTSchema(parse(readFileSync("schema/devices.graphql", "utf8")), {
  assumeValidSDL: true,
});

/** Variables of each operation: for a success, and for a refusal if the operation has one. */
const VARIABLES: Readonly<Record<string, (assetId: string) => Record<string, unknown>>> = {
  "checkDevices.graphql": () => ({
    inputs: [
      { ...INPUT, deviceKey: "turbine-1", idempotencyKey: "once" },
      { ...INPUT, timezone: "Mars" },
    ],
  }),
  "createDevice.graphql": () => ({ input: { ...INPUT, deviceAttributes: { testatt: 1 } } }),
  "createDevices.graphql": () => ({ inputs: [INPUT, INPUT, { ...INPUT, timezone: "Mars" }] }),
  "deleteDevices.graphql": (assetId) => ({ orgId: ORG, assetIds: [assetId, "NoSuch00"] }),
  "device.graphql": (assetId) => ({ orgId: ORG, assetId, locale: "zh-CN" }),
  "deviceByKey.graphql": () => ({ orgId: ORG, productKey: PRODUCT, deviceKey: "turbine-1" }),
  "devices.graphql": () => ({ orgId: ORG, first: 1 }),
  "setDevicesEnabled.graphql": (assetId) => ({
    orgId: ORG,
    assetIds: [assetId, "NoSuch00"],
    enabled: false,
  }),
  "thingModel.graphql": () => ({ orgId: ORG, productKey: PRODUCT, locale: "zh-CN" }),
  "updateDevice.graphql": (assetId) => ({
    input: { orgId: ORG, assetId, deviceName: { defaultValue: "Pump" } },
  }),
};

type Send = (document: DocumentNode, variables: Record<string, unknown>) => Promise<unknown>;
type Connect = (subgraph: SubgraphUnderTest, send: typeof fetch) => Send;

const isQuery = ({ definitions: [operation] }: DocumentNode) =>
  operation?.kind === Kind.OPERATION_DEFINITION && operation.operation === OperationTypeNode.QUERY;

const apollo: Connect = (subgraph, send) => {
  const client = connectApollo(subgraph, { send });
  return async (document, variables) =>
    isQuery(document)
      ? (await client.query({ query: document, variables })).data
      : (await client.mutate({ mutation: document, variables })).data;
};

const urql: Connect = (subgraph, send) => {
  const client = connectUrql(subgraph, send);
  return async (document, variables) => {
    const sent = isQuery(document) ? client.query(document, variables) : client.mutation(document, variables);
    return ((await sent.toPromise()) as { readonly data?: unknown }).data;
  };
};

/** Returns an answer without `__typename`, which the clients add to requests, and urql takes out of what it returns. */
function withoutTypes(data: unknown): unknown {
  return JSON.parse(
    JSON.stringify(data, (name, value: unknown) => (name === "__typename" ? undefined : value)),
  );
}

afterEach(async () => {
  jest.restoreAllMocks();
  stopClients();
  await closeAll();
});

describe.each([
  ["Apollo Client", apollo],
  ["urql with graphcache", urql],
])("%s, set up as documented", (_, connect) => {
  it.each(OPERATIONS)("keeps every field that %s asks for, without a warning", async (file, document) => {
    const warnings = (["warn", "error"] as const).map((level) => jest.spyOn(console, level));
    const subgraph = await startSubgraph();
    const { assetId } = await addDevice(subgraph, { deviceKey: "turbine-1" });
    let answered: { data?: unknown; errors?: unknown } = {};
    const send = connect(subgraph, async (...request) => {
      const response = await fetch(...request);
      answered = (await response.clone().json()) as typeof answered;
      return response;
    });
    const data = await send(document, VARIABLES[file]?.(assetId) ?? {});
    expect(answered.errors).toBeUndefined();
    expect(answered.data).toBeTruthy();
    expect(withoutTypes(data)).toEqual(withoutTypes(answered.data));
    for (const warning of warnings) expect(warning.mock.calls).toEqual([]);
  });
});

it.each(OPERATIONS)("%s selects the `id` of every device", (_, document) => {
  const selections: string[][] = [];
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(field) {
        if (getNamedType(types.getType())?.name !== "Device") return;
        const { selections: selected = [] } = field.selectionSet ?? {};
        selections.push(selected.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : [])));
      },
    }),
  );
  for (const selection of selections) expect(selection).toContain("id");
});
