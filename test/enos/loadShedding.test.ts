import { createDevice, expectMember, type Result } from "../support/createDevice.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { until } from "../support/until.js";

afterEach(closeAll);

const names = (results: Result[]) => results.map((result) => result.__typename);

it("while EnOS is down it is left alone", async () => {
  const subgraph = await startSubgraph({ enos: { random: () => 0, breakMs: 60_000 } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults({ times: 0, fault: { kind: "http", status: 503 } });
  const before = (await subgraph.enos.calls()).length;
  for (let request = 0; request < 200; request++) await createDevice(subgraph);

  const calls = (await subgraph.enos.calls()).length - before;
  expect(calls).toBeLessThan(100);
  const last = await expectMember("EnosUnavailableError", createDevice(subgraph));
  expect(last.retryable).toBe(true);
  expect(last.retryAfterMs).toBeGreaterThan(0);
  expect(last.retryAfterMs).toBeLessThanOrEqual(60_000);
});

it("EnOS is asked again when the pause is over", async () => {
  const subgraph = await startSubgraph({ enos: { random: () => 0, breakMs: 200 } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults({ times: 0, fault: { kind: "http", status: 503 } });
  await until(async () => (await createDevice(subgraph)).__typename === "EnosUnavailableError");

  await subgraph.enos.reset();
  await until(async () => (await createDevice(subgraph)).__typename === "CreateDeviceSuccess");
});

it("a probe that EnOS leaves hanging does not hold up the next one", async () => {
  const enos = { random: () => 0, breakMs: 200, answerTimeoutMs: 60_000 };
  const subgraph = await startSubgraph({ enos, env: { ENOS_DEADLINE_MS: "2000" } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults({ times: 0, fault: { kind: "http", status: 503 } });
  await until(async () => (await createDevice(subgraph)).__typename === "EnosUnavailableError");

  await subgraph.enos.reset();
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "hang" } });
  const early: Promise<Result>[] = [];
  const ask = () => early.push(createDevice(subgraph));
  await until(async () => ask() > 0 && (await subgraph.enos.calls("create")).length > 0);
  let hasEnded = false;
  const results = Promise.all(early).finally(() => (hasEnded = true));
  await until(async () => (await createDevice(subgraph)).__typename === "CreateDeviceSuccess");
  expect(hasEnded).toBe(false);
  expect(names(await results)).toContain("DeviceUnconfirmedError");
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
