import {
  buildSchema,
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import { readFileSync } from "node:fs";

import { INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const schema = buildSchema(readFileSync("schema/devices.graphql", "utf8"), { assumeValidSDL: true });
const SIZE = 250_000;
/** Texts that careless code takes a long time for: one long word, and many short ones. */
const LONG = ["a".repeat(SIZE), "_".repeat(SIZE), " -".repeat(SIZE / 2), "0".repeat(SIZE - 1) + "1"];

const MODEL = `thingModel(orgId: "${ORG}", productKey: "${PRODUCT}")`;

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
afterAll(closeAll);

const SOUND: Readonly<Record<string, unknown>> = {
  ...INPUT,
  orgId: ORG,
  assetId: "a1",
  deviceKey: "key1",
  input: INPUT,
  inputs: [INPUT],
  assetIds: ["a1"],
  enabled: true,
};

/** Every place for a text of the client in an argument: the argument itself, or a field of an input object. */
function textPlaces({ name, type }: GraphQLArgument): [place: string, put: (text: string) => unknown][] {
  const wrap = (value: unknown) => (isListType(isNonNullType(type) ? type.ofType : type) ? [value] : value);
  const named = getNamedType(type);
  if (isInputObjectType(named))
    return Object.values(named.getFields()).flatMap((field) =>
      toValues(field.type).map(([kind, put]): [string, (text: string) => unknown] => [
        `${name}.${field.name}${kind}`,
        (text) => wrap({ ...(named.name === "DeviceFilter" ? {} : INPUT), [field.name]: put(text) }),
      ]),
    );
  return toValues(type).map(([kind, put]) => [name + kind, put]);
}

function toValues(type: GraphQLInputType): [kind: string, put: (text: string) => unknown][] {
  const isList = isListType(isNonNullType(type) ? type.ofType : type);
  const wrap = (put: (text: string) => unknown) => (isList ? (text: string) => [put(text)] : put);
  switch (getNamedType(type).name) {
    case "ID":
    case "String":
      return [["", wrap((text) => text)]];
    case "Map":
      return [
        [" (value)", wrap((text) => ({ a: text }))],
        [" (key)", wrap((text) => ({ [text]: "a" }))],
      ];
    case "StringI18n":
      return [
        [" (default)", wrap((text) => ({ defaultValue: text }))],
        [" (locale)", wrap((text) => ({ defaultValue: "a", i18nValue: { [text]: "a" } }))],
      ];
    default:
      return [];
  }
}

type Field = GraphQLField<unknown, unknown>;

const FIELDS: [root: "query" | "mutation", field: Field][] = (["query", "mutation"] as const).flatMap(
  (root) => {
    const type = root === "query" ? schema.getQueryType() : schema.getMutationType();
    return Object.values(type?.getFields() ?? {}).map((field): [typeof root, Field] => [root, field]);
  },
);
const PLACES = FIELDS.flatMap(([root, field]) =>
  field.args.flatMap((argument) =>
    textPlaces(argument).map(([place, put]) => ({
      name: `${root} ${field.name} ${place}`,
      root,
      field,
      argument,
      put,
    })),
  ),
);

it.each(PLACES)("$name may be 250 KB long: it is refused, or found nowhere, in no time", async (place) => {
  const { root, field, argument, put } = place;
  const variables = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(", ");
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(", ");
  const selection =
    isObjectType(getNamedType(field.type)) || !/^(ID|String)$/.exec(getNamedType(field.type).name)
      ? "{ __typename }"
      : "";
  const query = `${root}(${variables}) { ${field.name}(${given}) ${selection} }`;
  for (const text of LONG) {
    const sound = Object.fromEntries(field.args.map(({ name }) => [name, SOUND[name]]));
    const { status, errors = [] } = await subgraph.askText(query, { ...sound, [argument.name]: put(text) });
    expect(status).toBe(200);
    expect(JSON.stringify(errors).length).toBeLessThan(8_000);
    expect(errors.map(({ extensions }) => extensions?.code)).not.toContain("INTERNAL_SERVER_ERROR");
  }
});

/** Fields below the root that take a text; their arguments reach no resolver until a device or a model is found. */
const NESTED: [name: string, root: string, selection: string][] = [
  ["Device.displayName", `devices(orgId: "${ORG}")`, "nodes { displayName(locale: $locale) }"],
  ["ThingModel.attributesSchema", MODEL, "attributesSchema(locale: $locale)"],
  ["ThingAttribute.displayName", MODEL, "attributes { displayName(locale: $locale) }"],
];

it("knows every field below the root that takes an argument", () => {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const fields = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith("__") && !roots.includes(type))
    .flatMap((type) =>
      Object.values((type as GraphQLObjectType).getFields())
        .filter(({ args }) => args.length > 0)
        .map((field) => `${type.name}.${field.name}`),
    );
  expect(fields.sort()).toEqual(NESTED.map(([name]) => name).sort());
});

it.each(NESTED)("the locale of %s may be 250 KB long", async (_, root, selection) => {
  await subgraph.enos.addDevices({ ...INPUT, orgId: ORG });
  for (const locale of LONG) {
    const query = `query($locale: String) { ${root} { ${selection} } }`;
    const { data, errors } = await subgraph.askText(query, { locale });
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toMatch(/"displayName":"|"attributesSchema":\{/);
  }
});

it("a refusal repeats no more than the beginning of an organization", async () => {
  const { app } = await startSubgraph({ env: { CALLER_ORGS: ORG } });
  const query =
    "mutation($input: CreateDeviceInput!) { createDevice(input: $input) { ... on DeviceError { message } } }";
  const response = await fetch(app.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { input: { ...INPUT, orgId: "o".repeat(SIZE) } } }),
  });
  const body = await response.text();
  expect(body).toContain(`may not act for the organization “${"o".repeat(40)}…”`);
  expect(body.length).toBeLessThan(1_000);
});

it.each(["setDevicesEnabled", "deleteDevices"])(
  "an organization is not repeated in each of the 100 results of %s",
  async (field) => {
    const enabled = field === "setDevicesEnabled" ? ", enabled: true" : "";
    const query = `mutation($orgId: ID!, $assetIds: [ID!]!) { ${field}(orgId: $orgId, assetIds: $assetIds${enabled}) {
      ... on DeviceError { message } ... on OrganizationAccessDeniedError { orgId } } }`;
    for (const env of [{}, { CALLER_ORGS: ORG }] as Record<string, string>[]) {
      const { app } = await startSubgraph({ env });
      const assetIds = Array.from({ length: 100 }, (_, index) => `a${index}`);
      const response = await fetch(app.url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables: { orgId: "o".repeat(SIZE), assetIds } }),
      });
      const body = await response.text();
      expect(body.length).toBeLessThan(1_000);
      expect(body).toContain("orgId is longer than 256 characters");
    }
  },
);

it("a refusal repeats no more than the beginning of an asset ID in its message", async () => {
  const query = `mutation($input: UpdateDeviceInput!) { updateDevice(input: $input) { ... on DeviceError { message } } }`;
  const input = { orgId: ORG, assetId: "a".repeat(SIZE), deviceDesc: "new" };
  const { data } = await subgraph.askText(query, { input });
  expect(data?.updateDevice).toEqual({
    message: `The organization “${ORG}” has no device “${"a".repeat(40)}…”.`,
  });
});
