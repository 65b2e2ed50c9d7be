import { PROXY } from "../servers.mjs";
import { median, medianRatio, middleSpread } from "../statistics.mjs";

/** Beyond this spread of the middle half of the proxy's own rounds the machine was doing something else. */
const QUIET = 0.15;
/** A server that had less of its core than this was not what limited the load. */
const BUSY = 0.9;

/** Gives the medians of every server's rounds, and their ratios to the proxy within the same round. */
export function summarize(servers) {
  const proxy = servers.find(({ name }) => name === PROXY);
  const unrest = middleSpread(listOf(proxy, "0 ms", "cpuPerRequest"));
  return {
    rounds: proxy.turns["0 ms"].length,
    unrest,
    quiet: unrest <= QUIET,
    rows: servers.map((server) => {
      const { name, startMs } = server;
      const cpuByRound = listOf(server, "0 ms", "cpuPerRequest");
      const of = (load, measure) => median(listOf(server, load, measure));
      const ratio = (load, measure) =>
        medianRatio(listOf(server, load, measure), listOf(proxy, load, measure));
      return {
        name,
        startMs: median(startMs),
        cpu: median(cpuByRound),
        cpuByRound,
        cpuRatio: ratio("0 ms", "cpuPerRequest"),
        perSecond: of("0 ms", "perSecond"),
        throughputRatio: ratio("0 ms", "perSecond"),
        starved: of("0 ms", "busy") < BUSY,
        p50: of("0 ms", "p50"),
        p99: of("0 ms", "p99"),
        farPerSecond: of("20 ms", "perSecond"),
        farP50: of("20 ms", "p50"),
        farP99: of("20 ms", "p99"),
        farP99Ratio: ratio("20 ms", "p99"),
        rssMiB: Math.max(...listOf(server, "0 ms", "rssMiB")),
      };
    }),
  };
}

/** Gives one measure of a server's turns under one load, in the order of the rounds. */
function listOf({ turns }, load, measure) {
  return turns[load].map((turn) => turn[measure]);
}
