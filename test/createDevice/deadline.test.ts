import { request } from "node:http";

import { print } from "graphql";

import { CreateDeviceDocument } from "../generated/operations.js";
import { createDevice, expectMember, INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { until } from "../support/until.js";

afterEach(closeAll);

it.each([
  ["without a key", {}, { retryable: false, deviceKey: expect.stringMatching(/^[a-z0-9]{16}$/) as string }],
  ["with an idempotency key", { idempotencyKey: "a" }, { retryable: true }],
])("the deadline ends the wait for an answer, and says what is not known (%s)", async (_, key, expected) => {
  const subgraph = await startSubgraph({ env: { ENOS_DEADLINE_MS: "1500" } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults({ on: "create", times: 0, fault: { kind: "hang", processed: true } });
  const error = await expectMember("DeviceUnconfirmedError", createDevice(subgraph, key));
  expect(error).toMatchObject(expected);
  expect(await subgraph.enos.calls("create")).toHaveLength(2);
});

it("a pause that EnOS asks for and the deadline does not allow is handed to the client", async () => {
  const subgraph = await startSubgraph();
  const throttled = { kind: "http", status: 429, headers: { "retry-after": "60" } };
  await subgraph.enos.addFaults({ on: "create", fault: throttled });
  const error = await expectMember("EnosUnavailableError", createDevice(subgraph));
  expect(error).toMatchObject({ retryable: true, retryAfterMs: 60_000 });
  expect(await subgraph.enos.calls("create")).toHaveLength(1);
});

it("when the client hangs up, what is on the wire goes on and nothing new is started", async () => {
  const subgraph = await startSubgraph({ enos: { random: () => 0 } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults(
    { on: "create", fault: { kind: "delay", ms: 100 } },
    { on: "create", fault: { kind: "delay", ms: 100 } },
  );
  // Two root fields of one operation run one after the other: the second is what must not be started.
  const hangUp = send(subgraph, `mutation { a: ${CREATE} b: ${CREATE} }`);
  await until(async () => (await subgraph.enos.calls("create")).length === 2);
  hangUp();
  await until(async () => (await subgraph.enos.devices()).length === 2);
  await createDevice(subgraph);
  expect(await subgraph.enos.calls("create")).toHaveLength(3);
});

it("equal requests of one moment share one call, and all but one know that they do", async () => {
  const subgraph = await startSubgraph({ sandbox: { latencyMs: 500 } });
  const asked = Array.from({ length: 20 }, () => createDevice(subgraph, { idempotencyKey: "same" }));
  const successes = await Promise.all(asked.map((result) => expectMember("CreateDeviceSuccess", result)));
  expect(await subgraph.enos.calls("create")).toHaveLength(1);
  expect(new Set(successes.map(({ deviceSecret }) => deviceSecret)).size).toBe(1);
  expect(successes.filter(({ replayed }) => !replayed)).toHaveLength(1);
});

it("two processes that get the same request at once make one device, and both have its secret", async () => {
  const first = await startSubgraph();
  const second = await startSubgraph({ enos: { url: first.sandbox.url } });
  const results = [first, second].map((subgraph) => createDevice(subgraph, { idempotencyKey: "same" }));
  const [one, other] = await Promise.all(
    results.map((result) => expectMember("CreateDeviceSuccess", result)),
  );
  expect(one?.deviceSecret).toBe(other?.deviceSecret);
  expect([one?.replayed, other?.replayed].sort()).toEqual([false, true]);
  expect(await first.enos.devices()).toHaveLength(1);
});

it("the same key for another input is a conflict, and the device stays as it was", async () => {
  const subgraph = await startSubgraph();
  await createDevice(subgraph, { idempotencyKey: "k", deviceTags: { floor: "1" } });
  const other = createDevice(subgraph, { idempotencyKey: "k", deviceTags: { floor: "2" } });
  expect(await expectMember("IdempotencyConflictError", other)).toMatchObject({
    idempotencyKey: "k",
    retryable: false,
  });
  expect(await subgraph.enos.devices()).toMatchObject([{ deviceTags: { floor: "1" } }]);
});

const CREATE = `createDevice(input: {
  orgId: "${INPUT.orgId}", productKey: "${INPUT.productKey}", timezone: "+08:00", deviceName: { defaultValue: "x" }
}) { __typename }`;

/** Sends a request and gives the means to hang up on it. */
function send(subgraph: SubgraphUnderTest, query: string): () => void {
  const sent = request(subgraph.app.url, { method: "POST", headers: { "content-type": "application/json" } });
  sent.on("error", () => undefined);
  sent.end(JSON.stringify({ query }));
  return () => sent.destroy();
}

it("a replay is recognized although EnOS stores translations that nobody sent as empty texts", async () => {
  const subgraph = await startSubgraph();
  const first = await expectMember("CreateDeviceSuccess", createDevice(subgraph, { idempotencyKey: "k" }));
  const [stored] = await subgraph.enos.devices();
  const deviceName = { ...INPUT.deviceName, i18nValue: { en_US: "", zh_CN: "" } };
  const body = JSON.stringify({ code: 0, msg: "OK", data: { ...stored, deviceName } });
  await subgraph.enos.addFaults({ on: "get", fault: { kind: "http", status: 200, body } });
  const again = await expectMember("CreateDeviceSuccess", createDevice(subgraph, { idempotencyKey: "k" }));
  expect(again).toMatchObject({ replayed: true, deviceSecret: first.deviceSecret });
});

it("a quota that ends next month is a pause that a client can read", async () => {
  const subgraph = await startSubgraph();
  const nextMonth = { kind: "http", status: 429, headers: { "retry-after": "2678400" } };
  await subgraph.enos.addFaults({ on: "create", fault: nextMonth });
  const error = await expectMember("EnosUnavailableError", createDevice(subgraph));
  expect(error.retryAfterMs).toBe(2 ** 31 - 1);
});

it("a request that still waits in the queue when its client hangs up is never sent", async () => {
  const subgraph = await startSubgraph({ enos: { concurrency: 1 } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "delay", ms: 300 } });
  const first = createDevice(subgraph);
  await until(async () => (await subgraph.enos.calls("create")).length === 2);
  const hangUp = send(subgraph, `mutation { ${CREATE} }`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  hangUp();
  await first;
  await createDevice(subgraph);
  expect(await subgraph.enos.devices()).toHaveLength(3);
});

it("a device key of one's own is found with an idempotency key beside it, as is said", async () => {
  const subgraph = await startSubgraph({ enos: { clock: new SkippingClock(), breakMs: 1 } });
  const input = { deviceKey: "turbine-6" };
  await subgraph.enos.addFaults(
    { on: "create", times: 0, fault: { kind: "resetAfter" } },
    { on: "get", times: 0, fault: { kind: "resetAfter" } },
  );
  const lost = await expectMember("DeviceUnconfirmedError", createDevice(subgraph, input));
  expect(lost.message).toContain("with an idempotencyKey beside its deviceKey");
  await subgraph.enos.clearFaults();
  const taken = await expectMember("DeviceKeyTakenError", createDevice(subgraph, input));
  expect(taken.message).toContain("with an idempotencyKey beside the deviceKey");
  const found = await expectMember(
    "CreateDeviceSuccess",
    createDevice(subgraph, { ...input, idempotencyKey: "k" }),
  );
  const [stored] = await subgraph.enos.devices();
  expect(found).toMatchObject({ replayed: true, deviceSecret: stored?.deviceSecret });
});

it("a device key of one's own that is sent twice at the same moment is taken once, as one after the other", async () => {
  const subgraph = await startSubgraph({ sandbox: { latencyMs: 100 } });
  const results = [1, 2].map(() => createDevice(subgraph, { deviceKey: "turbine-7" }));
  const names = (await Promise.all(results)).map(({ __typename }) => __typename);
  expect(names.sort()).toEqual(["CreateDeviceSuccess", "DeviceKeyTakenError"]);
});

it("two equal requests without a key are two devices", async () => {
  const subgraph = await startSubgraph({ sandbox: { latencyMs: 100 } });
  const results = [1, 2].map(() => expectMember("CreateDeviceSuccess", createDevice(subgraph)));
  for (const { replayed } of await Promise.all(results)) expect(replayed).toBe(false);
  expect(await subgraph.enos.devices()).toHaveLength(2);
});

describe("a device key that another product's device holds", () => {
  const serial = { deviceKey: "serial-7" };
  const other = { ...serial, productKey: "An0ther1", idempotencyKey: "k" };
  let subgraph: SubgraphUnderTest;
  beforeEach(async () => {
    const products = [{ productKey: PRODUCT }, { productKey: other.productKey }];
    subgraph = await startSubgraph({
      sandbox: { organizations: [{ orgId: ORG, products }] },
      enos: { clock: new SkippingClock() },
    });
    await createDevice(subgraph, serial);
  });

  it("is taken, with an idempotency key, too", async () => {
    const taken = await expectMember("DeviceKeyTakenError", createDevice(subgraph, other));
    expect(taken).toMatchObject({ ...serial, code: 11702, holder: null, retryable: false });
    expect(taken.message).toContain("of another product already holds the key");
    expect(taken.message).not.toContain("idempotencyKey");
  });

  it.each([
    { kind: "code", code: 99403 },
    { kind: "resetBefore" },
    { kind: "http", status: 429, headers: { "retry-after": "60" } },
  ])("is nobody's for certain while EnOS does not show whose it is: $kind", async (fault) => {
    await subgraph.enos.addFaults({ on: "search", times: 0, fault });
    await expectMember("DeviceUnconfirmedError", createDevice(subgraph, other));
  });

  it("is taken, although the first answer to the search was lost", async () => {
    await subgraph.enos.addFaults({ on: "search", fault: { kind: "resetAfter" } });
    await expectMember("DeviceKeyTakenError", createDevice(subgraph, other));
  });

  it("is taken, although rows of the search are no devices", async () => {
    const [holder] = await subgraph.enos.devices();
    const body = JSON.stringify({ code: 0, data: [null, {}, holder] });
    await subgraph.enos.addFaults({ on: "search", fault: { kind: "http", status: 200, body } });
    await expectMember("DeviceKeyTakenError", createDevice(subgraph, other));
  });

  it("is not, where only the search shows the product's own device yet", async () => {
    await subgraph.enos.addFaults({ on: "get", times: 10, fault: { kind: "code", code: 99404 } });
    const own = { ...serial, idempotencyKey: "k" };
    const found = await expectMember("CreateDeviceSuccess", createDevice(subgraph, own));
    expect(found).toMatchObject({ replayed: true, device: serial });
  });
});

it("a number that JSON writes in another way is no other input", async () => {
  const subgraph = await startSubgraph();
  const variables = { input: { ...INPUT, deviceAttributes: { offset: 0 }, idempotencyKey: "k" } };
  const body = JSON.stringify({ query: print(CreateDeviceDocument), variables }).replace(":0}", ":-0}");
  expect(body).toContain('"offset":-0');
  const headers = { "content-type": "application/json" };
  for (const replayed of [false, true]) {
    const answer = await fetch(subgraph.app.url, { method: "POST", headers, body });
    expect(await answer.json()).toMatchObject({ data: { createDevice: { replayed } } });
  }
});

it("a request that had to wait in the queue is signed when it is sent", async () => {
  const subgraph = await startSubgraph({ enos: { concurrency: 1 } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "delay", ms: 500 } });
  await Promise.all([createDevice(subgraph), createDevice(subgraph)]);
  for (const { at, headers } of await subgraph.enos.calls("create"))
    expect(at - Number(headers["apim-timestamp"])).toBeLessThan(250);
});

it("a device is found although EnOS's reads fail for longer than they lag", async () => {
  const subgraph = await startSubgraph({ enos: { clock: new SkippingClock() } });
  const input = { idempotencyKey: "k" };
  const first = await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
  await subgraph.enos.addFaults({ on: "get", times: 32, fault: { kind: "code", code: 99500 } });
  const again = await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
  expect(again).toMatchObject({ replayed: true, deviceSecret: first.deviceSecret });
});
