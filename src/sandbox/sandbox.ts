import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Credentials } from "./credentials.js";
import { listener } from "./listener.js";
import type { SandboxOptions } from "./options.js";
import { setUp } from "./setUp.js";

/** A running sandbox. */
export interface Sandbox extends Credentials {
  /** Without a slash at its end. */
  readonly url: string;
  /** Ends it at once, whatever is still open. */
  close(): Promise<void>;
}

/** Starts an EnOS on loopback. Throws `RangeError` for any other host: its admin calls ask nobody who they are. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = "127.0.0.1" } = options;
  if (!/^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host)) {
    throw new RangeError(`${host} is not a loopback address`);
  }
  const backstage = setUp(options);
  const server = createServer(listener(backstage));
  // No connection of a client's pool shall end for mere idleness: that would look like a fault nobody asked for.
  server.keepAliveTimeout = 120_000;
  await once(server.listen(port, host), "listening");
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    ...backstage.platform.credentials,
    close: () => close(server),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
