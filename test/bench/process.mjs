import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";

/** The server has a core to itself; the upstream and the load share the other. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

/** Whether processes can be kept to one core here. */
export const canPin = availableParallelism() > 1 && spawnSync("taskset", ["-V"]).status === 0;

/** Starts a Node process on one core, with an IPC channel to it. Its errors are shown, its output is not. */
export function start(core, file, { args = [], env = {}, flags = [] } = {}) {
  const node = [process.execPath, ...flags, file, ...args];
  const [command, ...rest] = canPin ? ["taskset", "-c", String(core), ...node] : node;
  return spawn(command, rest, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
}

/** Sends a message to a process and gives its answer. */
export async function ask(child, message) {
  const answer = once(child, "message");
  child.send(message);
  return (await answer)[0];
}

/** Ends a process and waits until it is gone. */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
