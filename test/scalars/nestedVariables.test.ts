import { execute, getOperationAST, Kind, parse, specifiedRules, validate } from "graphql";
import { findNestedVariableFaults } from "../../src/scalars/nestedVariables.js";
import { schema } from "./echo.js";

/** Serves a request as a server does that asks for nested faults between validation and execution. */
function serve(source: string, variables: Record<string, unknown> = {}) {
  const document = parse(source);
  expect(validate(schema, document, specifiedRules)).toEqual([]);
  const operation = getOperationAST(document);
  const faults = operation ? findNestedVariableFaults(schema, document, operation, variables) : [];
  if (faults.length > 0) return { messages: faults.map((fault) => fault.message) };
  const result = execute({ schema, document, variableValues: variables }) as { data: unknown };
  return JSON.parse(JSON.stringify(result)) as unknown;
}

test("variables inside literals stand for their values, at any depth", () => {
  expect(
    serve(
      `query ($n: String, $m: Map, $i: Int = 3) {
        device(input: {deviceName: {defaultValue: $n, i18nValue: {en: $n}}, deviceTags: [{a: [$i, {b: $m}]}, $m]})
      }`,
      { n: "T", m: { x: "y" } },
    ),
  ).toEqual({
    data: {
      device: {
        deviceName: { defaultValue: "T", i18nValue: { en: "T" } },
        deviceTags: [{ a: [3, { b: { x: "y" } }] }, { x: "y" }],
      },
    },
  });
});

test("a variable without a value leaves its key out, and is null in a list", () => {
  expect(serve(`query ($v: Int) { map(value: {a: $v, b: [$v, 1]}) }`)).toEqual({
    data: { map: { b: [null, 1] } },
  });
  expect(serve(`query ($v: String) { text(value: {defaultValue: $v}) }`)).toEqual({
    messages: [`Invalid StringI18n for "value": at "defaultValue": is required.`],
  });
});

test.each([
  [
    `map(value: {a: {b: $v}})`,
    2 ** 53,
    `Invalid Map for "value": at "a.b": this number cannot be kept exactly (send it as a string).`,
  ],
  [
    `map(value: {a: [$v]})`,
    "\u0000",
    `Invalid Map for "value": at "a[0]": contains the control character U+0000 (remove it).`,
  ],
  [
    `map(value: {a: $v})`,
    JSON.parse(`{"__proto__":1}`),
    `Invalid Map for "value": at "a.__proto__": this key is reserved (choose another).`,
  ],
  [
    `map(value: {a: $v})`,
    new Date(),
    `Invalid Map for "value": at "a": this is not JSON (send it as a string).`,
  ],
  [
    `text(value: {defaultValue: $v})`,
    5,
    `Invalid StringI18n for "value": at "defaultValue": must be a string, not a number.`,
  ],
  [
    `... { device(input: {deviceName: {defaultValue: $v}}) }`,
    "",
    `Invalid StringI18n for "deviceName": at "defaultValue": must not be empty.`,
  ],
])(
  "a faulty variable inside a literal is refused as if it were written there: %s",
  (selection, v, message) => {
    expect(serve(`query ($v: Untyped) { ${selection} }`, { v })).toEqual({ messages: [message] });
  },
);

test("literals of fields that are left out are not judged", () => {
  const source = `query ($v: String, $on: Boolean!) { text(value: {defaultValue: $v}) @include(if: $on) }`;
  expect(serve(source, { on: false })).toEqual({ data: {} });
  expect(serve(source, { on: true })).toMatchObject({ messages: [expect.stringContaining("is required")] });
});

test("literals in fragments are judged, wherever the fragment is spread and not left out", () => {
  const source = `query ($v: String, $on: Boolean!) { ...Outer @skip(if: true) ...Outer @include(if: $on) }
    fragment Outer on Query { ...Inner }
    fragment Inner on Query { text(value: {defaultValue: $v}) }`;
  expect(serve(source, { on: false })).toEqual({ data: {} });
  expect(serve(source, { on: true })).toEqual({
    messages: [`Invalid StringI18n for "value": at "defaultValue": is required.`],
  });
});

test("a fragment of another operation is not judged", () => {
  const other = "query Other($v: String!) { ...Text }";
  const source = `query First { __typename } ${other} fragment Text on Query { text(value: {defaultValue: $v}) }`;
  const document = parse(source);
  expect(validate(schema, document, specifiedRules)).toEqual([]);
  const [operation] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error("no operation");
  expect(findNestedVariableFaults(schema, document, operation, {})).toEqual([]);
});

test("variables that are faulty themselves are left to execution, which tells them better", () => {
  expect(serve(`query ($v: Int) { map(value: {a: $v}) }`, { v: "x" })).toMatchObject({
    errors: [{ message: expect.stringContaining('Variable "$v" got invalid value "x"') as string }],
  });
});

test("a variable named again and again cannot grow beyond what one request may carry", () => {
  const source = `query ($v: String) { map(value: {a: [${"$v ".repeat(999)}]}) }`;
  expect(serve(source, { v: "x".repeat(1_000) })).toEqual({
    messages: [`Invalid Map for "value": more than 262,144 characters of text in all (send less).`],
  });
});
