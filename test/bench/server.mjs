import { performance } from "node:perf_hooks";
import { createServer } from "node:net";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { CREATE_DEVICE, INPUT, toHttp } from "./operation.mjs";
import { Connection } from "./connection.mjs";
import { ask, SERVER_CORE, start, stop } from "./process.mjs";

const PROBE = new URL("probe.mjs", import.meta.url).pathname;
const START_LIMIT = 60_000;

/** The secret that the upstream of the rig gives to every device. */
const SECRET = "vLWa8Dkd9mZtIlfQYt4f";

/**
 * Starts a server on its core and gives it, with the request of the operation, once it has answered that rightly.
 *
 * `startMs` is from the start of the process to that first answer, which has `proof` in it.
 */
export async function startServer(
  { label, file, args, flags = [], env, operation = CREATE_DEVICE },
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
  const request = toHttp(operation, { input: INPUT });
  const answer = await firstAnswer(port, child, request);
  const startMs = performance.now() - began;
  if (!answer.includes(proof)) throw new Error(`${label} answered ${answer}`);
  return {
    port,
    request,
    startMs,
    child,
    /** What the process has cost so far: CPU in microseconds, memory in bytes. */
    usage: () => ask(child, "usage"),
    stop: () => stop(child),
  };
}

async function firstAnswer(port, child, request) {
  const end = performance.now() + START_LIMIT;
  for (;;) {
    const connection = new Connection(port, request);
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
