/**
 * Hive Gateway before both subgraphs, repeating what fails; the same environment variables as for
 * ../supergraph/apolloGateway.mjs. The first line it prints is its URL.
 */
import { createServer } from "node:http";

import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";

import { supergraph } from "../supergraph/subgraphs.mjs";

const headers = JSON.parse(process.env.SUBGRAPH_HEADERS ?? "{}");

const gateway = createGatewayRuntime({
  supergraph: supergraph(),
  // On every fetch: `propagateHeaders` of 2.12 forgets its headers when a request is repeated.
  plugins: () => [
    {
      onFetch({ executionRequest, options }) {
        if (executionRequest) Object.assign((options.headers ??= {}), headers);
      },
    },
  ],
  upstreamRetry: { maxRetries: 2, retryDelay: 50 },
  logging: false,
});
const server = createServer(gateway).listen(Number(process.env.PORT ?? 4000), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/graphql`);
});
