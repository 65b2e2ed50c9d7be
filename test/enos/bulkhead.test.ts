import { CircuitState } from "cockatiel";

import { systemClock } from "../../src/runtime/clock.js";
import { LoadSheddingTransport } from "../../src/enos/resilience/loadShedding.js";
import { RecentFailures } from "../../src/enos/resilience/circuitBreaker.js";
import { RequestNotSentError, type RawReply } from "../../src/enos/http/transport.js";

const write = () => ({ method: "GET", path: "/", headers: {} }) as const;

it("a deadline that passes in the queue is proof that nothing was sent, before any place is free", async () => {
  const exchange = jest.fn(() => new Promise<RawReply>(() => undefined));
  const loadShedding = new LoadSheddingTransport(
    { exchange },
    { concurrency: 1, queue: 1, breakMs: 1_000, overloaded: () => false, clock: systemClock },
  );
  void loadShedding.exchange(write, new AbortController().signal);
  const deadline = new AbortController();
  const waiting = loadShedding.exchange(write, deadline.signal);
  deadline.abort();
  await expect(waiting).rejects.toBeInstanceOf(RequestNotSentError);
  expect(exchange).toHaveBeenCalledTimes(1);
});

it("what went well before a silence says nothing of what fails after it", () => {
  let now = 0;
  const recent = new RecentFailures({ ...systemClock, now: () => now });
  for (let call = 0; call < 1_000; call++) recent.success(CircuitState.Closed);
  now = 6_000;
  const breaks = Array.from({ length: 20 }, () => recent.failure(CircuitState.Closed));
  expect(breaks.indexOf(true)).toBe(19);
});

it("half of what happened within the last seconds may fail", () => {
  let now = 0;
  const recent = new RecentFailures({ ...systemClock, now: () => now });
  for (now = 0; now < 4_000; now += 100) {
    recent.success(CircuitState.Closed);
    expect(recent.failure(CircuitState.Closed)).toBe(false);
  }
  expect(recent.failure(CircuitState.Closed)).toBe(true);
});
