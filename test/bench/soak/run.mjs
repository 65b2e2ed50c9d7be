import { ask } from "../process.mjs";
import { machine, markdownTable, save } from "../report.mjs";
import { startRig } from "../rig.mjs";
import { startServer } from "../server.mjs";
import { SERVERS, SUBGRAPH } from "../servers.mjs";
import { warmUp } from "../warmUp.mjs";

const CONNECTIONS = 32;
const SHARE = 0.7;
const LOOKS = 10;
/** How long is measured what the subgraph can take. Seconds. */
const TRIAL = 10;

/** Keeps the subgraph at 70 % of what it can take, and looks ten times at its memory and its event loop. */
export async function run({ soakSeconds, flags, full }) {
  const rig = await startRig();
  const server = await startServer(SERVERS[SUBGRAPH], rig.upstreamUrl, flags);
  try {
    const job = { request: server.request, connections: CONNECTIONS };
    await warmUp(rig, [server]);
    const most = await rig.measure(server, { ...job, seconds: TRIAL });
    const rate = most.perSecond * SHARE;
    await ask(server.child, "watch event loop");
    const looks = [];
    for (let look = 1; look <= LOOKS; look++) {
      looks.push(await rig.measure(server, { ...job, seconds: soakSeconds / LOOKS, rate }));
      process.stderr.write(`\r${look} of ${LOOKS} `);
    }
    process.stderr.write("\n");
    save(full, { "soak.md": toMarkdown(looks, soakSeconds, rate) });
  } finally {
    await Promise.all([server.stop(), rig.stop()]);
  }
}

function toMarkdown(looks, soakSeconds, rate) {
  const about = `${machine()}; ${rate.toFixed(0)} requests/s, ${SHARE * 100} % of what the subgraph could take, for ${soakSeconds} s. Reproduce with \`npm run bench -- --soak ${soakSeconds}s\`.`;
  const head = [
    "after, s",
    "requests",
    "RSS, MiB",
    "heap in use, MiB",
    "event loop delay p99, ms",
    "p50 / p99, ms",
  ];
  const rows = looks.map((look, index) => [
    ((soakSeconds / LOOKS) * (index + 1)).toFixed(0),
    look.requests,
    look.rssMiB.toFixed(0),
    look.heapMiB.toFixed(0),
    look.loopDelayP99Ms.toFixed(1),
    `${look.p50.toFixed(1)} / ${look.p99.toFixed(1)}`,
  ]);
  return ["# Memory over time", about, markdownTable(head, rows), ""].join("\n\n");
}
