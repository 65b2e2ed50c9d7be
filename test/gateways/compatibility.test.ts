import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import pino from "pino";

import { readConfig } from "../../src/config/config.js";
import { createApollo } from "../../src/graphql/apolloServer.js";
import { noTelemetry, type Telemetry } from "../../src/runtime/telemetry.js";
import { createGraphqlServer } from "../../src/server/graphqlServer.js";
import { routerSecretAuthenticator } from "../../src/server/auth/routerSecret.js";
import { Secret } from "../../src/runtime/secret.js";
import { FlakyProxy } from "./flakyProxy.js";
import { PRODUCTS_SDL, productsSchema } from "./productsFixture.js";
import { endPrograms, startProgram } from "./program.js";

const SUITE = "test/gateways/node_modules/@apollo/federation-subgraph-compatibility-tests";
const JEST = "test/gateways/node_modules/jest/bin/jest.js";
const ROUTER = { "router-authorization": "s3cret" };

/** The suite's own places: nothing but its products subgraph can be moved. */
const GATEWAY_PORT = "4000";
const USERS = "http://localhost:4002/";
const INVENTORY = "http://localhost:4003/";

interface Results {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await endPrograms();
  while (closing.length > 0) await closing.pop()?.();
});

/** Serves the fixture as the devices are served: same server, same authenticator, same limits. */
async function serveProducts(): Promise<string> {
  const { limits } = readConfig({});
  const logger = pino({ level: "silent" });
  const telemetry: Telemetry = {
    ...noTelemetry,
    incident: ({ error }) => {
      console.error(error);
    },
  };
  const execution = createApollo({
    schema: productsSchema(),
    introspection: false,
    operationCache: true,
    inlineTrace: true,
    serviceSdl: true,
    limits: limits.operation,
    logger,
    telemetry,
  });
  await execution.apollo.start();
  const secrets = [new Secret("s3cret")];
  const authenticator = routerSecretAuthenticator(() => secrets, { organizations: [], scopes: [] });
  const toContext = () => ({});
  const server = createGraphqlServer({
    execution,
    authenticator,
    logger,
    telemetry,
    limits: limits.http,
    checkHost: undefined,
    toContext,
    release: () => undefined,
  });
  closing.push(
    () => execution.apollo.stop(),
    async () => server.close(),
  );
  return `${await server.listen({ host: "127.0.0.1", port: 0 })}/graphql`;
}

async function runSuite(productsUrl: string): Promise<Results> {
  const suite = spawn(
    process.execPath,
    [JEST, `${SUITE}/dist/tests`, "--ci", "--json", "--config", `${SUITE}/federation-jest.config.js`],
    { env: { ...process.env, PRODUCTS_URL: productsUrl }, stdio: ["ignore", "pipe", "ignore"] },
  );
  return JSON.parse(await text(suite.stdout)) as Results;
}

it("Apollo's compatibility suite passes in full on our server, authenticator and limits on", async () => {
  const products = await serveProducts();
  const router = await FlakyProxy.start(() => products, ROUTER);
  closing.push(() => router.close());
  await startProgram(`${SUITE}/dist/subgraphs/users/index.js`, { PORT: "4002" });
  await startProgram(`${SUITE}/dist/subgraphs/inventory/index.js`, { PORT: "4003" });
  await startProgram("test/supergraph/apolloGateway.mjs", {
    PORT: GATEWAY_PORT,
    SUBGRAPH_HEADERS: JSON.stringify(ROUTER),
    SUBGRAPHS: JSON.stringify([
      { name: "products", url: products, file: PRODUCTS_SDL },
      { name: "users", url: USERS, file: `${SUITE}/dist/subgraphs/users/users.graphql` },
      { name: "inventory", url: INVENTORY, file: `${SUITE}/dist/subgraphs/inventory/inventory.graphql` },
    ]),
  });

  const { testResults } = await runSuite(router.url);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status !== "passed");
  expect(failed).toEqual([]);
  expect(tests).toHaveLength(23);
});
