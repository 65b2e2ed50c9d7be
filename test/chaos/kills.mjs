import { setTimeout as wait } from "node:timers/promises";

import { ask, neverSent, toInput } from "./ask.mjs";
import { CLIENTS } from "./clients.mjs";
import { Replica } from "./replica.mjs";
import { quantile } from "./statistics.mjs";

const IN_FLIGHT = 32;
const REPEATS = 2;
/** Before the first repeat, give or take a half; twice as long before the second. Milliseconds. */
const PAUSE = 1_000;
const KILL_EVERY = 1_000;

/** A fifth of all calls to EnOS go wrong, in one of these ways. */
const FAULTS = [
  { kind: "resetBefore" },
  { kind: "resetAfter" },
  { kind: "cutBody" },
  { kind: "empty" },
  { kind: "noAssetId" },
  { kind: "http", status: 503 },
  { kind: "http", status: 429 },
  { kind: "html", status: 502, processed: true },
  { kind: "swap", waitMs: 100 },
  { kind: "duplicate" },
  { kind: "code", code: 99500, processed: true },
];
/** Expires the token of all replicas at once, so it is rarer than the others. */
const EXPIRED_TOKEN = { times: 0, probability: 0.002, fault: { kind: "expireToken", format: "401" } };
const FAULTY_SHARE = 0.2;
/** A proxy before EnOS repeats requests; those that create are the ones that matter. */
const REPEATED = { on: "create", times: 0, probability: 0.05, fault: { kind: "twice" } };

/**
 * Two replicas behind a client that takes turns, faults on EnOS's side, and a replica killed every second; once for each
 * kind of client. Returns whether what is required of each held.
 */
export async function kills(sandbox, admin, intents) {
  const rows = [];
  for (const client of CLIENTS) {
    const env = { DEVICE_KEYS: client.deviceKeys };
    const replicas = [4201, 4211].map((port) => new Replica(port, sandbox, env));
    await Promise.all(replicas.map((replica) => replica.start()));
    rows.push(await run(client, replicas, admin, intents));
    await Promise.all(replicas.map((replica) => replica.end("SIGKILL")));
  }
  console.table(Object.fromEntries(rows.map(({ name, ...row }) => [name, row])));
  return rows.every(
    (row, index) =>
      Number.parseFloat(row.answered) >= CLIENTS[index].required.answered &&
      row.duplicates <= CLIENTS[index].required.duplicates &&
      row["secrets of another device"] <= CLIENTS[index].required.wrong &&
      row["secrets not delivered"] <= CLIENTS[index].required.lost,
  );
}

async function run(client, replicas, admin, intents) {
  await admin("DELETE", "devices");
  const before = await admin("GET", "counts");
  const probability = 1 - (1 - FAULTY_SHARE) ** (1 / FAULTS.length);
  const faults = [EXPIRED_TOKEN, REPEATED, ...FAULTS.map((fault) => ({ times: 0, probability, fault }))];
  await admin("POST", "faults", { faults, seed: 7 });

  const killer = client.kills === false ? undefined : startKiller(replicas);
  const results = [];
  let next = 0;
  const worker = async () => {
    while (next < intents) results.push(await fulfill(next++, client, replicas));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  const killed = (await killer?.stop()) ?? 0;
  await admin("DELETE", "faults");

  const { devices } = await admin("GET", "devices");
  const after = await admin("GET", "counts");
  const secrets = new Set(results.map(({ secret }) => secret));
  const madeFor = new Set(devices.map((device) => device.deviceTags.intent));
  const answered = results.filter(({ secret }) => secret !== undefined).length;
  if (client.required.lost === 0) printUnanswered(results);
  const intentOf = new Map(devices.map((device) => [device.deviceSecret, Number(device.deviceTags.intent)]));
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  const calls = ["create", "get", "search", "token"].reduce(
    (sum, name) => sum + after[name] - before[name],
    0,
  );
  return {
    name: client.name,
    intents,
    answered: `${((100 * answered) / intents).toFixed(2)} %`,
    duplicates: devices.length - madeFor.size,
    "secrets not delivered": devices.filter((device) => !secrets.has(device.deviceSecret)).length,
    "secrets of another device": results.filter(
      ({ intent, secret }) => secret !== undefined && intentOf.get(secret) !== intent,
    ).length,
    "EnOS calls per intent": Number((calls / intents).toFixed(2)),
    "p50 ms": Math.round(quantile(times, 0.5)),
    "p99 ms": Math.round(quantile(times, 0.99)),
    kills: killed,
  };
}

/** Tells what those clients got last that may not end without a secret. */
function printUnanswered(results) {
  for (const { secret, answer } of results)
    if (secret === undefined) console.log("given up after", answer ?? "a lost answer");
}

/** Sends one intent until it is answered or the client gives up. */
async function fulfill(intent, client, replicas) {
  const started = performance.now();
  const input = toInput(intent, client.key(intent));
  for (let repeat = 0; ; repeat++) {
    const answer = await askAny(replicas, client.failsOver, input);
    const secret = answer?.deviceSecret ?? undefined;
    if (secret !== undefined || repeat === REPEATS || !client.repeats(answer))
      return { intent, secret, answer, ms: performance.now() - started };
    await wait(PAUSE * 2 ** repeat * (0.5 + Math.random()));
  }
}

/** Counts requests, so that the replicas take turns. */
let turn = 0;

/** Asks the replica whose turn it is, or the next while one is not there; undefined when the answer was lost. */
async function askAny(replicas, failsOver, input) {
  for (let broken = 0; ;) {
    try {
      return await ask(replicas[turn++ % replicas.length], input);
    } catch (error) {
      if (neverSent(error)) await wait(20);
      else if (!failsOver || ++broken === replicas.length) return undefined;
    }
  }
}

/** Kills one replica after the other, each started again at once, and never the only one that is there. */
function startKiller(replicas) {
  let stopped = false;
  let killed = 0;
  let restart = Promise.resolve();
  const loop = (async () => {
    for (;;) {
      await Promise.all([wait(KILL_EVERY), restart]);
      if (stopped) return;
      const replica = replicas[killed++ % replicas.length];
      await replica.end("SIGKILL");
      restart = replica.start();
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await loop;
      await restart;
      return killed;
    },
  };
}
