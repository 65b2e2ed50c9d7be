import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Starts the built program before a sandbox, on free ports of loopback and without authentication. */
export async function startSubgraphProcess(sandbox, env = {}) {
  const program = spawn(process.execPath, ["dist/main.js"], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "development",
      HOST: "127.0.0.1",
      PORT: "0",
      ADMIN_PORT: "0",
      DRAIN_DELAY_MS: "0",
      ENOS_URL: sandbox.url,
      ENOS_APP_KEY: sandbox.appKey,
      ENOS_APP_SECRET: sandbox.appSecret,
      LOG_LEVEL: "error",
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => program.kill("SIGKILL"));
  const end = async () => {
    if (program.exitCode !== null) return;
    program.kill("SIGKILL");
    await once(program, "exit");
  };
  for await (const line of createInterface(program.stdout)) {
    const [url] = /http:\/\/\S+\/graphql/.exec(line) ?? [];
    if (url) {
      program.stdout.resume();
      return { url, end };
    }
  }
  throw new Error("the subgraph ended before it served");
}
