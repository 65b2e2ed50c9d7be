import "reflect-metadata";

import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";

import { findModelProblems } from "../../src/devices/thingModel/findModelProblems.js";
import { readThingModel } from "../../src/devices/thingModel/readThingModel.js";
import type { ThingModel } from "../../src/devices/thingModel/thingModel.js";
import type { JsonMap } from "../../src/scalars/map.js";

/** Reads a model with one attribute `a`. */
function readModel(attribute: unknown): ThingModel {
  const model = readThingModel({ attributes: { a: attribute } }, "m");
  if (!model) throw new Error("no model");
  return model;
}

/** An attribute as EnOS sends it, its definition as text. */
function attribute(dataType: unknown, definition?: unknown) {
  return { identifier: "a", dataType, dataDefinition: JSON.stringify(definition) };
}

const label = { defaultValue: "On", i18nValue: {} };

test.each([
  ["a type that is newer", attribute("dateTime")],
  ["a type that is no text", attribute(7)],
  ["an attribute that is no object", "broken"],
  ["choices that are missing", attribute("ENUM", { enumType: "STRING" })],
  ["choices of a kind that is not known", attribute("ENUM", { enumDesc: { north: label } })],
  ["choices that are no integers", attribute("ENUM", { enumType: "INT", enumDesc: { north: label } })],
  ["a definition that is no JSON", { dataType: "ENUM", dataDefinition: "{" }],
  ["a definition that is a list", attribute("ENUM", [])],
])("%s restricts nothing", (_, data) => {
  const schema = readModel(data).attributesSchema({}, {});
  // Form generators show no field for a schema without a type.
  expect(schema.properties).toMatchObject({ a: { anyOf: expect.any(Array) as unknown } });
  const validate = new Ajv2020({ strict: true }).compile(schema);
  for (const value of [1, "text", true, [], {}]) expect(validate({ a: value })).toBe(true);
});

test.each([
  ["no length", "STRING", { maxLength: "long" }, "x".repeat(5_000), 1],
  ["a length as text", "STRING", { maxLength: "3" }, "abc", "abcd"],
  ["no element type", "ARRAY", {}, [1, "a", {}], 1],
  ["an element type that is newer", "ARRAY", { itemType: "COLOUR" }, [1, "a"], "a"],
  ["members that are no list", "STRUCT", { items: "many" }, { any: 1 }, 1],
  ["a member without identifier", "STRUCT", { items: [{ dataType: "INT" }] }, { any: "x" }, []],
  ["the name of EnOS 3.0", "object", null, { any: 1 }, 1],
  ["truth values named 1 and 0", "BOOL", { boolDesc: { 1: label, 0: label } }, 1, 2],
  ["truth values named 1 and 0, sent as true", "BOOL", { boolDesc: { 1: label } }, true, "true"],
  ["truth values without names", "BOOL", null, false, 0],
  ["numbers as choices", "ENUM", { enumType: "INT", enumDesc: { "-1": label, 2: label } }, -1, 1],
])("%s: the rest is restricted", (_, dataType, definition, accepted, refused) => {
  const validate = new Ajv2020({ strict: true }).compile(
    readModel(attribute(dataType, definition)).attributesSchema({}, {}),
  );
  expect(validate({ a: accepted })).toBe(true);
  expect(validate({ a: refused })).toBe(false);
});

test.each([{}, { itemType: "ARRAY" }, { itemType: "COLOUR" }])(
  "the elements of an array defined as %j have types for form generators",
  (definition) => {
    const { properties } = readModel(attribute("ARRAY", definition)).attributesSchema({}, {});
    const { items } = (properties as { a: { items?: object } }).a;
    expect(Object.keys(items ?? {})).toContainEqual(expect.stringMatching(/^(type|anyOf)$/));
  },
);

test.each([[null], ["text"], [[]], [{ attributes: [] }], [{ attributes: "none" }]])(
  "%j is no model",
  (data) => {
    expect(readThingModel(data, "m")).toBeUndefined();
  },
);

test("names of attributes may be those of JavaScript's own", () => {
  const model = readThingModel(
    JSON.parse('{"attributes":{"constructor":{"dataType":"INT"},"__proto__":{"dataType":"INT"},"76":null}}'),
    "m",
  );
  expect(model?.attributes.map(({ identifier }) => identifier).sort()).toEqual([
    "76",
    "__proto__",
    "constructor",
  ]);
});

test("a unit is shown with its multiplier", () => {
  const [{ unit } = { unit: null }] = readModel({ unit: { unitId: "W", multiplier: "kilo" } }).attributes;
  expect(unit).toBe("kilo W");
});

/** Attributes of every type, with definitions that are whole, missing or broken. */
const anyAttribute = fc.record({
  dataType: fc.constantFrom(
    ...[
      "INT",
      "FLOAT",
      "DOUBLE",
      "BOOL",
      "STRING",
      "ENUM",
      "DATE",
      "TIMESTAMP",
      "ARRAY",
      "STRUCT",
      "MAP",
      "FILE",
    ],
    "NEWER",
  ),
  isRequired: fc.boolean(),
  dataDefinition: fc.option(
    fc
      .record(
        {
          enumType: fc.constantFrom("INT", "STRING"),
          enumDesc: fc.dictionary(fc.constantFrom("1", "2", "a"), fc.constant(label)),
          boolDesc: fc.constantFrom({ true: label, false: label }, { 1: label, 0: label }),
          maxLength: fc.nat(3),
          itemType: fc.constantFrom("INT", "DOUBLE", "STRING"),
          items: fc.array(
            fc.record({
              identifier: fc.constantFrom("x", "y"),
              dataType: fc.constantFrom("INT", "STRING"),
              isRequired: fc.boolean(),
            }),
            { maxLength: 3 },
          ),
        },
        { requiredKeys: [] },
      )
      .map((definition) => JSON.stringify(definition)),
  ),
});

const anyValue = fc.oneof(
  fc.constantFrom<unknown>(0, 1, 2, 1.5, 2 ** 31, "1", "a", "abcd", "2026-01-31", true, false, "", {}, []),
  fc.record({ x: fc.constantFrom<unknown>(1, "1") }),
  fc.array(fc.constantFrom<unknown>(1, 1.5, "a"), { maxLength: 2 }),
);

test("the schema accepts exactly the attributes in which no problem is found", () => {
  const attributes = fc.dictionary(fc.constantFrom("a", "b"), anyAttribute, { maxKeys: 2 });
  const values = fc.dictionary(fc.constantFrom("a", "b", "c"), anyValue, { maxKeys: 3 });
  fc.assert(
    fc.property(attributes, values, (modelled, given) => {
      const model = readThingModel({ attributes: modelled }, "m");
      if (!model) throw new Error("no model");
      const validate = new Ajv2020({ strict: true }).compile(model.attributesSchema({}, {}));
      expect(findModelProblems(given as JsonMap, model).length === 0).toBe(validate(given));
    }),
    { seed: 19, numRuns: 100 },
  );
});

test("half a character in the text of a definition does not come out of it", () => {
  const definition = { enumType: "STRING", enumDesc: { a: { defaultValue: "On\ud800" } } };
  const [a] = readModel(attribute("ENUM", definition)).attributes;
  expect(a?.choices?.[0]?.label?.defaultValue).toBe("On\ufffd");
});

test("an operation has one schema of a model and language, however many fields show it, and not too many in all", () => {
  const attributes = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`a${index}`, attribute("INT")]),
  );
  const read = () => {
    const found = readThingModel({ attributes }, "m");
    if (!found) throw new Error("no model");
    return found;
  };
  const [model, operation] = [read(), {}];
  const schema = model.attributesSchema({ locale: "en" }, operation);
  expect(model.attributesSchema({ locale: "en" }, operation)).toBe(schema);
  expect(model.attributesSchema({ locale: "zh" }, operation)).not.toBe(schema);
  expect(read().attributesSchema({ locale: "en" }, operation)).not.toBe(schema);
  expect(() => {
    for (let models = 0; models < 1_000; models++) read().attributesSchema({ locale: "en" }, operation);
  }).toThrow("too many schemas");
  expect(model.attributesSchema({ locale: "en" }, operation)).toBe(schema);
});
