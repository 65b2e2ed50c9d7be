import { runBatches } from "../../src/cli/import/batches.js";
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

// eslint-disable-next-line @typescript-eslint/require-await -- A file is read asynchronously, this one is not.
async function* oneRow(): AsyncGenerator<PlannedRow> {
  yield { input: {} } as PlannedRow;
}
