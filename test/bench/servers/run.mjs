import { setTimeout as sleep } from "node:timers/promises";

import { save } from "../report.mjs";
import { startRig } from "../rig.mjs";
import { startServer } from "../server.mjs";
import { SERVERS, SUBGRAPH } from "../servers.mjs";
import { warmUp } from "../warmUp.mjs";
import { toChart } from "./chart.mjs";
import { summarize } from "./summary.mjs";
import { toMarkdown } from "./table.mjs";

/** The two loads: as much as the server can take, and an upstream as far away as a real one. */
const LOADS = [
  { name: "0 ms", delayMs: 0, connections: 32 },
  { name: "20 ms", delayMs: 20, connections: 64 },
];
/** V8 compiles the same program better or worse from start to start, by up to a third: one start says little. */
const STARTS = 3;
/**
 * Until an idle connection has timed out in every server. The first connection that a process closes with an error makes V8
 * discard what it has compiled of Node's streams: this must not fall into one server's turn. Milliseconds.
 */
const IDLE_MS = 6_000;
/**
 * What a turn begins with, uncounted: all connections are opened again, those to the upstream too, which timed out during the
 * turns of others, and the first requests come all at once.
 */
const RUN_IN_SECONDS = 0.5;

/** Measures the servers in alternating rounds, so that whatever disturbs the machine disturbs all of them. */
export async function run({ servers: names, rounds, seconds, flags, full }) {
  const rig = await startRig();
  const results = names.map((name) => ({ name, startMs: [], turns: { "0 ms": [], "20 ms": [] } }));
  const starts = Math.min(STARTS, rounds);
  try {
    for (let start = 1; start <= starts; start++) {
      process.stderr.write(`start ${start} of ${starts}\n`);
      const share = Math.floor((rounds * start) / starts) - Math.floor((rounds * (start - 1)) / starts);
      await measureOnce(rig, results, { rounds: share, seconds, flags });
    }
  } finally {
    await rig.stop();
  }
  const summary = summarize(results);
  save(full, { "servers.md": toMarkdown(summary), "servers.svg": toChart(summary) });
}

/** Starts all servers, lets them take turns, stops them, and adds what was seen to the results. */
async function measureOnce(rig, results, { rounds, seconds, flags }) {
  const servers = [];
  try {
    await rig.delayUpstream(0);
    for (const result of results) {
      const own = result.name === SUBGRAPH ? flags : [];
      const server = await startServer(SERVERS[result.name], rig.upstreamUrl, own);
      servers.push({ server, result });
      result.startMs.push(server.startMs);
    }
    await sleep(IDLE_MS);
    await warmUp(
      rig,
      servers.map(({ server }) => server),
    );
    for (const { name, delayMs, connections } of LOADS) {
      await rig.delayUpstream(delayMs);
      const job = { connections, seconds };
      for (let round = 0; round < rounds; round++) await takeTurns(rig, servers, { name, round, job });
    }
  } finally {
    await Promise.all(servers.map(({ server }) => server.stop()));
  }
}

async function takeTurns(rig, servers, { name, round, job }) {
  const first = round % servers.length;
  for (const { server, result } of [...servers.slice(first), ...servers.slice(0, first)]) {
    const turn = { request: server.request, runIn: RUN_IN_SECONDS, ...job };
    result.turns[name].push(await rig.measure(server, turn));
  }
}
