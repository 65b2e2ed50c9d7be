import { machine, markdownTable, save } from "../report.mjs";
import { startRig } from "../rig.mjs";
import { startServer } from "../server.mjs";
import { SERVERS, SUBGRAPH } from "../servers.mjs";
import { median } from "../statistics.mjs";
import { GROWTHS } from "./requests.mjs";

/** Few, so that what one request costs is seen and not how requests crowd. */
const CONNECTIONS = 4;
/** How long a real EnOS takes at best. Milliseconds. */
const FAR = 20;
/** Rounds behind such an EnOS, with one request at a time: they show how long one takes. */
const SLOW_ROUNDS = 3;
/** Rounds before the first that counts, in which V8 compiles what is hot. */
const WARM_UP = 3;

/** Measures how the cost of one request grows with what it asks for. */
export async function run({ rounds, seconds, flags, full }) {
  const rig = await startRig();
  const server = await startServer(SERVERS[SUBGRAPH], rig.upstreamUrl, flags);
  try {
    const tables = [];
    for (const growth of GROWTHS)
      tables.push(toTable(growth, await measure(rig, server, growth, { rounds, seconds })));
    const about = `${machine()}; an upstream of 0 ms and ${CONNECTIONS} connections, one behind ${FAR} ms; medians of ${rounds} alternating rounds. Reproduce with \`npm run bench -- --growth\`.`;
    save(full, { "growth.md": ["# How cost grows", about, ...tables, ""].join("\n\n") });
  } finally {
    await Promise.all([server.stop(), rig.stop()]);
  }
}

async function measure(rig, server, { sizes, toRequest }, { rounds, seconds }) {
  const turns = sizes.map((size) => ({ size, request: toRequest(size), seen: [], slow: [] }));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const { request, seen } of turns) {
      const turn = await rig.measure(server, { request, connections: CONNECTIONS, seconds });
      if (round >= 0) seen.push(turn);
    }
  }
  await rig.delayUpstream(FAR);
  for (let round = 0; round < SLOW_ROUNDS; round++) {
    for (const { request, slow } of turns) {
      slow.push(await rig.measure(server, { request, connections: 1, seconds }));
    }
  }
  await rig.delayUpstream(0);
  return turns.map(({ size, seen, slow }) => ({
    size,
    cpu: median(seen.map(({ cpuPerRequest }) => cpuPerRequest)),
    p50: median(seen.map(({ p50 }) => p50)),
    p99: median(seen.map(({ p99 }) => p99)),
    slowP50: median(slow.map(({ p50 }) => p50)),
  }));
}

function toTable({ what }, rows) {
  const head = [
    what,
    "CPU, µs",
    "CPU for each, µs",
    "÷ first",
    "p50 / p99, ms",
    `${FAR} ms upstream: p50, ms`,
    "÷ first",
  ];
  return markdownTable(
    head,
    rows.map(({ size, cpu, p50, p99, slowP50 }) => [
      size,
      cpu.toFixed(0),
      Number.isInteger(size) ? (cpu / size).toFixed(1) : cpu.toFixed(1),
      (cpu / rows[0].cpu).toFixed(2),
      `${p50.toFixed(1)} / ${p99.toFixed(1)}`,
      slowP50.toFixed(1),
      (slowP50 / rows[0].slowP50).toFixed(2),
    ]),
  );
}
