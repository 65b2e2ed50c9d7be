import { CircuitBreaker, type Permit } from "../../src/enos/resilience/circuitBreaker.js";
import { EnosRequestError, LoadShedError } from "../../src/enos/errors.js";
import { deadlineIn } from "../support/deadlines.js";
import { ManualClock } from "../support/manualClock.js";

const PAUSE = 1_000;
const fault = () => new EnosRequestError("lost", { outcome: "UNKNOWN", retry: "TRANSIENT" });

let clock: ManualClock;
let breaker: CircuitBreaker;
beforeEach(() => {
  clock = new ManualClock();
  breaker = new CircuitBreaker({ clock, pauseMs: PAUSE, maxWaiting: 2 });
});

async function acquire(deadline = deadlineIn()): Promise<Permit> {
  return breaker.acquire(deadline);
}

async function fail(times: number): Promise<void> {
  for (let time = 0; time < times; time++) breaker.settle(await acquire(), fault());
}

async function openAndPause(): Promise<void> {
  await fail(20);
  clock.advance(PAUSE);
}

async function probe(): Promise<[Permit, Permit, Permit]> {
  return [await acquire(), await acquire(), await acquire()];
}

it("opens after a series of faults, and says how long to wait", async () => {
  await fail(19);
  expect(breaker.state).toBe("closed");
  await fail(1);
  expect(breaker.state).toBe("open");
  clock.advance(400);
  await expect(acquire()).rejects.toMatchObject({ retryAfterMs: 600, outcome: "NOT_APPLIED" });
});

it("stays closed while every other request succeeds", async () => {
  for (let time = 0; time < 200; time++) {
    await fail(1);
    breaker.settle(await acquire(), undefined);
  }
  expect(breaker.state).toBe("closed");
});

it("takes faults that lie far apart for no series", async () => {
  for (let time = 0; time < 40; time++) {
    await fail(1);
    clock.advance(11_000);
  }
  expect(breaker.state).toBe("closed");
});

it.each([
  ["a refused token", { outcome: "NOT_APPLIED", retry: "AUTH_EXPIRED" }],
  ["throttling", { outcome: "NOT_APPLIED", retry: "THROTTLING" }],
  ["an internal error that EnOS reports with HTTP status 200", { code: 99500, status: 200 }],
  ["a deadline that passes", { retry: "UNAVAILABLE" }],
] as const)("does not count %s as a fault", async (_, details) => {
  const error = new EnosRequestError("m", { outcome: "UNKNOWN", retry: "TRANSIENT", ...details });
  for (let time = 0; time < 40; time++) breaker.settle(await acquire(), error);
  expect(breaker.state).toBe("closed");
});

it("lets three probes through after the pause; the others wait, and go on when one succeeds", async () => {
  await openAndPause();
  const [first, second] = await probe();
  const waiting = [acquire(), acquire()];
  expect(breaker.waiting).toBe(2);
  await expect(acquire()).rejects.toBeInstanceOf(LoadShedError);
  breaker.settle(first, fault());
  breaker.settle(second, undefined);
  expect(breaker.state).toBe("closed");
  await Promise.all(waiting);
  expect(breaker.waiting).toBe(0);
});

it("opens again when all probes fail, and refuses those who waited", async () => {
  await openAndPause();
  const probes = await probe();
  const waiting = acquire();
  for (const permit of probes) breaker.settle(permit, fault());
  await expect(waiting).rejects.toBeInstanceOf(LoadShedError);
  expect(breaker.state).toBe("open");
  clock.advance(PAUSE);
  expect(breaker.state).toBe("half-open");
});

it("lets whoever waits leave at their own deadline", async () => {
  await openAndPause();
  await probe();
  const deadline = deadlineIn(20);
  const waiting = acquire(deadline);
  await expect(waiting).rejects.toBeInstanceOf(LoadShedError);
  expect(breaker.waiting).toBe(0);
  await expect(acquire(deadline)).rejects.toBeInstanceOf(LoadShedError);
});

it("lends the place of a probe that hangs to another", async () => {
  await openAndPause();
  await probe();
  clock.advance(PAUSE);
  await acquire();
  expect(breaker.state).toBe("half-open");
});

it("gives a place that a probe did not use to whoever waits", async () => {
  await openAndPause();
  const [unused] = await probe();
  const waiting = acquire();
  breaker.release(unused);
  expect(breaker.isCurrent(await waiting)).toBe(true);
});

it("ignores requests that were sent before it opened or closed", async () => {
  const early = await acquire();
  const late = await acquire();
  await openAndPause();
  expect(breaker.isCurrent(early)).toBe(false);
  breaker.settle(early, undefined);
  breaker.settle(late, fault());
  expect(breaker.state).toBe("half-open");
  const [first] = await probe();
  breaker.settle(first, undefined);
  await fail(19);
  breaker.settle(late, fault());
  expect(breaker.state).toBe("closed");
});

it("is closed after a long silence: a burst meets no closed door", async () => {
  await openAndPause();
  clock.advance(30 * PAUSE + 1);
  expect(breaker.state).toBe("closed");
  await Promise.all(Array.from({ length: 900 }, () => acquire()));
});
