import { parseValue, printSchema } from "graphql";
import { parseExactJson } from "../../src/scalars/exactJson.js";
import { MapScalar } from "../../src/scalars/map.js";
import { ask, askByVariable, schema } from "./echo.js";

const nested = (levels: number) => `{"a":`.repeat(levels) + "1" + "}".repeat(levels);
const members = (count: number) => JSON.stringify({ list: Array<number>(count - 1).fill(0) });

test("the schema points to the definition of a JSON object", () => {
  expect(printSchema(schema)).toContain(
    'scalar Map @specifiedBy(url: "https://www.rfc-editor.org/rfc/rfc8259#section-4")',
  );
});

test.each([
  ["members keep their order", `{"b":1,"a":[true,null,-1.5,"x",{"c":{}}]}`],
  ["keys of EnOS that are no GraphQL names", `{"12221":1,"a-b.c/d":"x","标签":"风机","toString":"x"}`],
  ["decimal fractions and the greatest exact integer", `{"a":0.1,"b":9007199254740991,"c":1e-7}`],
  ["text beyond the basic plane", `{"🌬":"𝒯\\ud83c\\udf2c"}`],
  [
    "names that objects have of their own",
    `{"constructor":{"prototype":1},"prototype":"x","hasOwnProperty":null}`,
  ],
  ["line ends, tabs and other controls", `{"addr":"l1\\nl2","tab":"a\\tb","c1":"\\u0085\\u007f","\\r\\n":1}`],
  [
    "a PEM certificate",
    JSON.stringify({ cert: `-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n` }),
  ],
  ["eight levels", nested(8)],
  ["a thousand values", members(1_000)],
])("a variable comes back as it was sent: %s", async (_, json) => {
  const { data, messages } = await askByVariable("map", json);
  expect(messages).toEqual([]);
  expect(JSON.parse(data)).toEqual({ map: JSON.parse(json) as unknown });
});

test.each([
  ["a reserved key", `{"a":[{"__proto__":{}}]}`, ["a", 0, "__proto__"], "this key is reserved"],
  ["an unsafe integer", `{"a":{"b":[9007199254740993]}}`, ["a", "b", 0], "cannot be kept exactly"],
  ["an infinite number", `{"a":-1e400}`, ["a"], "cannot be kept exactly: send it as a string"],
  ["a ninth level", nested(9), Array<string>(8).fill("a"), "nested deeper than 8 levels"],
  ["50,000 levels", nested(50_000), Array<string>(8).fill("a"), "nested deeper than 8 levels"],
  ["too many values", members(1_001), [], "more than 1,000 values in all: send fewer"],
  ["a list", `[1]`, [], "must be a JSON object, not a list"],
  ["a text", `"{}"`, [], "must be a JSON object, not a string"],
])("a variable with %s is refused, and the refusal names the place: %#", async (_, json, path, message) => {
  const { problems, code } = await askByVariable("map", json);
  expect(problems).toEqual([{ path, message: expect.stringContaining(message) as string }]);
  expect(code).toBe("BAD_USER_INPUT");
});

test.each([
  ["a rounded integer", "{a: 9007199254740993}", ["a"], "cannot be kept exactly"],
  ["an integer that only happens to be exact", "{a: 9007199254740992}", ["a"], "cannot be kept exactly"],
  ["a rounded fraction", "{a: 0.1234567890123456789}", ["a"], "cannot be kept exactly"],
  ["a fraction that rounds to an integer", "{a: [4503599627370497.5]}", ["a", 0], "cannot be kept exactly"],
  ["a number beyond all doubles", "{a: 1e400}", ["a"], "cannot be kept exactly"],
  ["a number below all doubles", "{a: 1e-400}", ["a"], "cannot be kept exactly"],
  ["200,000 digits", `{a: 1${"0".repeat(200_000)}1}`, ["a"], "cannot be kept exactly"],
  ["an enum value", "{a: ON}", ["a"], "ON is not JSON (put it in quotes)"],
  ["a reserved key", "{a: {__proto__: 1}}", ["a", "__proto__"], "this key is reserved"],
  ["a ninth level", nested(9).replaceAll('"', ""), Array<string>(8).fill("a"), "deeper than 8 levels"],
  ["a list", "[{a: 1}]", [], "must be a JSON object, not a list"],
  ["a number", "1", [], "must be a JSON object, not a number"],
  ["a list that holds a variable", "[$v]", [], "must be a JSON object, not a list"],
])("a literal with %s is refused, and the refusal names the place", async (_, literal, path, message) => {
  const { problems } = await ask(
    `query${literal.includes("$v") ? "($v: Int)" : ""} { map(value: ${literal}) }`,
  );
  expect(problems).toEqual([{ path, message: expect.stringContaining(message) as string }]);
});

test.each([
  "0.1",
  "0.10000000000000001",
  "-999856014390237.20",
  "-0.0",
  "1e3",
  "0.000e9",
  "9007199254740991",
  "5e-324",
])("the literal %s is the number it says", (text) => {
  expect(MapScalar.parseLiteral(parseValue(`{a: ${text}}`), {})).toEqual({ a: Number(text) });
});

test("a client reads every fault in one sentence, by variable and by literal", async () => {
  const value = { a: { "x.y": [0, 2 ** 53] }, b: 2 ** 53 };
  const faults =
    `at "a['x.y'][1]": this number cannot be kept exactly: send it as a string; ` +
    `at "b": this number cannot be kept exactly: send it as a string.`;
  expect((await askByVariable("map", JSON.stringify(value))).messages).toEqual([
    expect.stringMatching(/^Variable "\$value" got invalid value \{.*\}; Invalid Map: /),
  ]);
  expect((await askByVariable("map", JSON.stringify(value))).messages[0]).toContain(`Invalid Map: ${faults}`);
  expect((await ask("{ map(value: {b: ON}) }")).messages).toEqual([
    `Invalid Map for "value": at "b": ON is not JSON (put it in quotes).`,
  ]);
});

test("a literal without a location is refused without the name of its field", () => {
  const node = parseValue("{a: ON}", { noLocation: true });
  expect(() => MapScalar.parseLiteral(node, {})).toThrow(
    `Invalid Map: at "a": ON is not JSON (put it in quotes).`,
  );
});

test("characters beyond the basic plane count as one", async () => {
  const { messages } = await askByVariable("map", `{"${"𝒯".repeat(40)}":1e999,"${"𝒯".repeat(41)}":1e999}`);
  expect(messages[0]).toContain(`at "${"𝒯".repeat(40)}": `);
  expect(messages[0]).toContain(`at "['${"𝒯".repeat(40)}…']": `);
});

test("five faults are spelled out and the others counted", async () => {
  const { messages, problems } = await askByVariable("map", `{"a":[${"1e999,".repeat(7)}1]}`);
  expect(problems).toHaveLength(5);
  expect(messages[0]).toMatch(/at "a\[4\]": [^;]+; and 2 more\.$/);
});

test("a message repeats only the beginning of a long key, and nothing that cannot be seen", async () => {
  const { messages } = await ask(`{ map(value: {${"k".repeat(500)}: ON}) }`);
  expect(messages).toEqual([
    `Invalid Map for "value": at "['${"k".repeat(40)}…']": ON is not JSON (put it in quotes).`,
  ]);
  const { messages: escaped } = await askByVariable("map", `{"a'\\u202e\\"":{"__proto__":1}}`);
  expect(escaped[0]).toContain(`at "['a\\u{27}\\u{202e}\\u{22}'].__proto__": this key is reserved`);
});

test("output is passed on as EnOS stored it, whatever the limits of input, and every number exactly", async () => {
  const stored = JSON.parse(`{"big":9007199254740992,"text":"a\\nb","deep":${nested(20)}}`) as unknown;
  expect((await ask("{ storedMap }", {}, stored)).data).toBe(JSON.stringify({ storedMap: stored }));
  const large = parseExactJson(`{"a":[9007199254740993,{"b":1e-400}],"c":1}`);
  expect((await ask("{ storedMap }", {}, large)).data).toBe(
    `{"storedMap":{"a":["9007199254740993",{"b":"1e-400"}],"c":1}}`,
  );
  expect((await ask("{ storedMap }", {}, JSON.rawJSON("1e400"))).messages).toEqual([
    "Map cannot represent a number.",
  ]);
  expect((await ask("{ storedMap }", {}, [1])).messages).toEqual(["Map cannot represent a list."]);
});
