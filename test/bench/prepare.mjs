import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const HERE = new URL(".", import.meta.url).pathname;
const ROOT = new URL("../..", import.meta.url).pathname;

/** Builds the subgraph, and installs the peers where a scenario has some; each unless it was done before. */
export function prepare(scenario) {
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: ROOT, stdio: "inherit" });
  if (scenario !== "servers" || existsSync(`${HERE}node_modules/.package-lock.json`)) return;
  console.log("Installing the peers into test/bench/node_modules …");
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: HERE,
    stdio: "inherit",
  });
}
