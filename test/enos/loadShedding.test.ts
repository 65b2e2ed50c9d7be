import { CreateDevicesDocument, DeviceDocument } from "../generated/operations.js";
import { createDevice, expectMember, INPUT, type Result } from "../support/createDevice.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { until } from "../support/until.js";

afterEach(closeAll);

const names = (results: Result[]) => results.map((result) => result.__typename);

/** Requests that lost their answers look for their devices until then. */
const SHORT = { ENOS_DEADLINE_MS: "2000" };

it("while EnOS is down it is left alone", async () => {
  const subgraph = await startSubgraph({ env: SHORT, enos: { breakMs: 60_000 } });
  await createDevice(subgraph);
  await openBreaker(subgraph);
  await createDevice(subgraph);
  const before = (await subgraph.enos.calls("create")).length;
  for (let request = 0; request < 50; request++) {
    const error = await expectMember("EnosUnavailableError", createDevice(subgraph));
    expect(error.retryable).toBe(true);
    expect(error.retryAfterMs).toBeGreaterThan(0);
    expect(error.retryAfterMs).toBeLessThanOrEqual(60_000);
  }
  expect(await subgraph.enos.calls("create")).toHaveLength(before);
});

it("EnOS is asked again when the pause is over", async () => {
  const subgraph = await startSubgraph({ env: SHORT, enos: { breakMs: 200 } });
  await createDevice(subgraph);
  await openBreaker(subgraph);
  await until(async () => (await createDevice(subgraph)).__typename === "CreateDeviceSuccess");
});

it("probes that EnOS leaves hanging do not hold up the next one", async () => {
  const enos = { breakMs: 200, answerTimeoutMs: 60_000 };
  const subgraph = await startSubgraph({ enos, env: SHORT });
  await createDevice(subgraph);
  await openBreaker(subgraph);
  await subgraph.enos.clearCalls();
  await subgraph.enos.addFaults({ on: "create", times: 3, fault: { kind: "hang" } });
  await until(async () => (await createDevice(subgraph)).__typename === "CreateDeviceSuccess");
  expect((await subgraph.enos.calls("create")).length).toBeGreaterThan(3);
});

it("refusals by EnOS, however many, are no reason to leave it alone", async () => {
  const subgraph = await startSubgraph();
  await subgraph.enos.addFaults({ on: "create", times: 60, fault: { kind: "code", code: 11739 } });
  const results = await Promise.all(Array.from({ length: 60 }, () => createDevice(subgraph)));
  expect(new Set(names(results))).toEqual(new Set(["DeviceLimitExceededError"]));
  await expectMember("CreateDeviceSuccess", createDevice(subgraph));
});

it("more requests than may wait are turned away at once, and nothing was created for them", async () => {
  const subgraph = await startSubgraph({ sandbox: { latencyMs: 50 }, enos: { concurrency: 2, queue: 2 } });
  await createDevice(subgraph);
  const results = await Promise.all(Array.from({ length: 10 }, () => createDevice(subgraph)));
  const created = names(results).filter((name) => name === "CreateDeviceSuccess");
  const turnedAway = names(results).filter((name) => name === "EnosUnavailableError");
  expect(created.length + turnedAway.length).toBe(10);
  expect(turnedAway.length).toBeGreaterThan(0);
  expect(await subgraph.enos.devices()).toHaveLength(1 + created.length);
});

it("a process that has more to do than it can says so in the same way", async () => {
  let overloaded = false;
  const subgraph = await startSubgraph({ enos: { overloaded: () => overloaded } });
  await createDevice(subgraph);
  overloaded = true;
  const error = await expectMember("EnosUnavailableError", createDevice(subgraph));
  expect(error).toMatchObject({ retryable: true, retryAfterMs: 1000 });
  expect(await subgraph.enos.calls("create")).toHaveLength(1);
});

it("after an outage and a silence a long list has no refusal", async () => {
  const clock = new SkippingClock();
  const subgraph = await startSubgraph({ enos: { clock } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults({ times: 60, fault: { kind: "http", status: 503 } });
  await Promise.all(Array.from({ length: 60 }, () => createDevice(subgraph)));
  await subgraph.enos.clearFaults();
  await clock.sleep(75_000);
  const inputs = Array.from({ length: 900 }, () => INPUT);
  const { data } = await subgraph.ask(CreateDevicesDocument, { inputs });
  expect(new Set(data?.createDevices?.map((result) => result?.__typename))).toEqual(
    new Set(["CreateDeviceSuccess"]),
  );
});

it("a list that comes right after the pause waits for the probes and has no refusal", async () => {
  const clock = new SkippingClock();
  const subgraph = await startSubgraph({ enos: { clock } });
  await openBreaker(subgraph);
  await clock.sleep(1_000);
  const inputs = Array.from({ length: 100 }, () => INPUT);
  const { data } = await subgraph.ask(CreateDevicesDocument, { inputs });
  expect(new Set(data?.createDevices?.map((result) => result?.__typename))).toEqual(
    new Set(["CreateDeviceSuccess"]),
  );
});

it("reads that fail refuse no creates", async () => {
  const subgraph = await startSubgraph({ enos: { clock: new SkippingClock(), breakMs: 60_000 } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults({ on: "search", times: 0, fault: { kind: "resetBefore" } });
  const read = { orgId: INPUT.orgId, assetId: "a1" };
  await until(async () => {
    const { errors } = await subgraph.ask(DeviceDocument, read);
    return errors?.[0]?.message.includes("circuit open") ?? false;
  });
  await expectMember("CreateDeviceSuccess", createDevice(subgraph));
});

it("a request that has lost an answer waits for the breaker instead of giving up", async () => {
  const subgraph = await startSubgraph({ enos: { answerTimeoutMs: 1_000 } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "hang" } });
  const pending = createDevice(subgraph, { idempotencyKey: "k" });
  await until(async () => (await subgraph.enos.calls("create")).length === 2);
  await openBreaker(subgraph);
  await expectMember("CreateDeviceSuccess", pending);
});

it("with one bad gateway of two 99 % of those with a key are answered", async () => {
  const subgraph = await startSubgraph();
  await createDevice(subgraph);
  const share = (probability: number, kind: string) => ({ times: 0, probability, fault: { kind } });
  await subgraph.enos.addFaults(share(0.25, "resetBefore"), share(0.33, "resetAfter"));
  const keys = Array.from({ length: 1_000 }, (_, index) => `k${index}`).values();
  const createSome = async () => {
    const results: Result[] = [];
    for (const idempotencyKey of keys) results.push(await createDevice(subgraph, { idempotencyKey }));
    return results;
  };
  const results = (await Promise.all(Array.from({ length: 100 }, createSome))).flat();
  const created = names(results).filter((name) => name === "CreateDeviceSuccess");
  // Four attempts that EnOS never saw are one in 256; even of 990 in 1,000, by chance at least 983 are there.
  expect(created.length).toBeGreaterThanOrEqual(983);
}, 180_000);

/** Lets creates fail until the breaker opens; EnOS works again after it. */
async function openBreaker(subgraph: SubgraphUnderTest): Promise<void> {
  await subgraph.enos.addFaults({ on: "create", times: 0, fault: { kind: "http", status: 503 } });
  let isOpen = false;
  const ask = async () => {
    const result = await createDevice(subgraph);
    isOpen ||= "message" in result && result.message.includes("circuit open");
  };
  const asked = Array.from({ length: 20 }, ask);
  await until(() => {
    asked.push(ask());
    return Promise.resolve(isOpen);
  });
  await subgraph.enos.clearFaults();
  await Promise.all(asked);
}
