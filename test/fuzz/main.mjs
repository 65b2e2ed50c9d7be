/**
 * Sends random requests to the real server, and fails when it answers with a failure of its own, tells what only its
 * inside should know, answers an operation from its cache otherwise than Apollo Server does, grows, or ends.
 *
 * npm run fuzz -- --seconds 120 --seed 7
 */
import { Agent } from "node:http";
import { parseArgs } from "node:util";

import { startSandbox } from "../../dist/sandbox/sandbox.js";
import { sequence } from "./chance.mjs";
import { Differential } from "./differential.mjs";
import { STORED_DEVICE, anyOperation } from "./operations.mjs";
import { anyRequest } from "./requests.mjs";
import { send } from "./send.mjs";
import { Server } from "./server.mjs";
import { findFault } from "./findFault.mjs";

/** How many requests are under way at once. */
const CONCURRENCY = 8;
/** How many of the requests are operations that are sent both ways. */
const DIFFERENTIAL_SHARE = 0.2;
/** What the heap may gain in the second half of a run, when every cache is warm. Bytes. */
const GROWTH = 24 * 1024 * 1024;
const ROUTER_SECRET = "the-routers-secret-of-this-run";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "20" }, seed: { type: "string", default: "1" } },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed);
if (!(seconds > 0 && seconds <= 3_600) || !Number.isInteger(seed)) {
  console.error("Usage: npm run fuzz -- [--seconds 1 to 3600] [--seed a whole number]");
  process.exit(2);
}

const sandbox = await startSandbox({ port: 0, readLagMs: 0, requestLog: false });
const server = new Server({
  NODE_ENV: "production",
  HOST: "127.0.0.1",
  PORT: "0",
  ADMIN_PORT: "0",
  ENOS_URL: sandbox.url,
  ENOS_APP_KEY: sandbox.appKey,
  ENOS_APP_SECRET: sandbox.appSecret,
  ENOS_DEADLINE_MS: "3000",
  ROUTER_SECRET,
});
const secrets = [ROUTER_SECRET, sandbox.appSecret];
const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
const statuses = new Map();
const faults = [];
let tried = 0;
let compared = 0;

try {
  const origin = await server.url();
  const differential = new Differential(agent, origin, ROUTER_SECRET);
  await addToSandbox(STORED_DEVICE);
  await differential.prepare();
  const trials = sequence(seed, anyTrial);
  const half = await run(origin, trials, differential, seconds / 2).then(() => server.heap());
  const end = await run(origin, trials, differential, seconds / 2).then(() => server.heap());
  if (end - half > GROWTH) faults.push(`The heap grew from ${mebibytes(half)} to ${mebibytes(end)} MiB.`);
  console.log(`Heap after half of it ${mebibytes(half)} MiB, at the end ${mebibytes(end)} MiB.`);
} catch (error) {
  faults.push(server.hasEnded ? `The server ended:\n${server.log.slice(-2_000)}` : String(error));
} finally {
  agent.destroy();
  await server.stop();
  await sandbox.close();
}
if (secrets.some((secret) => server.log.includes(secret))) faults.push("The log holds a credential.");

const byStatus = [...statuses].sort().map(([status, count]) => `${count} × ${status}`);
console.log(
  `Compared ${compared} operations and tried ${tried} requests in ${seconds} s with seed ${seed}: ${byStatus.join(", ")}.`,
);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

async function addToSandbox(device) {
  const response = await fetch(`${sandbox.url}/sandbox/devices`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ devices: [device] }),
  });
  if (!response.ok) throw new Error(await response.text());
}

function anyTrial(chance) {
  return chance.chance(DIFFERENTIAL_SHARE)
    ? { operation: anyOperation(chance) }
    : { request: anyRequest(chance, ROUTER_SECRET) };
}

/** Trials are drawn in one sequence, whoever sends them. */
async function run(origin, trials, differential, forSeconds) {
  const end = Date.now() + forSeconds * 1_000;
  const worker = async () => {
    while (Date.now() < end && faults.length < 5) {
      const { operation, request } = trials.next().value;
      if (operation) await compare(differential, operation);
      else await tryOne(origin, request);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

async function compare(differential, operation) {
  compared++;
  const difference = await differential.findDifference(operation);
  if (difference !== undefined) report(operation, difference);
}

async function tryOne(origin, request) {
  let answer;
  try {
    answer = await send(agent, origin, request);
  } catch (error) {
    if (server.hasEnded) throw error;
    // Whoever refuses a long body or header hangs up while it is still being sent.
    if (request.body.length < 200_000 && !hasLongHead(request))
      report(request, `no answer (${error.message})`);
    return;
  }
  if (!answer) return;
  tried++;
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
  const fault = findFault(request, answer, secrets);
  if (fault) report(request, `${fault}: ${answer.status} ${answer.body?.slice(0, 500)}`);
}

function hasLongHead({ path, headers }) {
  return path.length + JSON.stringify(headers).length > 14_000;
}

function report(request, fault) {
  faults.push(`The server gave ${fault}\n  to ${JSON.stringify(request).slice(0, 6_000)}`);
}

function mebibytes(bytes) {
  return (bytes / 1024 ** 2).toFixed(1);
}
