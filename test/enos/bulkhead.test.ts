import { EnosRequestError, LoadShedError, RequestNotSentError } from "../../src/enos/errors.js";
import { LoadShedding } from "../../src/enos/resilience/loadShedding.js";
import { noTelemetry } from "../../src/runtime/telemetry.js";
import { deadlineIn } from "../support/deadlines.js";
import { ManualClock } from "../support/manualClock.js";
import { until } from "../support/until.js";

const PAUSE = 1_000;
const FAILURES_TO_OPEN = 20;
const never = deadlineIn();

let clock: ManualClock;
let loadShedding: LoadShedding;
beforeEach(() => {
  clock = new ManualClock();
  loadShedding = new LoadShedding({
    ...{ concurrency: 1, queue: 30, breakMs: PAUSE, clock, telemetry: noTelemetry, overloaded: () => false },
  });
});

const hang = () => new Promise<never>(() => undefined);
const fail = () => Promise.reject(new EnosRequestError("lost", { outcome: "UNKNOWN", retry: "TRANSIENT" }));

it("a deadline that passes in the queue is proof that nothing was sent, before any place is free", async () => {
  const attempt = jest.fn(hang);
  void loadShedding.run("writes", never, attempt);
  const waiting = loadShedding.run("writes", deadlineIn(20), attempt);
  await expect(waiting).rejects.toBeInstanceOf(RequestNotSentError);
  expect(attempt).toHaveBeenCalledTimes(1);
});

it("a request that is in the queue when the circuit opens is not sent", async () => {
  const attempt = jest.fn(fail);
  const results = await Promise.allSettled(
    Array.from({ length: FAILURES_TO_OPEN + 2 }, () => loadShedding.run("writes", never, attempt)),
  );
  expect(attempt).toHaveBeenCalledTimes(FAILURES_TO_OPEN);
  const shed = results.filter(
    (result) => result.status === "rejected" && result.reason instanceof LoadShedError,
  );
  expect(shed).toHaveLength(2);
});

it("probes whose deadline passes in the queue leave their places to others", async () => {
  for (let failure = 0; failure < FAILURES_TO_OPEN; failure++)
    await expect(loadShedding.run("writes", never, fail)).rejects.toBeInstanceOf(EnosRequestError);
  clock.advance(PAUSE);
  let free: () => void = () => undefined;
  const slot = loadShedding.run("token", never, () => new Promise<void>((resolve) => (free = resolve)));
  const deadline = deadlineIn(20);
  const probes = Array.from({ length: 3 }, () => loadShedding.run("writes", deadline, hang));
  for (const { status } of await Promise.allSettled(probes)) expect(status).toBe("rejected");
  free();
  await slot;
  await expect(loadShedding.run("writes", never, () => Promise.resolve("sent"))).resolves.toBe("sent");
});

it("a request whose deadline has passed takes no place in the queue", async () => {
  void loadShedding.run("writes", never, hang);
  const late = deadlineIn(0);
  await until(() => Promise.resolve(late.passed));
  await expect(loadShedding.run("writes", late, hang)).rejects.toBeInstanceOf(RequestNotSentError);
  expect(loadShedding.queued).toBe(0);
});
