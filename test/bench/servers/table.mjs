import { canPin } from "../process.mjs";
import { machine, markdownTable } from "../report.mjs";
import { SERVERS, SUBGRAPH } from "../servers.mjs";
import { targets } from "./targets.mjs";

const HEAD = [
  "server",
  "CPU per request, µs",
  "÷ proxy",
  "requests/s",
  "÷ proxy",
  "p50 / p99, ms",
  "20 ms upstream: requests/s",
  "p50 / p99, ms",
  "RSS, MiB",
  "start, s",
];

/** Gives the table of a run, what it says of the targets, and how far it can be trusted. */
export function toMarkdown(summary) {
  return [
    "# Beside its peers",
    `The same \`createDevice\` with its whole union, the same upstream. ${machine()}. The server on one core${canPin ? "" : " (not pinned: there is no taskset, or one core only)"}, upstream and load on the other; medians of ${summary.rounds} alternating rounds over three starts of every server; 32 connections at 0 ms, 64 at 20 ms. Ratios are within one round. Reproduce with \`npm run bench\`.`,
    trust(summary),
    "![CPU per request, beside the bare proxy](servers.svg)",
    markdownTable(HEAD, summary.rows.map(toCells)),
    "## Targets",
    markdownTable(["target", "wanted", "reached", ""], targets(summary)),
    "",
  ].join("\n\n");
}

function toCells(row) {
  const { label } = SERVERS[row.name];
  return [
    row.name === SUBGRAPH ? `**${label}**` : label,
    row.cpu.toFixed(0),
    row.cpuRatio.toFixed(2),
    row.perSecond.toFixed(0) + (row.starved ? " ¹" : ""),
    row.throughputRatio.toFixed(2),
    `${row.p50.toFixed(1)} / ${row.p99.toFixed(1)}`,
    row.farPerSecond.toFixed(0),
    `${row.farP50.toFixed(1)} / ${row.farP99.toFixed(1)}`,
    row.rssMiB.toFixed(0),
    (row.startMs / 1000).toFixed(2),
  ];
}

function trust({ unrest, quiet, rows }) {
  const percent = (unrest * 100).toFixed(0);
  const said = quiet
    ? `The middle half of the proxy's own rounds lay within ${percent} %: a quiet machine.`
    : `**Too noisy to trust:** the middle half of the proxy's own rounds lay ${percent} % apart. Run it again on a quiet machine.`;
  const starved = "¹ The server had less than 90 % of its core: others took it, or the load was the limit.";
  return rows.some((row) => row.starved) ? `${said} ${starved}` : said;
}
