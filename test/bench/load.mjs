/**
 * The load: a process of its own that answers each job over IPC with what it saw.
 *
 * A job says where (`port`), what (`request`, the bytes), how many at a time (`connections`), how long
 * (`seconds`) and, for a load below saturation, how many a second (`rate`). After a run-in (`runIn`, seconds) only
 * what is answered within the seconds counts: by then the connections are open, and their requests no longer come all
 * at once. Without one all requests count.
 *
 * It sends a message when the counted part begins, one when that ends, and what it saw when all is answered.
 */
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";

import { Connection } from "./connection.mjs";
import { quantile } from "./statistics.mjs";

const ERRORS = '"errors":';

async function run({ port, request, connections, seconds, rate, runIn = 0 }) {
  let requests = 0;
  const latencies = [];
  const wrong = [];
  const started = performance.now();
  const countedFrom = started + runIn * 1000;
  const end = countedFrom + seconds * 1000;
  const countedUntil = runIn > 0 ? end : Infinity;
  const pause = rate === undefined ? 0 : (connections / rate) * 1000;

  async function keepAsking(index) {
    const connection = new Connection(port, request);
    let first;
    for (let due = started + (pause * index) / connections; performance.now() < end; due += pause) {
      if (pause > 0) await sleep(Math.max(0, due - performance.now()));
      // A paced request that had to wait for the one before it waited for the server.
      const since = pause > 0 ? due : performance.now();
      const answer = await connection.ask();
      const now = performance.now();
      if (now >= countedFrom && now <= countedUntil) {
        requests += 1;
        // The first one of a connection waited for that to be opened.
        if (first) latencies.push(now - since);
      }
      first ??= answer;
      if (answer.length !== first.length) wrong.push(answer.toString("utf8"));
    }
    connection.close();
    if (first?.includes(ERRORS)) wrong.push(first.toString("utf8"));
  }

  const asking = Array.from({ length: connections }, (_, index) =>
    keepAsking(index).catch((error) => wrong.push(error.message)),
  );
  await sleep(runIn * 1000);
  process.send("begins");
  if (runIn > 0) await sleep(end - performance.now());
  else await Promise.all(asking);
  process.send("ends");
  const took = (performance.now() - countedFrom) / 1000;
  await Promise.all(asking);
  latencies.sort((a, b) => a - b);
  return {
    requests,
    took,
    perSecond: requests / took,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    wrong: wrong.length,
    sample: wrong[0]?.slice(0, 500),
  };
}

process.on("message", (job) => void run(job).then((seen) => process.send(seen)));
process.on("disconnect", () => process.exit());
process.send({ ready: true });
