import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";

/** More than the kernel keeps for a listener with a backlog of 1. */
const CONNECTIONS = 4;

const LISTEN = `require("node:net").createServer().listen({ host: "127.0.0.1", port: +process.argv[1], backlog: 1 },
  () => process.send("listening"))`;

/** Takes a port without taking connections: its process is stopped and its backlog full, so that connecting never ends. */
export async function listenDeaf(port: number): Promise<{ close(): void }> {
  const listener = spawn(process.execPath, ["-e", LISTEN, String(port)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ended = once(listener, "exit").then(() => Promise.reject(new Error(`port ${port} is not to be had`)));
  await Promise.race([once(listener, "message"), ended]);
  ended.catch(() => undefined);
  listener.kill("SIGSTOP");
  const waiting = Array.from({ length: CONNECTIONS }, () =>
    connect(port, "127.0.0.1").on("error", () => undefined),
  );
  await Promise.all(waiting.slice(0, 2).map((socket) => once(socket, "connect")));
  return {
    close: () => {
      for (const socket of waiting) socket.destroy();
      listener.kill("SIGKILL");
    },
  };
}
