import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import { HEAP_PROBE, heapOf } from "../support/heap.mjs";

const SECRET = "chaos-router-secret";

/** What every request must carry to be let in, with every right. */
export const ROUTER_HEADERS = {
  "content-type": "application/json",
  "router-authorization": SECRET,
  "x-caller-orgs": "*",
  "x-caller-scopes": "device:create device:read device:secret",
};

/** One process of the real program in its production configuration, which can be killed and started again. */
export class Replica {
  #process;

  /** @param stdout where the process writes its log: a file descriptor, or `ignore`. */
  constructor(port, sandbox, env = {}, stdout = "ignore") {
    this.stdout = stdout;
    this.url = `http://127.0.0.1:${port}/graphql`;
    this.readyUrl = `http://127.0.0.1:${port + 1}/readyz`;
    this.env = {
      ...process.env,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      ADMIN_PORT: String(port + 1),
      ENOS_URL: sandbox.url,
      ENOS_APP_KEY: sandbox.appKey,
      ENOS_APP_SECRET: sandbox.appSecret,
      ROUTER_SECRET: SECRET,
      LOG_LEVEL: "error",
      ...env,
    };
  }

  /** Starts the process and waits until it takes requests. */
  async start() {
    this.#process = spawn(process.execPath, [...HEAP_PROBE, "dist/main.js"], {
      env: this.env,
      stdio: ["ignore", this.stdout, "inherit", "ipc"],
    });
    const started = this.#process;
    while (!(await this.isReady())) {
      if (started.exitCode !== null) throw new Error("a replica did not start");
      await wait(20);
    }
  }

  signal(name) {
    this.#process.kill(name);
  }

  /** Sends a signal, waits for the end and gives the exit code. */
  async end(signal) {
    const ending = this.#process;
    if (ending.exitCode !== null || ending.signalCode !== null) return ending.exitCode;
    const ended = once(ending, "exit");
    ending.kill(signal);
    return (await ended)[0];
  }

  async isReady() {
    const response = await fetch(this.readyUrl, { headers: { connection: "close" } }).catch(() => undefined);
    return response?.ok ?? false;
  }

  /** Gives what is in use on the heap after a collection, in MiB. */
  async heap() {
    return (await heapOf(this.#process)) / 2 ** 20;
  }
}
