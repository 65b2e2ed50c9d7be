import { setTimeout as wait } from "node:timers/promises";

import { ask, toInput } from "./ask.mjs";
import { atRate } from "./pace.mjs";
import { Replica } from "./replica.mjs";

const PER_SECOND = 200;
const SECONDS = 16;
const PROBE_EVERY = 200;
/** Several probes long, as it is where a real balancer probes. */
const DRAIN_DELAY = 1_000;

/**
 * A rolling restart under load: two replicas behind a balancer that asks their probes, each told to end in
 * turn. Gives whether every request was answered with a device.
 */
export async function drain(sandbox) {
  const env = { DRAIN_DELAY_MS: String(DRAIN_DELAY) };
  const replicas = [4221, 4231].map((port) => new Replica(port, sandbox, env));
  await Promise.all(replicas.map((replica) => replica.start()));
  let ready = replicas;
  const probing = setInterval(async () => {
    const states = await Promise.all(replicas.map((replica) => replica.isReady()));
    ready = replicas.filter((_, index) => states[index]);
  }, PROBE_EVERY);

  const restarting = restartEach(replicas);
  const outcomes = await atRate(PER_SECOND, SECONDS, async (request) => {
    try {
      return (await ask(ready[request % ready.length], toInput(request))).__typename;
    } catch (error) {
      return `cut: ${error.cause?.code ?? error.message}`;
    }
  });
  const exits = await restarting;
  clearInterval(probing);
  await Promise.all(replicas.map((replica) => replica.end("SIGKILL")));

  const counts = Object.entries(Object.groupBy(outcomes, (outcome) => outcome));
  const table = Object.fromEntries(counts.map(([outcome, all]) => [outcome, { requests: all.length }]));
  console.table(table);
  console.log(`Both replicas were told to end by SIGTERM; exit codes ${exits.join(" and ")}.`);
  return counts.length === 1 && counts[0][0] === "CreateDeviceSuccess" && exits.every((code) => code === 0);
}

async function restartEach(replicas) {
  const exits = [];
  for (const replica of replicas) {
    await wait(2_000);
    exits.push(await replica.end("SIGTERM"));
    await replica.start();
  }
  return exits;
}
