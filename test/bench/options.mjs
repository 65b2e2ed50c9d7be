import { parseArgs } from "node:util";

import { addClone, OTHER_CLONE, PROXY, SERVERS, SUBGRAPH } from "./servers.mjs";

const USAGE = `npm run bench                     all servers, at 0 ms and 20 ms upstream; writes docs/benchmark/
npm run bench -- --growth         how cost grows with the number of references and inputs; writes docs/benchmark/
npm run bench -- --soak 10m       memory and event loop under 70 % load; writes docs/benchmark/
npm run bench -- --pages          25,000 devices by 100, also while devices are created; fails when one is missed

For quick looks, which write nothing:
  --servers proxy,subgraph   some of: ${Object.keys(SERVERS).join(", ")}
  --beside ../clone          the subgraph of another clone too, as it is built there: is this commit dearer than that?
  --rounds 3                 how often each server's turn comes (21; with --growth 9)
  --seconds 1                length of a turn (0.5; with --growth 2)
  --flags=--trace-gc         flags of Node for the subgraph alone`;

const { values } = parseArgs({
  options: {
    growth: { type: "boolean", default: false },
    pages: { type: "boolean", default: false },
    soak: { type: "string" },
    servers: { type: "string" },
    beside: { type: "string" },
    rounds: { type: "string" },
    seconds: { type: "string" },
    flags: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit();
}

if (values.beside) addClone(values.beside);

const scenarios = ["soak", "growth", "pages"].filter((name) => values[name]);
if (scenarios.length > 1) fail(`--${scenarios.join(" and --")} exclude each other`);

/** The machine's speed changes within seconds: turns are short, so that the servers of a round share one speed. */
const DEFAULTS = scenarios[0] === "growth" ? { rounds: 9, seconds: 2 } : { rounds: 21, seconds: 0.5 };

/** What to measure and how thoroughly; a run that was narrowed writes no figures. */
export const options = {
  scenario: scenarios[0] ?? "servers",
  servers: readServers(values.servers),
  rounds: positive("rounds", values.rounds ?? DEFAULTS.rounds),
  seconds: positive("seconds", values.seconds ?? DEFAULTS.seconds),
  soakSeconds: values.soak && readDuration(values.soak),
  flags: values.flags?.split(" ").filter(Boolean) ?? [],
  full: !values.servers && !values.beside && !values.rounds && !values.seconds && !values.flags,
};

/** The proxy is always there: figures mean something only beside it. */
function readServers(list) {
  const names = list?.split(",") ?? (values.beside ? [] : Object.keys(SERVERS));
  const unknown = names.filter((name) => !(name in SERVERS));
  if (unknown.length > 0) fail(`--servers does not know ${unknown.join(", ")}`);
  return [...new Set([PROXY, SUBGRAPH, ...(values.beside ? [OTHER_CLONE] : []), ...names])];
}

function positive(name, text) {
  const value = Number(text);
  return value > 0 ? value : fail(`--${name} must be a number above 0, not “${text}”`);
}

function readDuration(text) {
  const [, amount, unit] =
    /^(\d+)(s|m|h)$/.exec(text) ?? fail(`--soak must be like 90s, 10m or 1h, not “${text}”`);
  return Number(amount) * { s: 1, m: 60, h: 3600 }[unit];
}

function fail(message) {
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}
