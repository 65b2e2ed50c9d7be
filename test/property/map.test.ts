import fc from "fast-check";
import { ask, askByVariable, printLiteral } from "../scalars/echo.js";

const key = fc.oneof(
  { weight: 60, arbitrary: fc.stringMatching(/^[_A-Za-z][_0-9A-Za-z]{0,5}$/) },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "prototype", "toString") },
);
const { value: json } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 10, depthSize: "large" },
    fc.oneof(
      fc.constantFrom(null, true, false),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
      { weight: 4, arbitrary: fc.string({ unit: "grapheme" }) },
      { weight: 1, arbitrary: fc.oneof(fc.double(), fc.string({ unit: "binary" })) },
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.dictionary(key, tie("value"), { maxKeys: 4 }),
}));

test("any JSON object means the same by variable and by literal, accepted or refused", async () => {
  const object = fc.dictionary(key, json, { maxKeys: 6 }).map((value) => JSON.stringify(value));
  await fc.assert(
    fc.asyncProperty(object, async (text) => {
      const byVariable = await askByVariable("map", text);
      const byLiteral = await ask(`{ map(value: ${printLiteral(JSON.parse(text))}) }`);
      expect(byLiteral.problems).toEqual(byVariable.problems);
      if (byVariable.problems !== undefined) return;
      expect(byVariable.data).toBe(`{"map":${text}}`);
      expect(byLiteral.data).toBe(byVariable.data);
    }),
    { numRuns: 200, seed: 20_261_126 },
  );
});
