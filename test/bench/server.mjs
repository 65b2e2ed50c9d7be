import { performance } from "node:perf_hooks";
import { createServer } from "node:net";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { CREATE_DEVICE, INPUT, toHttp } from "./operation.mjs";
import { Connection } from "./connection.mjs";
import { ask, SERVER_CORE, start, stop } from "./process.mjs";

const PROBE = new URL("probe.mjs", import.meta.url).pathname;
const START_LIMIT = 60_000;

export const REQUEST = toHttp(CREATE_DEVICE, { input: INPUT });

/** The secret that the upstream of the rig gives to every device. */
const SECRET = "vLWa8Dkd9mZtIlfQYt4f";

/**
 * Starts a server on its core and gives it once it has answered the operation rightly.
 *
 * `startMs` is from the start of the process to that first answer, which has `proof` in it.
 */
export async function startServer(
  { label, file, args, flags = [], env },
  upstream,
  more = [],
  proof = SECRET,
) {
  const port = await freePort();
  const began = performance.now();
  const child = start(SERVER_CORE, file, {
    args,
    env: { NODE_ENV: "production", ...env(port, upstream) },
    flags: [...flags, ...more, "--import", PROBE],
  });
  const answer = await firstAnswer(port, child);
  const startMs = performance.now() - began;
  if (!answer.includes(proof)) throw new Error(`${label} answered ${answer}`);
  return {
    port,
    startMs,
    child,
    /** What the process has cost so far: CPU in microseconds, memory in bytes. */
    usage: () => ask(child, "usage"),
    stop: () => stop(child),
  };
}

async function firstAnswer(port, child) {
  const end = performance.now() + START_LIMIT;
  for (;;) {
    const connection = new Connection(port, REQUEST);
    try {
      return (await connection.ask()).toString("utf8");
    } catch (error) {
      if (error.code !== "ECONNREFUSED" || child.exitCode !== null || performance.now() > end) throw error;
      await sleep(5);
    } finally {
      connection.close();
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
