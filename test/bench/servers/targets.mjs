import { OTHER_CLONE, SUBGRAPH } from "../servers.mjs";
import { medianRatio } from "../statistics.mjs";

/** What a server is to be ahead of, and how many times. */
const PEERS = { apollo: 1.5, yoga: 2, hive: 5, mercurius: 1 };

/** Gives rows of target, wanted, reached and whether it was; peers that were not measured are left out. */
export function targets({ rows }) {
  const find = (name) => rows.find((row) => row.name === name);
  const own = find(SUBGRAPH);
  const other = find(OTHER_CLONE);
  return [
    atMost("CPU per request ÷ proxy", 2.2, own.cpuRatio),
    atLeast("requests/s ÷ proxy", 0.45, own.throughputRatio),
    ...Object.entries(PEERS)
      .filter(([name]) => find(name))
      .map(([name, times]) => atLeast(`CPU per request of ${name} ÷ ours`, times, cpuRatio(find(name), own))),
    ...(other
      ? [
          atMost("CPU per request ÷ that of the other clone", 1.1, cpuRatio(own, other)),
          atMost("RSS at full load ÷ that of the other clone", 1.1, own.rssMiB / other.rssMiB),
        ]
      : []),
    atMost("p99 ÷ proxy, 20 ms upstream, 64 connections", 1.15, own.farP99Ratio),
    atMost("RSS at full load, MiB", 200, own.rssMiB, 0),
    atMost("start to first answer, s", 1, own.startMs / 1000),
  ];
}

/** Both servers' turns of one round are seconds apart, so the ratio is taken within each. */
function cpuRatio(server, other) {
  return medianRatio(server.cpuByRound, other.cpuByRound);
}

function atMost(target, wanted, reached, digits = 2) {
  return [target, `≤ ${wanted}`, reached.toFixed(digits), reached <= wanted ? "✓" : "✗"];
}

function atLeast(target, wanted, reached) {
  return [target, `≥ ${wanted}`, reached.toFixed(2), reached >= wanted ? "✓" : "✗"];
}
