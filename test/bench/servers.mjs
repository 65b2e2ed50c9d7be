import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { readCreateDevice, ROOT, ROUTER_SECRET } from "./operation.mjs";

/** The one that all others are compared with. */
export const PROXY = "proxy";

/** The one that this is all about. */
export const SUBGRAPH = "subgraph";

/** Every server that can be measured, by the name that `--servers` takes. */
export const SERVERS = {
  [PROXY]: peer("bare proxy: node:http in, undici out", "bareProxy"),
  [SUBGRAPH]: subgraph("this subgraph, production configuration", ROOT),
  "mercurius-jit": peer("mercurius with JIT", "mercurius", ["jit"]),
  mercurius: peer("mercurius", "mercurius"),
  apollo: peer("Apollo Server standalone", "apolloStandalone"),
  yoga: peer("graphql-yoga", "yoga"),
  hive: peer("Hive Gateway with Mesh OpenAPI", "hiveGateway"),
};

/** The subgraph of another clone, where one is given. */
export const OTHER_CLONE = "other-clone";

/** Adds the subgraph of another clone, as it is built there; it is asked its own documented operation. */
export function addClone(folder) {
  SERVERS[OTHER_CLONE] = subgraph(`the subgraph in ${folder}`, resolve(folder));
}

function subgraph(label, folder) {
  const { scripts } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  return {
    label,
    file: `${folder}/dist/main.js`,
    // With which Node's own bounds are set in `npm start`, and in the image.
    flags: scripts.start.match(/--\S+/g) ?? [],
    env: production,
    operation: readCreateDevice(folder),
  };
}

function peer(label, name, args = []) {
  const file = new URL(`peers/${name}.mjs`, import.meta.url).pathname;
  return { label, file, args, env: (port, upstream) => ({ PORT: String(port), UPSTREAM: upstream }) };
}

/** What the subgraph shows its upstream. */
export const CREDENTIALS = { appKey: "bench-app-key", appSecret: "bench-app-secret" };

/** Everything on: authentication, limits, scalars, signature, breaker, metrics. */
function production(port, upstream) {
  return {
    PORT: String(port),
    ADMIN_PORT: "0",
    HOST: "127.0.0.1",
    ENOS_URL: upstream,
    ENOS_APP_KEY: CREDENTIALS.appKey,
    ENOS_APP_SECRET: CREDENTIALS.appSecret,
    ROUTER_SECRET,
  };
}
