import { readFileSync } from "node:fs";

import {
  buildSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLNamedType,
  type GraphQLObjectType,
} from "graphql";

import { SCOPES } from "../../src/graphql/caller.js";
import { INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { fromRouter, ROUTER_SECRET } from "../support/production.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const schema = buildSchema(readFileSync("schema/devices.graphql", "utf8"), { assumeValidSDL: true });

/** Fields within fields: from a result over its device and that device's product into the thing model. */
const MAX_DEPTH = 5;

/** Returns a selection of everything that can be reached from a type, of every member where it is abstract. */
function selectAll(type: GraphQLNamedType, depth = MAX_DEPTH): string {
  if (isAbstractType(type)) {
    const members = schema.getPossibleTypes(type);
    return `{ __typename ${members.map((member) => `... on ${member.name} ${selectFields(member, depth, `${member.name}_`)}`).join(" ")} }`;
  }
  return isObjectType(type) ? selectFields(type, depth) : "";
}

function selectFields(type: GraphQLObjectType, depth: number, prefix = ""): string {
  const fields = Object.values(type.getFields())
    .filter(({ args }) => !args.some(isRequiredArgument))
    .filter(({ type: fieldType }) => depth > 1 || isLeafType(getNamedType(fieldType)))
    .map(
      (field) =>
        `${prefix && `${prefix}${field.name}: `}${field.name} ${selectAll(getNamedType(field.type), depth - 1)}`,
    );
  return `{ __typename ${fields.join(" ")} }`;
}

/** Returns the text of an operation that selects everything of one root field. */
function operation(kind: "query" | "mutation", name: string): string {
  const root = kind === "query" ? schema.getQueryType() : schema.getMutationType();
  const field = root?.getFields()[name];
  if (!field) throw new Error(`there is no ${kind} ${name}`);
  const declared = field.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(" ");
  const given = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(" ");
  return `${kind}(${declared}) { ${name}(${given}) ${selectAll(getNamedType(field.type))} }`;
}

const ENTITIES = `query($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Device ${selectAll(schema.getType("Device") as GraphQLObjectType)}
  ... on Product ${selectAll(schema.getType("Product") as GraphQLObjectType)} } }`;

/** Stands in everything that is stored of the device and can be read. */
const STORED = "sentinel-of-what-is-stored";
const KEY = "sentinel-device-key";

/** Stored fields of the device that all operations are about. */
const DEVICE = {
  ...INPUT,
  deviceName: { ...INPUT.deviceName, i18nValue: { en_US: STORED } },
  deviceDesc: STORED,
  deviceAttributes: { serial: STORED },
  deviceTags: { site: STORED },
};

interface Step {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Every way to a stored device. None of the variables holds anything that is stored. */
function stepsTo({ assetId, id }: { readonly assetId: string; readonly id: string }): readonly Step[] {
  const step = (kind: "query" | "mutation", name: string, variables: Step["variables"]): Step => ({
    name,
    query: operation(kind, name),
    variables,
  });
  const keys = { orgId: ORG, productKey: PRODUCT, deviceKey: KEY };
  const representations = [
    { __typename: "Device", orgId: ORG, assetId },
    { __typename: "Device", ...keys },
    { __typename: "Device", id },
    { __typename: "Product", orgId: ORG, productKey: PRODUCT },
  ];
  const own = { ...INPUT, deviceKey: KEY };
  const again = { ...own, idempotencyKey: "once" };
  return [
    step("query", "device", { orgId: ORG, assetId }),
    step("query", "deviceByKey", keys),
    step("query", "devices", { orgId: ORG }),
    step("query", "thingModel", { orgId: ORG, productKey: PRODUCT }),
    step("query", "checkDevices", { inputs: [again] }),
    { name: "_entities", query: ENTITIES, variables: { representations } },
    { ...step("mutation", "createDevice", { input: again }), name: "a replay" },
    { ...step("mutation", "createDevices", { inputs: [again] }), name: "a replay in a list" },
    { ...step("mutation", "createDevice", { input: own }), name: "a key that is taken" },
    {
      ...step("mutation", "createDevice", {
        input: { ...own, deviceDesc: "another", idempotencyKey: "once" },
      }),
      name: "an idempotency conflict",
    },
    {
      ...step("mutation", "createDevices", { inputs: [{ ...own, deviceName: { defaultValue: "x" } }] }),
      name: "a taken key in a list",
    },
    step("mutation", "setDevicesEnabled", { orgId: ORG, assetIds: [assetId], enabled: false }),
    step("mutation", "updateDevice", { input: { orgId: ORG, assetId, deviceTags: { other: "x" } } }),
    step("mutation", "deleteDevices", { orgId: ORG, assetIds: [assetId] }),
  ];
}

const SUBSETS = Array.from({ length: 2 ** SCOPES.length }, (_, bits) =>
  SCOPES.filter((_scope, index) => (bits >> index) % 2 === 1),
);

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({
    env: { ROUTER_SECRET, LIMIT_ALIASES: "2000", LIMIT_TOKENS: "20000", LIMIT_DEPTH: "20" },
    enos: { clock: new SkippingClock() },
  });
});
afterAll(closeAll);
beforeEach(() => subgraph.enos.reset());

const ask = (scopes: readonly string[], { query, variables }: Pick<Step, "query" | "variables">) =>
  subgraph.askText(query, variables, fromRouter({ orgs: ORG, scopes: scopes.join(" ") }));

/** Creates the device, and returns what it is known by and what only some may see. */
async function prepare() {
  const create =
    "mutation($input: CreateDeviceInput!) { createDevice(input: $input) { ... on CreateDeviceSuccess { device { id assetId } } } }";
  const { data } = await ask(["device:create"], {
    query: create,
    variables: { input: { ...DEVICE, deviceKey: KEY, idempotencyKey: "once" } },
  });
  const { createDevice } = data as { createDevice: { device: { id: string; assetId: string } } };
  const [stored] = await subgraph.enos.devices();
  return { ...createDevice.device, secret: String(stored?.deviceSecret) };
}

it.each(SUBSETS.map((scopes) => [scopes.join(" ") || "no scope", scopes] as const))(
  "with %s: nothing stored without device:read, no secret without device:secret and device:read, on any way to it",
  async (_, scopes) => {
    const { secret, ...device } = await prepare();
    const seen: string[] = [];
    for (const step of stepsTo(device)) {
      const text = JSON.stringify(await ask(scopes, step));
      if (text.includes(STORED)) seen.push(step.name);
      // The key is the caller's own choice, so that its device may be anybody's.
      if (!scopes.includes("device:secret") || !scopes.includes("device:read"))
        expect([step.name, text.includes(secret)]).toEqual([step.name, false]);
      expect(text).not.toContain("INTERNAL_SERVER_ERROR");
    }
    if (!scopes.includes("device:read")) expect(seen).toEqual([]);
    else expect(seen).toEqual(expect.arrayContaining(["device", "deviceByKey", "devices", "_entities"]));
  },
);

it("with every scope every way shows what is stored: the ways lead there", async () => {
  const { secret: _, ...device } = await prepare();
  for (const step of stepsTo(device)) {
    if (step.name === "thingModel" || step.name === "deleteDevices") continue;
    const answer = await ask(SCOPES, step);
    if (step.name.startsWith("a replay"))
      expect(JSON.stringify(answer)).toMatch(/"__typename":"CreateDeviceSuccess".*"PROVIDED"/);
    expect([step.name, answer.errors, JSON.stringify(answer).includes(STORED)]).toEqual([
      step.name,
      undefined,
      true,
    ]);
  }
});
