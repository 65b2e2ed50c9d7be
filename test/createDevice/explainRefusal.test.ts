import { createDevice, expectMember } from "../support/createDevice.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

afterEach(closeAll);

const PRODUCT = "AllTypes";

test("a refusal that names no field is explained by the product's thing model", async () => {
  const subgraph = await startSubgraph();
  await subgraph.enos.settings({ modelRefusals: "unnamed" });
  const deviceAttributes = {
    count: "many",
    side: "east",
    serial: "123456789012345678901",
    readings: [1, "2"],
    location: { latitude: 1 },
    colour: "red",
  };
  const result = createDevice(subgraph, { productKey: PRODUCT, deviceAttributes });
  const refusal = await expectMember("InvalidDeviceInputError", result);
  expect(refusal).toMatchObject({ code: 99400, retryable: false });
  expect(refusal.problems.map(({ path, code }) => [path.join("."), code])).toEqual([
    ["deviceAttributes.ratedPower", "REQUIRED"],
    ["deviceAttributes.count", "WRONG_TYPE"],
    ["deviceAttributes.side", "NOT_A_CHOICE"],
    ["deviceAttributes.serial", "TOO_LONG"],
    ["deviceAttributes.readings.1", "WRONG_TYPE"],
    ["deviceAttributes.location.longitude", "REQUIRED"],
    ["deviceAttributes.colour", "UNKNOWN"],
  ]);
});

test("a refusal that names its field stands as EnOS gave it, and no model is read", async () => {
  const subgraph = await startSubgraph();
  const result = createDevice(subgraph, { productKey: PRODUCT, deviceAttributes: { ratedPower: "much" } });
  const { problems } = await expectMember("InvalidDeviceInputError", result);
  expect(problems).toMatchObject([{ path: ["deviceAttributes", "ratedPower"] }]);
  expect(await subgraph.enos.calls("getModel")).toEqual([]);
});

test("a code that is listed nowhere becomes a fault of the input where the model shows one", async () => {
  const subgraph = await startSubgraph();
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "code", code: 11204 } });
  const faulty = createDevice(subgraph, { productKey: PRODUCT });
  const { code, problems } = await expectMember("InvalidDeviceInputError", faulty);
  expect(code).toBe(11204);
  expect(problems).toMatchObject([{ path: ["deviceAttributes", "ratedPower"], code: "REQUIRED" }]);

  await subgraph.enos.addFaults({ on: "create", fault: { kind: "code", code: 11204 } });
  const sound = createDevice(subgraph, { productKey: PRODUCT, deviceAttributes: { ratedPower: 1 } });
  await expectMember("UnrecognizedDeviceError", sound);
});

test("a refusal stands without its explanation when EnOS does not show the model", async () => {
  const subgraph = await startSubgraph();
  await subgraph.enos.settings({ modelRefusals: "unnamed", deniedOperations: ["getModel"] });
  const { problems } = await expectMember(
    "InvalidDeviceInputError",
    createDevice(subgraph, { productKey: PRODUCT }),
  );
  expect(problems).toMatchObject([{ path: [], message: "Invalid arguments" }]);
});

test("a refusal stands without its explanation, at the deadline, when EnOS never answers about the model", async () => {
  const subgraph = await startSubgraph({ env: { ENOS_DEADLINE_MS: "1500" } });
  await subgraph.enos.settings({ modelRefusals: "unnamed" });
  await subgraph.enos.addFaults({ on: "getModel", times: 0, fault: { kind: "hang" } });
  const sentAt = performance.now();
  const refused = await expectMember(
    "InvalidDeviceInputError",
    createDevice(subgraph, { productKey: PRODUCT }),
  );
  // Without the deadline the read alone would take 8 seconds.
  expect(performance.now() - sentAt).toBeLessThan(6_000);
  expect(refused.problems).toMatchObject([{ path: [], message: "Invalid arguments" }]);
  expect(await subgraph.enos.calls("getModel")).not.toEqual([]);
});

test("a device that EnOS takes costs no read of its model", async () => {
  const subgraph = await startSubgraph();
  await expectMember("CreateDeviceSuccess", createDevice(subgraph, { deviceAttributes: { unheardOf: 1 } }));
  expect(await subgraph.enos.calls("searchProducts")).toEqual([]);
  expect(await subgraph.enos.calls("getModel")).toEqual([]);
});
