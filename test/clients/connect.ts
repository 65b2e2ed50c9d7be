import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

import { ApolloClient, HttpLink, InMemoryCache, type TypePolicies } from "@apollo/client";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { Client, fetchExchange, type ClientOptions } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import { introspectionFromSchema, parse } from "graphql";

import { block } from "../support/frontendPage.js";
import type { SubgraphUnderTest } from "../support/subgraph.js";

const { possibleTypes } = JSON.parse(readFileSync("schema/possibleTypes.json", "utf8")) as {
  readonly possibleTypes: Record<string, string[]>;
};
const SCHEMA = introspectionFromSchema(
  buildSubgraphSchema([{ typeDefs: parse(readFileSync("schema/devices.graphql", "utf8")) }]),
);

interface ApolloOptions {
  /** An error type that the client's copy of the schema does not have yet. */
  readonly unknown?: string;
  /** Sends the requests: `fetch` when absent. */
  readonly send?: typeof fetch;
}

const open: ApolloClient[] = [];

/** Stops what `connectApollo` started. Call it in `afterEach`. */
export function stopClients(): void {
  for (const client of open.splice(0)) client.stop();
}

/** Returns Apollo Client, set up as the page for frontend teams shows. */
export function connectApollo(
  { app }: SubgraphUnderTest,
  { unknown, send = fetch }: ApolloOptions = {},
  types = possibleTypes,
): ApolloClient {
  const known = Object.entries(types).map(([type, members]) => [
    type,
    members.filter((name) => name !== unknown),
  ]);
  const client = new ApolloClient({
    link: new HttpLink({ uri: app.url, fetch: send }),
    cache: new InMemoryCache({
      possibleTypes: Object.fromEntries(known) as typeof types,
      typePolicies: documentedPolicies(),
    }),
  });
  open.push(client);
  return client;
}

function documentedPolicies(): TypePolicies {
  const [, policies = ""] = /typePolicies: (\{.+\}),/.exec(block("ts", "new InMemoryCache({")) ?? [];
  return runInNewContext(`(${policies})`) as TypePolicies;
}

/** Returns urql with graphcache, set up by the very lines of the page for frontend teams but for the URL. */
export function connectUrql({ app }: SubgraphUnderTest, send: typeof fetch = fetch): Client {
  const lines = block("ts", "cacheExchange({").replaceAll(/^import .+$/gm, "");
  const ConnectedClient = function (options: ClientOptions) {
    return new Client({ ...options, url: app.url, fetch: send });
  };
  const around = { cacheExchange, fetchExchange, schema: SCHEMA, Client: ConnectedClient };
  return runInNewContext(`${lines}; client`, around) as Client;
}
