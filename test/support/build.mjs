import { execFileSync } from "node:child_process";

/** Builds what is older than its sources, once, before the first suite. */
export default function build() {
  execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });
}
