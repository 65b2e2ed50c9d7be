import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

import { MODELS } from "../../src/sandbox/products/models.js";
import { ORGANIZATIONS } from "../../src/sandbox/seed.js";
import { ThingModelDocument } from "../generated/operations.js";
import { ORG } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
afterAll(closeAll);

async function readSchema(productKey: string, locale?: string, orgId = ORG) {
  const { data } = await subgraph.ask(ThingModelDocument, { orgId, productKey, locale });
  const schema = data?.thingModel?.attributesSchema;
  if (!schema) throw new Error(`no schema of ${productKey}`);
  return schema;
}

function compile(schema: object): ValidateFunction {
  return new Ajv2020({ strict: true }).compile(schema);
}

const shown = ORGANIZATIONS.filter(({ denied }) => denied !== true).flatMap(({ orgId, products }) =>
  products
    .filter(({ modelId }) => MODELS.some((model) => model.modelId === modelId && model.denied !== true))
    .map(({ productKey }) => [orgId, productKey] as const),
);

test.each(shown)(
  "of the organization %s, the schema of %s compiles in ajv's strict mode",
  async (orgId, productKey) => {
    expect(compile(await readSchema(productKey, undefined, orgId))({ constructor: undefined })).toBeDefined();
  },
);

/** Returns the places of schemas for which a form generator shows no field. */
function findFieldless(schema: JsonSchema, place: string): string[] {
  const { type, anyOf, oneOf, properties = {}, additionalProperties, items } = schema;
  const members = Object.entries(properties).flatMap(([name, member]) =>
    findFieldless(member, `${place}.${name}`),
  );
  const alternatives = (anyOf ?? []).flatMap((one, index) => findFieldless(one, `${place}|${index}`));
  const isShown =
    (type ?? anyOf ?? oneOf) !== undefined &&
    (type !== "array" || items !== undefined) &&
    (type !== "object" || schema.properties !== undefined || additionalProperties === true);
  return [...(isShown ? [] : [place]), ...members, ...alternatives];
}

interface JsonSchema {
  readonly type?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean;
  readonly items?: JsonSchema;
}

test.each(shown)(
  "of the organization %s, each attribute of %s has a type for form generators",
  async (orgId, productKey) => {
    const schema = (await readSchema(productKey, undefined, orgId)) as JsonSchema;
    expect(findFieldless(schema, productKey)).toEqual([]);
  },
);

/** One value that EnOS takes and one that it refuses, for each type and definition. */
const TABLE: readonly (readonly [attribute: string, accepted: unknown, refused: unknown])[] = [
  ["count", 1, 1.5],
  ["count", -2_147_483_648, 2_147_483_648],
  ["ratio", 0.5, "0.5"],
  ["ratedPower", 1500, true],
  ["enabled", true, "true"],
  ["phase", 1, "1"],
  ["phase", 2, 3],
  ["side", "north", "east"],
  ["side", "south", "South"],
  ["serial", "12345678901234567890", "123456789012345678901"],
  ["serial", "风机", 7],
  ["installed", "2026-01-31", "31.01.2026"],
  ["installed", "2026-01-31 08:15:30", 1_769_846_400_000],
  ["calibrated", 1_769_846_400_000, "yesterday"],
  ["calibrated", "1769846400000", 1.5],
  ["readings", [1, 2.5], [1, "2.5"]],
  ["readings", [], 1],
  ["labels", ["a"], [1]],
  ["location", { latitude: 1, longitude: 2 }, { latitude: 1 }],
  ["location", { latitude: 1, longitude: 2, site: "A" }, { latitude: 1, longitude: 2, height: 3 }],
  ["location", { latitude: 1, longitude: 2, site: "A" }, { latitude: "1", longitude: 2 }],
  ["extras", { any: ["thing"] }, ["any"]],
  ["handbook", "ftp://example.com/handbook.txt", { uri: "ftp://example.com" }],
];

test.each(TABLE)("%s accepts %j and refuses %j", async (attribute, accepted, refused) => {
  const validate = compile(await readSchema("AllTypes"));
  expect(validate({ ratedPower: 1, [attribute]: accepted })).toBe(true);
  expect(validate({ ratedPower: 1, [attribute]: refused })).toBe(false);
  expect(validate.errors?.[0]?.instancePath.split("/")[1]).toBe(attribute);
});

test.each([[1], ["any"], [null], [{ type: "Polygon" }], [[[[[1, "a"]]]]]])(
  "a type that is not known accepts %j",
  async (value) => {
    expect(compile(await readSchema("AllTypes"))({ ratedPower: 1, area: value })).toBe(true);
  },
);

test("a required attribute must be there, and no other may be", async () => {
  const validate = compile(await readSchema("AllTypes"));
  expect(validate({})).toBe(false);
  expect(validate.errors).toMatchObject([{ keyword: "required", params: { missingProperty: "ratedPower" } }]);
  expect(validate({ ratedPower: 1, colour: "red" })).toBe(false);
  expect(validate.errors).toMatchObject([{ params: { additionalProperty: "colour" } }]);
});

test("titles are in the language that is asked for, and the form's fields come required first", async () => {
  const schema = await readSchema("AllTypes", "zh-CN");
  expect(schema).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "所有类型",
    properties: {
      ratedPower: { title: "额定功率", description: "Unit: kW", type: "number" },
      side: {
        type: "string",
        oneOf: [
          { const: "north", title: "北" },
          { const: "south", title: "南" },
        ],
      },
      enabled: {
        type: "boolean",
        oneOf: [
          { const: true, title: "是" },
          { const: false, title: "否" },
        ],
      },
    },
  });
  expect(Object.keys(schema.properties as object)[0]).toBe("ratedPower");
});
