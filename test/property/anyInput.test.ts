import fc from "fast-check";

import type { JsonMap } from "../../src/scalars/map.js";
import { createDevice, expectMember, INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const RUNS = 200;

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
afterAll(closeAll);

/** Any character but NUL, which no input accepts. */
const anyText = (maxLength: number) =>
  fc.string({ unit: "binary", maxLength }).map((any) => any.replaceAll("\0", "?"));

/** A text of one line. */
const text = (maxLength: number) =>
  fc
    .string({ unit: "binary", maxLength })
    .map((any) => any.replace(/\p{Cc}/gu, "?"))
    .filter((any) => Array.from(any).length <= maxLength);

const someText = (maxLength: number) => text(maxLength).filter((any) => any.trim() !== "");

/** A number that JSON and JavaScript write alike. */
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
);

const { attribute } = fc.letrec<{ attribute: unknown }>((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(anyText(40), number, fc.boolean()),
    fc.array(tie("attribute"), { maxLength: 4 }),
    fc.dictionary(anyText(12), tie("attribute"), { maxKeys: 4 }),
  ),
}));

const input = fc
  .record({
    deviceName: fc.record({
      defaultValue: someText(30),
      i18nValue: fc.dictionary(fc.constantFrom("zh_CN", "en_US", "ja_JP"), someText(30)),
    }),
    deviceDesc: someText(80),
    deviceTags: fc.dictionary(
      fc.stringMatching(/^[\w/-]{1,20}$/),
      text(40).map((any) => any.trim()),
    ),
    deviceAttributes: fc
      .dictionary(
        text(20).filter((name) => name !== ""),
        attribute,
        { maxKeys: 6 },
      )
      .map((any) => JSON.parse(JSON.stringify(any)) as JsonMap),
  })
  .filter((any) => !JSON.stringify(any).includes('"__proto__":'));

it("whatever a client writes arrives at EnOS as it was written, correctly signed, and comes back the same", async () => {
  await fc.assert(
    fc.asyncProperty(input, async (written) => {
      await subgraph.enos.reset();
      const { device } = await expectMember("CreateDeviceSuccess", createDevice(subgraph, written));
      expect(device).toMatchObject(written);
      const [call] = await subgraph.enos.calls("create");
      expect(call?.signatureValid).toBe(true);
      const { orgId: _, ...sent } = { ...INPUT, ...written, deviceKey: device.deviceKey };
      expect(JSON.parse(call?.body ?? "")).toEqual(sent);
    }),
    { numRuns: RUNS, seed: 20_261_122 },
  );
}, 60_000);
