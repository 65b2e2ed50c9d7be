import { CheckDevicesDocument, type CreateDeviceInput } from "../generated/operations.js";
import {
  CREATE_DEVICE,
  createDevice,
  DENIED_ORG,
  INPUT,
  ORG,
  expectMember,
} from "../support/createDevice.js";
import { PRODUCTION, fromRouter } from "../support/production.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { until } from "../support/until.js";

afterEach(closeAll);

async function check(
  subgraph: SubgraphUnderTest,
  inputs: readonly Partial<CreateDeviceInput>[],
  headers: Readonly<Record<string, string>> = {},
) {
  const variables = { inputs: inputs.map((input) => ({ ...INPUT, ...input })) };
  const { data, errors } = await subgraph.ask(CheckDevicesDocument, variables, headers);
  if (errors || !data?.checkDevices) throw new Error(JSON.stringify(errors));
  return data.checkDevices;
}

function problemsOf(checks: Awaited<ReturnType<typeof check>>) {
  return checks.map(({ problems }) => problems.map(({ path, code }) => `${path.join(".")} ${code}`));
}

test("each input gets the faults that its creation would find, in the order of the inputs", async () => {
  const subgraph = await startSubgraph();
  await createDevice(subgraph, { deviceKey: "taken-key" });
  const checks = await check(subgraph, [
    {},
    { timezone: "Mars/Olympus", deviceKey: "abc" },
    { productKey: "NoSuch01" },
    { productKey: "AllTypes" },
    { productKey: "AllTypes", deviceAttributes: { ratedPower: 1, side: "east" } },
    { deviceKey: "taken-key" },
    { deviceKey: "my-own-key" },
    { deviceKey: "my-own-key" },
    { orgId: "" },
  ]);
  expect(problemsOf(checks)).toEqual([
    [],
    ["timezone UNKNOWN", "deviceKey TOO_SHORT"],
    ["productKey UNKNOWN"],
    ["deviceAttributes.ratedPower REQUIRED"],
    ["deviceAttributes.side NOT_A_CHOICE"],
    ["deviceKey TAKEN"],
    [],
    ["deviceKey TAKEN"],
    ["orgId REQUIRED"],
  ]);
});

test("a check creates nothing, and a thousand inputs take at most 12 calls of EnOS", async () => {
  const subgraph = await startSubgraph();
  const inputs = Array.from({ length: 1_000 }, (_, index) => ({ idempotencyKey: `intent-${index}` }));
  const checks = await check(subgraph, inputs);
  expect(checks).toHaveLength(1_000);
  expect(checks.every(({ problems, existing }) => problems.length === 0 && existing === null)).toBe(true);
  const calls = (await subgraph.enos.calls()).filter(({ operation }) => operation !== "token");
  expect(calls.length).toBeLessThanOrEqual(12);
  expect(await subgraph.enos.devices()).toEqual([]);
});

test("an input whose idempotency key created a device shows it, and where it differs", async () => {
  const subgraph = await startSubgraph();
  const created = await expectMember(
    "CreateDeviceSuccess",
    createDevice(subgraph, { idempotencyKey: "intent-of-mine" }),
  );
  const checks = await check(subgraph, [
    { idempotencyKey: "intent-of-mine" },
    { idempotencyKey: "intent-of-mine", timezone: "+01:00" },
    { idempotencyKey: "another-intent" },
  ]);
  expect(checks[0]).toMatchObject({ problems: [], existing: { assetId: created.device.assetId } });
  expect(problemsOf(checks).slice(1)).toEqual([["timezone DIFFERENT", "idempotencyKey DIFFERENT"], []]);
});

test("a device that another replica created is shown as soon as EnOS's search shows it", async () => {
  const creating = await startSubgraph({ sandbox: { readLagMs: 300 } });
  const checking = await startSubgraph({ enos: { url: creating.sandbox.url } });
  const input = { idempotencyKey: "intent-of-mine" };
  const created = await expectMember("CreateDeviceSuccess", createDevice(creating, input));
  let found: Awaited<ReturnType<typeof check>> = [];
  await until(async () => {
    found = await check(checking, [input]);
    return found[0]?.existing !== null;
  });
  expect(found).toMatchObject([{ problems: [], existing: { assetId: created.device.assetId } }]);
  const differing = await check(checking, [{ ...input, timezone: "+01:00" }]);
  expect(problemsOf(differing)).toEqual([["timezone DIFFERENT"]]);
});

test("attributes are not checked against a model that EnOS denies, and the check says so", async () => {
  const subgraph = await startSubgraph();
  const [denied, shown] = await check(subgraph, [{ productKey: "NoModel1" }, {}]);
  expect(denied).toMatchObject({ problems: [], attributesChecked: false });
  expect(shown).toMatchObject({ problems: [], attributesChecked: true });
});

test("an organization that EnOS denies is a fault of the input", async () => {
  const subgraph = await startSubgraph();
  const checks = await check(subgraph, [{ orgId: DENIED_ORG, deviceKey: "some-key" }]);
  expect(problemsOf(checks)).toEqual([["orgId INVALID"]]);
});

test("an application that may create devices and not read them gets no fault for it", async () => {
  const subgraph = await startSubgraph();
  await subgraph.enos.settings({ deniedOperations: ["search", "get"] });
  const input = { deviceKey: "my-own-key" };
  expect(problemsOf(await check(subgraph, [input]))).toEqual([[]]);
  await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
});

test("the caller's organizations and scopes decide what is told", async () => {
  const subgraph = await startSubgraph({ env: PRODUCTION });
  const creator = fromRouter({ orgs: ORG, scopes: "device:create" });
  const reader = fromRouter({ orgs: ORG, scopes: "device:create device:read" });
  const { data } = await subgraph.ask(
    CheckDevicesDocument,
    { inputs: [{ ...INPUT, orgId: "o15475450989192" }] },
    creator,
  );
  expect(data?.checkDevices?.[0]?.problems).toMatchObject([{ path: ["orgId"], code: "INVALID" }]);

  const input = { deviceKey: "my-own-key", idempotencyKey: "intent-of-mine" };
  const created = await subgraph.askText(CREATE_DEVICE, { input: { ...INPUT, ...input } }, creator);
  expect(created.data?.createDevice).toEqual({ __typename: "CreateDeviceSuccess" });
  const differing = [{ ...input, timezone: "+01:00" }];
  expect(problemsOf(await check(subgraph, differing, creator))).toEqual([["deviceKey TAKEN"]]);
  expect((await check(subgraph, differing, creator))[0]?.existing).toBeNull();
  expect(problemsOf(await check(subgraph, differing, reader))).toEqual([["timezone DIFFERENT"]]);
  expect((await check(subgraph, differing, reader))[0]?.existing?.deviceKey).toBe("my-own-key");
});

test.each([
  [
    "without the scope device:create",
    "query ($i: [CreateDeviceInput!]!) { checkDevices(inputs: $i) { problems { code } } }",
    1,
    "device:read",
    "FORBIDDEN",
  ],
  [
    "with more than 1,000 inputs",
    "query ($i: [CreateDeviceInput!]!) { checkDevices(inputs: $i) { problems { code } } }",
    1_001,
    "device:create",
    "BAD_USER_INPUT",
  ],
  [
    "for a second time in an operation",
    "query ($i: [CreateDeviceInput!]!) { a: checkDevices(inputs: $i) { problems { code } } b: checkDevices(inputs: $i) { problems { code } } }",
    1,
    "device:create",
    "BAD_USER_INPUT",
  ],
])("a check is refused %s", async (_, query, count, scopes, code) => {
  const subgraph = await startSubgraph({ env: PRODUCTION });
  const i = Array.from({ length: count }, () => INPUT);
  const { errors } = await subgraph.askText(query, { i }, fromRouter({ orgs: ORG, scopes }));
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
});

test.each([
  ["no list", "{}"],
  [
    "the devices of another search",
    '[{"orgId":"ORG","assetId":"a1","productKey":"p","deviceKey":"other-key"}]',
  ],
  [
    "a device of another organization",
    '[{"orgId":"o1","assetId":"a1","productKey":"p","deviceKey":"my-own-key"}]',
  ],
])("a key is not said to be free when EnOS's answer is %s", async (_, data) => {
  const subgraph = await startSubgraph();
  const body = `{"code":0,"data":${data.replace("ORG", ORG)}}`;
  await subgraph.enos.addFaults({ on: "search", times: 0, fault: { kind: "http", status: 200, body } });
  const inputs = [{ ...INPUT, deviceKey: "my-own-key" }];
  const { data: answer, errors } = await subgraph.ask(CheckDevicesDocument, { inputs });
  expect(answer?.checkDevices).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: "ENOS_UNAVAILABLE", retryable: true } }]);
});
