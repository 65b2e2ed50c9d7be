// Hive Gateway: hive-gateway supergraph --config hive-gateway.config.ts
import { createRemoteJwksSigningKeyProvider, defineConfig } from "@graphql-hive/gateway";

export const gatewayConfig = defineConfig({
  supergraph: "./supergraph.graphql",
  jwt: {
    signingKeyProviders: [
      createRemoteJwksSigningKeyProvider({ jwksUri: "https://identity.example.com/.well-known/jwks.json" }),
    ],
  },
  propagateHeaders: {
    // Only what is named here arrives: what a client says of itself in these headers counts for nothing.
    fromClientToSubgraphs({ request, subgraphName, context }) {
      if (subgraphName !== "devices") return {};
      const claims = context.jwt?.payload;
      return {
        "router-authorization": process.env.ROUTER_SECRET,
        "x-caller-orgs": [claims?.orgs ?? []].flat().join(" "),
        "x-caller-scopes": [claims?.scope ?? []].flat().join(" "),
        traceparent: request.headers.get("traceparent"),
      };
    },
  },
  // Refusals are data and always arrive. This lets the messages in errors[] through too, which are fit for clients.
  maskedErrors: false,
  // No upstreamRetry: the subgraph repeats what may be repeated, and nobody else can know what that is.
  // Longer than ENOS_DEADLINE_MS, so that it is the subgraph that says what became of a request.
  upstreamTimeout: 30_000,
});
