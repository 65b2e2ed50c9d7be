/** Compiles src to dist when a source is newer than the last build, or always with --force. */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, rmSync, statSync, writeFileSync } from "node:fs";

const STAMP = "dist/.built";
const sources = globSync(["src/**/*.*", "tsconfig*.json", "package-lock.json"]);

function isStale() {
  if (!existsSync(STAMP)) return true;
  const built = statSync(STAMP).mtimeMs;
  return sources.some((source) => statSync(source).mtimeMs > built);
}

if (process.argv.includes("--force") || isStale()) {
  const started = Date.now();
  rmSync("dist", { recursive: true, force: true });
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], {
    stdio: "inherit",
  });
  writeFileSync(STAMP, "");
  console.log(`Built dist/ in ${Date.now() - started} ms.`);
}
