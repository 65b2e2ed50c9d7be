import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

import type { Credentials } from "./seed.js";
import { createSandboxServer } from "./server.js";
import { createState, type SandboxOptions } from "./state.js";

/** A running sandbox. */
export interface Sandbox extends Credentials {
  /** Without a slash at its end. */
  readonly url: string;
  /** Stops the sandbox and closes all connections at once. */
  close(): Promise<void>;
}

/**
 * Starts an EnOS on a loopback address.
 *
 * @throws RangeError for another address: the admin API has no authentication.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = "127.0.0.1" } = options;
  if (!/^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host)) {
    throw new RangeError(`${host} is not a loopback address`);
  }
  const state = createState(options);
  const server = createSandboxServer(state);
  await once(server.listen(port, host), "listening");
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    ...state.credentials,
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
