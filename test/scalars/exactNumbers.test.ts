import fc from "fast-check";

import { parseExactJson, textOfNumber } from "../../src/scalars/exactJson.js";
import { findInexactNumbers } from "../../src/graphql/inputProblems.js";
import { isExactText, isIdText, visitUnusualNumbers } from "../../src/scalars/exactNumbers.js";

const SEED = 20_261_126;

function find(text: string, isFound: (source: string) => boolean) {
  const found: { source: string; path: (string | number)[] }[] = [];
  visitUnusualNumbers(text, ({ source, path }) => {
    if (isFound(source)) found.push({ source, path: path() });
  });
  return found;
}

const isInexact = (source: string) => !isExactText(source);
const inexact = (text: string) => find(text, isInexact);

/** Whether JavaScript sees an integer where the text has a number that GraphQL takes for none, or for another ID. */
const isMisspeltInteger = (source: string) => Number.isInteger(Number(source)) && !isIdText(source);

test.each([
  [`9007199254740993`, []],
  [`{"a":[1,{"b":"x","c\\"d":[true,null,9007199254740993]}]}`, ["a", 1, `c"d`, 2]],
  [`{"a\\\\":9007199254740993}`, ["a\\"]],
  [`{"":[[],{},[{}],-9007199254740993]}`, ["", 3]],
  [`{"x":"9007199254740993","y":{"z":1e-400},"n":0}`, ["y", "z"]],
  [`[ "a,]" , 1 , {"b" : 123456789.123456789123 } ]`, [2, "b"]],
  [`{"a":{"b":1},"c":"\\u0022","d":-1E400}`, ["d"]],
  [`{"a":0.${"1".repeat(120)}}`, ["a"]],
])("finds the number that JavaScript would change in %s, and its place", (text, path) => {
  expect(inexact(text).map((found) => found.path)).toEqual([path]);
});

test.each([
  "[12.642857142857142,0.10000000000000001,1e22,-0.0,5e-324,1234567890123456,1.5E3,0.0000000100000000]",
  `"1e400"`,
  "{}",
])("finds nothing in %s", (text) => {
  expect(inexact(text)).toEqual([]);
});

test("the search takes no stack, and no more time for a text of 100,000 levels than for a flat one", () => {
  const levels = 100_000;
  const text = `${'{"a":['.repeat(levels)}9007199254740993${"]}".repeat(levels)}`;
  expect(inexact(text)[0]?.path).toHaveLength(2 * levels);
});

const digits = fc.stringMatching(/^-?[1-9]\d{0,24}(\.\d{1,20})?([eE][+-]?\d{1,3})?$/);
const number = fc.oneof(
  digits,
  fc.stringMatching(/^-?(0|[1-9]\d{0,3})(\.0{1,3})?([eE][+-]?\d)?$/),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.maxSafeInteger().map(String),
);
const key = fc.oneof(fc.constantFrom("a", "__proto__", "constructor"), fc.string({ unit: "binary" }));
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5 },
    { weight: 3, arbitrary: number },
    fc.oneof(fc.string(), fc.string({ unit: "binary" })).map((text) => JSON.stringify(text)),
    fc.array(tie("json"), { maxLength: 4 }).map((items) => `[${items.join(" , ")}]`),
    fc
      .uniqueArray(fc.tuple(key, tie("json")), { maxLength: 4, selector: ([name]) => name })
      .map((entries) => `{${entries.map(([name, value]) => `${JSON.stringify(name)}: ${value}`).join(",")}}`),
  ),
}));

/** As `JSON.parse` tells the source of every number itself, one after the other. */
function sourcesByReviver(text: string, isFound: (source: string) => boolean): string[] {
  const sources: string[] = [];
  const parse = JSON.parse as (text: string, reviver: unknown) => unknown;
  parse(text, (_: string, value: unknown, { source }: { source?: string }) => {
    if (typeof value === "number" && source !== undefined && isFound(source)) sources.push(source);
    return value;
  });
  return sources;
}

test.each([
  ["number that JavaScript would change", isInexact],
  ["integer that is not written as one", isMisspeltInteger],
])("finds every %s, and no other, in any JSON", (_, isFound) => {
  fc.assert(
    fc.property(json, (text) => {
      expect(find(text, isFound).map(({ source }) => source)).toEqual(sourcesByReviver(text, isFound));
    }),
    { numRuns: 2_000, seed: SEED },
  );
});

test("what is parsed exactly is written with every digit that it came with", () => {
  fc.assert(
    fc.property(json, (text) => {
      const written = JSON.stringify(parseExactJson(text));
      const plain = JSON.stringify(JSON.parse(text)).replaceAll(/\\ud[89a-f]../g, "\ufffd");
      if (inexact(text).length === 0) expect(written).toBe(plain);
      expect(inexact(written).map(({ source }) => source)).toEqual(inexact(text).map(({ source }) => source));
      expect(written.isWellFormed()).toBe(true);
      expect(written).not.toMatch(/\\ud[89a-f]/);
    }),
    { numRuns: 1_000, seed: SEED },
  );
});

test.each(["1152921504606846976", "-9223372036854775808", "36893488147419103232", "10000000000000000000000"])(
  "%s, which a double holds and JavaScript writes otherwise, is written with its digits",
  (source) => {
    expect(isExactText(source)).toBe(true);
    expect(JSON.stringify(parseExactJson(`{"a":[${source}]}`))).toBe(`{"a":[${source}]}`);
    expect(textOfNumber(parseExactJson(source))).toBe(source);
  },
);

test.each(["9007199254740992", "1e22", "1.15292150460684698E18", "0.10000000000000001", "-0"])(
  "%s stays a number",
  (source) => {
    expect(parseExactJson(source)).toBe(Number(source));
  },
);

test("of a key that stands twice the last value counts, as JSON.parse has it", () => {
  expect(JSON.stringify(parseExactJson(`{"a":9007199254740993,"a":5}`))).toBe(`{"a":5}`);
});

test("a number's digits can be read, whether JavaScript keeps it or not", () => {
  const [small, large, none] = parseExactJson(`[5,12345678901234567890,"x"]`) as unknown[];
  expect([small, large, none].map(textOfNumber)).toEqual(["5", "12345678901234567890", undefined]);
});

test.each([
  ["input.idempotencyKey", `{"input":{"idempotencyKey":1541815603606036481}}`, "input", ["idempotencyKey"]],
  ["id", `{"id":9007199254740992}`, "id", []],
  ["of[1].assetId", `{"of":[{"assetId":1},{"assetId":12345678901234567890}]}`, "of", [1, "assetId"]],
  ["m.x", `{"m":{"x":123456789.123456789123}}`, "m", ["x"]],
])("the problem of a number in the variables names its place: %s", (place, variables, variable, path) => {
  const message = "this number cannot be kept exactly: send it as a string";
  const fault = {
    message: `Invalid variables: at "${place}": ${message}.`,
    problems: [{ variable, path, message }],
  };
  expect(findInexactNumbers(variables, "variables")).toEqual(fault);
  expect(findInexactNumbers(`{"query":"{x}","variables":${variables}}`, "body")).toEqual(fault);
});

test("numbers beside the variables are none of their problems, and five problems are told", () => {
  expect(findInexactNumbers(`{"extensions":{"variables":1e400},"variables":{}}`, "body")).toBeUndefined();
  expect(findInexactNumbers(`{"a":[${"1e400,".repeat(20_000)}1]}`, "variables")?.problems).toHaveLength(5);
});
