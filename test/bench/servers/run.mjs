import { REQUEST, startServer } from "../server.mjs";
import { startRig } from "../rig.mjs";
import { warmUp } from "../warmUp.mjs";
import { SERVERS } from "../servers.mjs";
import { save } from "../report.mjs";
import { toChart } from "./chart.mjs";
import { summarize } from "./summary.mjs";
import { toMarkdown } from "./table.mjs";

/** The two loads: as much as the server can take, and an upstream as far away as a real one. */
const LOADS = [
  { name: "0 ms", delayMs: 0, connections: 32 },
  { name: "20 ms", delayMs: 20, connections: 64 },
];

/** Measures the servers in alternating rounds, so that whatever disturbs the machine disturbs all of them. */
export async function run({ servers: names, rounds, seconds, flags, full }) {
  const rig = await startRig();
  const servers = [];
  try {
    for (const name of names) {
      const server = await startServer(SERVERS[name], rig.upstreamUrl, name === "subgraph" ? flags : []);
      servers.push({ name, ...server, turns: {} });
      await warmUp(rig, server);
    }
    for (const { name, delayMs, connections } of LOADS) {
      await rig.delayUpstream(delayMs);
      await takeTurns(rig, servers, name, { rounds, job: { request: REQUEST, connections, seconds } });
    }
  } finally {
    await Promise.all([...servers.map((server) => server.stop()), rig.stop()]);
  }
  const summary = summarize(servers);
  save(full, { "servers.md": toMarkdown(summary), "servers.svg": toChart(summary) });
}

async function takeTurns(rig, servers, load, { rounds, job }) {
  for (const server of servers) server.turns[load] = [];
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`\r${load} upstream, round ${round + 1} of ${rounds} `);
    const first = round % servers.length;
    for (const server of [...servers.slice(first), ...servers.slice(0, first)]) {
      server.turns[load].push(await rig.measure(server, job));
    }
  }
  process.stderr.write("\n");
}
