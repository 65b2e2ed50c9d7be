import { systemClock } from "../../src/runtime/clock.js";
import { LoadShedding } from "../../src/enos/resilience/loadShedding.js";
import { noTelemetry } from "../../src/runtime/telemetry.js";
import { RequestNotSentError } from "../../src/enos/errors.js";

it("a deadline that passes in the queue is proof that nothing was sent, before any place is free", async () => {
  const attempt = jest.fn(() => new Promise<never>(() => undefined));
  const loadShedding = new LoadShedding({
    ...{ concurrency: 1, queue: 1, breakMs: 1_000, clock: systemClock, telemetry: noTelemetry },
    overloaded: () => false,
  });
  void loadShedding.run("writes", new AbortController().signal, attempt);
  const deadline = new AbortController();
  const waiting = loadShedding.run("writes", deadline.signal, attempt);
  deadline.abort();
  await expect(waiting).rejects.toBeInstanceOf(RequestNotSentError);
  expect(attempt).toHaveBeenCalledTimes(1);
});
