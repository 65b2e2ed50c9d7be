import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";

import { findFreePort } from "./freePort.js";

/** Whether this machine has a Redis to start. */
export const redisIsInstalled = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of one's own, which forgets everything when it ends. */
export class RedisServer {
  #process: ChildProcess | undefined;

  private constructor(readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await findFreePort());
    await server.restart();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it (again) on its port. */
  async restart(): Promise<void> {
    const args = ["--port", String(this.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    const started = spawn("redis-server", args, { stdio: ["ignore", "pipe", "ignore"] });
    this.#process = started;
    for await (const chunk of started.stdout) if (String(chunk).includes("Ready to accept")) return;
    throw new Error("redis-server ended before it was ready");
  }

  /** Stops it without closing its connections, as a machine that hangs would. */
  pause(): void {
    this.#process?.kill("SIGSTOP");
  }

  resume(): void {
    this.#process?.kill("SIGCONT");
  }

  /** Ends it at once, as a machine that dies would. */
  async close(): Promise<void> {
    const running = this.#process;
    if (running?.exitCode !== null || running.signalCode !== null) return;
    running.kill("SIGKILL");
    await once(running, "exit");
  }
}
