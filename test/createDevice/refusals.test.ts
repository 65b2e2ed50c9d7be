import { CreateDeviceDocument } from "../generated/operations.js";
import { createDevice, DENIED_ORG, expectMember, INPUT, type Result } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

/** Codes beyond the page's own table, and the type that each arrives as. */
const TABLE: [code: number, msg: string, member: Result["__typename"]][] = [
  [99400, "Invalid arguments", "InvalidDeviceInputError"],
  [11404, "Product cannot be found", "ProductNotFoundError"],
  [99404, "Not found", "ProductNotFoundError"],
  [11611, "product not found", "ProductNotFoundError"],
  [99403, "Denied resource:  orgId o1558", "OrganizationAccessDeniedError"],
  [11858, "Unable to find public key", "UnrecognizedDeviceError"],
  [99206, "Partial Content Success", "UnrecognizedDeviceError"],
  [-1, "whatever", "UnrecognizedDeviceError"],
];

it.each(TABLE)("EnOS's %i (%s) arrives as %s, with its code and request ID", async (code, msg, member) => {
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "code", code, msg } });
  const error = await expectMember(member, createDevice(subgraph));
  expect(error).toMatchObject({ code, retryable: false });
  expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(await subgraph.enos.devices()).toEqual([]);
});

it("names the organization and the product that EnOS has no room for", async () => {
  const denied = await expectMember(
    "OrganizationAccessDeniedError",
    createDevice(subgraph, { orgId: DENIED_ORG }),
  );
  expect(denied.orgId).toBe(DENIED_ORG);
  const unknown = await expectMember("ProductNotFoundError", createDevice(subgraph, { productKey: "nope" }));
  expect(unknown.productKey).toBe("nope");
});

it("keeps the place that EnOS names when it finds an argument invalid", async () => {
  const error = await expectMember("InvalidDeviceInputError", createDevice(subgraph, { orgId: "o0" }));
  expect(error.problems).toEqual([{ path: ["orgId"], code: "INVALID", message: "orgId does not exist" }]);
});

it.each([
  ["rated.power", ["rated.power"]],
  ["rated-power.unit", ["rated-power", "unit"]],
  ["rated.other", ["rated", "other"]],
  ["none", ["none"]],
])("names the attribute in EnOS's place deviceAttributes.%s", async (place, path) => {
  const deviceAttributes = { rated: {}, "rated.power": 2, "rated-power": {} };
  const msg = `Invalid Argument deviceAttributes.${place}:must be an INT`;
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "code", code: 99400, msg } });
  const error = await expectMember("InvalidDeviceInputError", createDevice(subgraph, { deviceAttributes }));
  expect(error.problems).toEqual([
    { path: ["deviceAttributes", ...path], code: "INVALID", message: "must be an INT" },
  ]);
});

it("keeps what EnOS says when it names no place", async () => {
  const msg = "invalid argument: The device identifier is invalid";
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "code", code: 99400, msg } });
  const error = await expectMember("InvalidDeviceInputError", createDevice(subgraph));
  expect(error.problems).toEqual([{ path: [], code: "INVALID", message: msg }]);
});

it.each([99400, 11900])("says so when EnOS refuses with %i and gives no reason", async (code) => {
  const body = JSON.stringify({ code, msg: "", data: null });
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "http", status: 200, body } });
  const result = await createDevice(subgraph);
  expect(result).toMatchObject({ code, message: expect.stringContaining("no reason") as string });
});

it("says so when EnOS assigns a key that is taken", async () => {
  const subgraph = await startSubgraph({ env: { DEVICE_KEYS: "enos" } });
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "code", code: 11702 } });
  const error = await expectMember("DeviceKeyTakenError", createDevice(subgraph));
  expect(error).toMatchObject({ deviceKey: null, holder: null, retryable: true });
  expect(error.message).toContain("EnOS assigned");
});

it("says EnOS's own words for a code that the schema has no type for", async () => {
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "code", code: 11900, msg: "Too cold" } });
  const error = await expectMember("UnrecognizedDeviceError", createDevice(subgraph));
  expect(error.message).toContain("Too cold");
});

it("tells what it can of a key that is taken when its holder cannot be read, once and again", async () => {
  await createDevice(subgraph, { deviceKey: "turbine-1" });
  const input = { ...INPUT, deviceKey: "turbine-1" };
  for (let time = 1; time <= 2; time++) {
    await subgraph.enos.addFaults({ on: "search", fault: { kind: "code", code: 99403, msg: "Denied" } });
    const { data, errors } = await subgraph.ask(CreateDeviceDocument, { input });
    expect(data?.createDevice).toMatchObject({ __typename: "DeviceKeyTakenError", holder: null });
    expect(errors).toMatchObject([{ path: ["createDevice", "holder"], extensions: { code: "FORBIDDEN" } }]);
  }
});
