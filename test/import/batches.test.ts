import { Pace, runBatches } from "../../src/cli/import/batches.js";
import type { PlannedRow } from "../../src/cli/import/plan.js";

/** A timer may fire a moment before the clock shows the time that it was set for; with so many runs some do. */
const RUNS = 40;

test("a row that the service asks to send again is sent again, even when it is the last one", async () => {
  const runs = Array.from({ length: RUNS }, async () => {
    let sent = 0;
    await runBatches(oneRow(), {
      size: 10,
      concurrency: 2,
      stop: new AbortController().signal,
      send: (batch) => {
        sent += batch.length;
        return Promise.resolve(
          sent < 3 ? batch.map(({ row, attempts }) => ({ row, attempts: attempts + 1 })) : [],
        );
      },
    });
    return sent;
  });
  expect(await Promise.all(runs)).toEqual(Array.from({ length: RUNS }, () => 3));
});

/** Returns how many of eight requests may be sent now; the others wait. */
async function countEntering(pace: Pace): Promise<number> {
  let entered = 0;
  const stop = new AbortController();
  const waiting = Array.from({ length: 8 }, () => pace.enter(stop.signal).then(() => (entered += 1)));
  await new Promise(setImmediate);
  const count = entered;
  // Lets all of them in, so that none is left behind.
  stop.abort();
  waiting.forEach(() => {
    pace.leave();
  });
  await Promise.all(waiting);
  return count;
}

test("each request to slow down halves the requests at once, and each batch that goes well allows one more", async () => {
  const pace = new Pace(5);
  expect(await countEntering(pace)).toBe(5);
  pace.slowDown(0);
  expect(await countEntering(pace)).toBe(2);
  for (let times = 0; times < 3; times += 1) pace.slowDown(0);
  expect(await countEntering(pace)).toBe(1);
  pace.speedUp();
  expect(await countEntering(pace)).toBe(2);
  for (let times = 0; times < 9; times += 1) pace.speedUp();
  expect(await countEntering(pace)).toBe(5);
});

test("nothing is sent while the service asks to wait, and an interruption ends the wait", async () => {
  const pace = new Pace(5);
  const until = Date.now() + 150;
  pace.slowDown(150);
  // A shorter pause does not end a longer one.
  pace.slowDown(1);
  expect(await countEntering(pace)).toBe(0);
  await pace.enter(new AbortController().signal);
  expect(Date.now()).toBeGreaterThanOrEqual(until);
  pace.slowDown(3_600_000);
  const stop = new AbortController();
  const entered = pace.enter(stop.signal);
  stop.abort();
  await entered;
});

// eslint-disable-next-line @typescript-eslint/require-await -- A file is read asynchronously, this one is not.
async function* oneRow(): AsyncGenerator<PlannedRow> {
  yield { input: {} } as PlannedRow;
}
