/**
 * Asks the address in its first argument again and again, from a process of its own: what keeps the test's process busy
 * must not count. Its second argument says how many milliseconds an answer may take. On the message "report" it tells the
 * slowest answer since the last one, in milliseconds, and how many answers were not 200 or took too long.
 */
import { setTimeout as wait } from "node:timers/promises";

const [url, timeoutMs] = process.argv.slice(2);
let slowest = 0;
let failed = 0;
/** When the request was sent that still has no answer: it counts as well. */
let started;

process.on("message", () => {
  const now = performance.now();
  process.send({ slowest: Math.max(slowest, now - (started ?? now)), failed });
  [slowest, failed] = [0, 0];
});
for (;;) {
  started = performance.now();
  // An answer that comes too late, or whose body does, counts as none.
  const status = await fetch(url, { signal: AbortSignal.timeout(Number(timeoutMs)) })
    .then(async (response) => {
      await response.arrayBuffer();
      return response.status;
    })
    .catch(() => 0);
  slowest = Math.max(slowest, performance.now() - started);
  started = undefined;
  if (status !== 200) failed += 1;
  await wait(20);
}
