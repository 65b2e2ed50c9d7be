import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

import { addDemoDevices } from "./demoDevices.js";
import { createHostCheck } from "./http/hostCheck.js";
import type { Credentials } from "./seed.js";
import { createSandboxServer } from "./server.js";
import { createState, type IndexedOrganization, type SandboxOptions } from "./state.js";
import { StateFile } from "./stateFile.js";

/** A running sandbox. */
export interface Sandbox extends Credentials {
  /** Without a slash at its end. */
  readonly url: string;
  /** The organizations and their products, by ID. */
  readonly organizations: ReadonlyMap<string, IndexedOrganization>;
  /** Stops the sandbox and closes all connections at once. */
  close(): Promise<void>;
}

/**
 * Starts an EnOS.
 *
 * @throws RangeError for an address beyond loopback without `allowedHosts`: the admin API has no authentication.
 * @throws StateFileError when the state file was not written by a sandbox.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = "127.0.0.1", allowedHosts = [] } = options;
  const isLoopback = /^(127(\.\d{1,3}){3}|::1|localhost)$/.test(host);
  if (!isLoopback && allowedHosts.length === 0) {
    throw new RangeError(
      `${host} is not a loopback address. Name the hosts that clients use in ALLOWED_HOSTS.`,
    );
  }
  const state = createState(options);
  const stateFile =
    options.stateFile === undefined ? undefined : new StateFile(options.stateFile, state.devices);
  const isKept = stateFile?.load() ?? false;
  if (options.demoDevices && !isKept) addDemoDevices(state);
  const server = createSandboxServer(state, createHostCheck([host, ...allowedHosts]));
  await once(server.listen(port, host), "listening");
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    ...state.credentials,
    organizations: state.organizations,
    close: async () => {
      await close(server);
      stateFile?.save();
    },
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
