/**
 * Starts the program and starts it again after every change of a source file. A build that fails leaves the running
 * program as it is. The sandbox keeps its devices in a file, so that they survive a restart.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";

import { watch } from "rolldown";

import { BUNDLE } from "./bundle.mjs";

const STATE_FOLDER = ".dev";

mkdirSync(STATE_FOLDER, { recursive: true });

/** @type {import("node:child_process").ChildProcess | undefined} */
let program;
/** One restart after the other: two programs cannot have the same port. */
let restarts = Promise.resolve();

watch(BUNDLE).on("event", (event) => {
  if (event.code === "ERROR") console.error(event.error.message);
  if (event.code === "END") restarts = restarts.then(restart);
});

async function restart() {
  await stop();
  program = spawn(process.execPath, ["--enable-source-maps", "dist/main.js"], {
    env: { SANDBOX_STATE_FILE: `${STATE_FOLDER}/sandbox.json`, ...process.env },
    stdio: "inherit",
  });
}

async function stop() {
  if (!program || program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, "exit");
  program.kill("SIGTERM");
  await ended;
}

for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => void stop().then(() => process.exit(0)));
