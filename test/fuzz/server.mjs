import { spawn } from "node:child_process";
import { once } from "node:events";

import { HEAP_PROBE, heapOf } from "../support/heap.mjs";

/** The built program in a process of its own, as production runs it. */
export class Server {
  /** Everything that it wrote. */
  log = "";
  #process;

  /** @param {Record<string, string>} env */
  constructor(env) {
    this.#process = spawn(process.execPath, [...HEAP_PROBE, "dist/main.js"], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const output of [this.#process.stdout, this.#process.stderr])
      output.setEncoding("utf8").on("data", (text) => (this.log += text));
  }

  get hasEnded() {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** Gives where it listens, as soon as it does. */
  async url() {
    for (;;) {
      const [url] = /http:\/\/\S+(?=\/graphql)/.exec(this.log) ?? [];
      if (url) return url;
      if (this.hasEnded) throw new Error(`The server did not start:\n${this.log}`);
      await Promise.race([once(this.#process.stdout, "data"), once(this.#process, "exit")]);
    }
  }

  /** Bytes in use on the heap, after a collection. */
  heap() {
    return heapOf(this.#process);
  }

  async stop() {
    if (this.hasEnded) return;
    this.#process.kill("SIGKILL");
    await once(this.#process, "exit");
  }
}
