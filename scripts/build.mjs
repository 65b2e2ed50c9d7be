/**
 * Builds what is older than its sources, or everything with --force: the program, and the playground's files.
 *
 * Where the compilers are not installed, as in an installation without development dependencies, it leaves what
 * is there as it is.
 */
import "./requireNode.mjs";

import { execFileSync } from "node:child_process";
// As one object: an old Node would refuse the name `globSync` before it could be told what is needed.
import fs from "node:fs";

import { buildAlone, LOCK } from "./buildLock.mjs";

const { existsSync, globSync, readdirSync, rmSync, statSync, writeFileSync } = fs;

const FOR_BOTH = ["package-lock.json"];
const PLAYGROUND = "src/playground/**";
const BUNDLE = "scripts/bundle.mjs";
const REQUIRE_NODE = "scripts/requireNode.mjs";
const SBOM = "scripts/sbom.mjs";

const PARTS = [
  {
    name: "dist/",
    stamp: "dist/.built",
    // Folders count too: a file that is gone shows only in theirs.
    sources: globSync(["src", "src/**", "tsconfig.json", BUNDLE, REQUIRE_NODE, SBOM, ...FOR_BOTH], {
      exclude: [PLAYGROUND],
    }),
    compiler: "node_modules/rolldown",
    command: [BUNDLE],
    clean: () => {
      for (const name of existsSync("dist") ? readdirSync("dist") : [])
        if (name !== LOCK && !/playground/i.test(name)) rmSync(`dist/${name}`, { recursive: true });
    },
  },
  {
    name: "dist/playground/",
    stamp: "dist/.builtPlayground",
    sources: globSync([PLAYGROUND, "schema/**", SBOM, ...FOR_BOTH]),
    compiler: "node_modules/vite",
    command: ["node_modules/vite/bin/vite.js", "build", "--config", "src/playground/vite.config.mjs"],
    clean: () => undefined,
  },
];

function isStale({ stamp, sources }) {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
  return sources.some((source) => statSync(source).mtimeMs > built);
}

const isForced = process.argv.includes("--force");
const listWanted = () => PARTS.filter((part) => existsSync(part.compiler) && (isForced || isStale(part)));

if (listWanted().length > 0)
  await buildAlone(async () => {
    // Listed again: another process may have built them meanwhile.
    for (const { name, stamp, command, clean } of listWanted()) {
      const started = Date.now();
      process.stdout.write(`Building ${name} …`);
      clean();
      execFileSync(process.execPath, command, { stdio: "inherit" });
      writeFileSync(stamp, "");
      const { writeSbom } = await import("./sbom.mjs");
      writeSbom();
      console.log(` done in ${Date.now() - started} ms.`);
    }
  });

if (!existsSync("dist/main.js")) {
  console.error("dist/ is missing, and so is the compiler to build it: run npm ci, then npm run build.");
  process.exit(1);
}
