import { Isolation } from "../../src/enos/isolation.js";
import { NotSent, type RawReply } from "../../src/enos/transport.js";

const REQUEST = { method: "GET", path: "/", headers: {} } as const;

it("a deadline that passes in the queue is proof that nothing was sent, before any place is free", async () => {
  const exchange = jest.fn(() => new Promise<RawReply>(() => undefined));
  const isolation = new Isolation(
    { exchange },
    { concurrency: 1, queue: 1, breakMs: 1_000, overloaded: () => false },
  );
  void isolation.exchange(REQUEST, new AbortController().signal);
  const deadline = new AbortController();
  const waiting = isolation.exchange(REQUEST, deadline.signal);
  deadline.abort();
  await expect(waiting).rejects.toBeInstanceOf(NotSent);
  expect(exchange).toHaveBeenCalledTimes(1);
});
