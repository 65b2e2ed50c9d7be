/**
 * Proves by real processes that an import can be killed and started again:
 *
 *   npm run import:drill                       5,000 rows, EnOS 20 ms away, a tenth of its answers gone wrong, 3 kills
 *   npm run import:drill -- --rows N --kills N
 *
 * In the end every row has one device, no device is there twice, and every secret is in the results exactly once.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";

import { parse } from "csv-parse/sync";

import { startSandbox } from "../../dist/sandbox/sandbox.js";
import { startSubgraphProcess } from "./subgraphProcess.mjs";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "5000" },
    kills: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
  },
});
const rows = Number(values.rows);
const kills = Number(values.kills);

const ORG = "o15475450989191";
const PRODUCT = "Vu82Agp3";
const LATENCY_MS = 20;
const FAULTY_SHARE = 0.1;
const FAULTS = [
  { kind: "resetBefore" },
  { kind: "resetAfter" },
  { kind: "cutBody" },
  { kind: "http", status: 503 },
  { kind: "html", status: 502, processed: true },
];

const sandbox = await startSandbox({ requestLog: false, latencyMs: LATENCY_MS });
const probability = 1 - (1 - FAULTY_SHARE) ** (1 / FAULTS.length);
await admin("POST", "faults", {
  faults: FAULTS.map((fault) => ({ on: "create", times: 0, probability, fault })),
  seed: Number(values.seed),
});
const subgraph = await startSubgraphProcess(sandbox);
const folder = await mkdtemp(join(tmpdir(), "import-drill-"));
const file = join(folder, "devices.csv");
await writeFile(file, toCsv(rows));

try {
  const started = Date.now();
  const killed = [];
  for (let kill = 1; kill <= kills; kill += 1) {
    const done = await importUntilKilled(Math.floor((rows * (kill - 0.5)) / kills));
    killed.push(done);
    console.log(`SIGKILL ${kill}: ${done} of ${rows} rows were in the results.`);
  }
  const exitCode = await once(startImport(), "exit").then(([code]) => code);
  console.log(`The last run ended with the exit code ${exitCode} after ${seconds(started)} s in all.`);
  process.exitCode = (await checkOutcome(exitCode)) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
  await subgraph.end();
  await sandbox.close();
}

function toCsv(count) {
  const lines = Array.from({ length: count }, (_, index) => `Turbine ${index + 1},+08:00,${index % 900}`);
  return `name,timezone,attributes.testatt\n${lines.join("\n")}\n`;
}

function startImport() {
  const args = ["dist/import.js", file, "--url", subgraph.url, "--org", ORG, "--product", PRODUCT];
  return spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
}

/** Kills an import at any moment after about so many rows, and gives how many were in the results then. */
async function importUntilKilled(target) {
  const program = startImport();
  const ended = once(program, "exit");
  while (program.exitCode === null && (await countResults()) < target) await wait(10);
  await wait(Math.random() * 100);
  program.kill("SIGKILL");
  await ended;
  return countResults();
}

async function countResults() {
  const text = await readFile(join(folder, "devices.results.csv"), "utf8").catch(() => "");
  return Math.max(0, text.split("\n").length - 2);
}

async function checkOutcome(exitCode) {
  const path = join(folder, "devices.results.csv");
  const results = parse(await readFile(path), { columns: true, bom: true });
  const { devices } = await admin("GET", "devices");
  const stored = new Map(devices.map(({ assetId, deviceSecret }) => [assetId, deviceSecret]));
  const names = new Set(devices.map(({ deviceName }) => deviceName.defaultValue));
  const secrets = new Set(results.map(({ deviceSecret }) => deviceSecret));
  const right = results.filter(({ assetId, deviceSecret }) => stored.get(assetId) === deviceSecret);
  const mode = ((await stat(path)).mode & 0o777).toString(8);
  const table = {
    "exit code": [exitCode, 0],
    "devices in EnOS": [devices.length, rows],
    "different names among them": [names.size, rows],
    "rows in the results": [results.length, rows],
    "different secrets there": [secrets.size, rows],
    "right secrets there": [right.length, rows],
    "mode of the results": [mode, "600"],
  };
  console.table(
    Object.fromEntries(Object.entries(table).map(([name, [is, should]]) => [name, { is, should }])),
  );
  return Object.values(table).every(([is, should]) => is === should);
}

async function admin(method, what, body) {
  const response = await fetch(`${sandbox.url}/sandbox/${what}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`sandbox: ${await response.text()}`);
  return response.json();
}

function seconds(started) {
  return ((Date.now() - started) / 1_000).toFixed(0);
}
