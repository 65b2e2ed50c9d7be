// Hive Gateway: hive-gateway supergraph -c hive-gateway.config.ts
import { createRemoteJwksSigningKeyProvider, defineConfig } from "@graphql-hive/gateway";

const { IDENTITY_URL = "https://identity.example.com", ROUTER_SECRET = "" } = process.env;

export const gatewayConfig = defineConfig({
  supergraph: "./supergraph.graphql",
  jwt: {
    signingKeyProviders: [
      createRemoteJwksSigningKeyProvider({ jwksUri: `${IDENTITY_URL}/.well-known/jwks.json` }),
    ],
    // A token of another issuer, or one that was issued for another service, is refused.
    tokenVerification: { issuer: IDENTITY_URL, audience: "devices", algorithms: ["RS256", "ES256"] },
  },
  propagateHeaders: {
    // Only what is named here arrives: what a client says of itself in these headers counts for nothing.
    fromClientToSubgraphs({ request, subgraphName, context }) {
      if (subgraphName !== "devices") return {};
      const claims = context.jwt?.payload;
      return {
        "router-authorization": ROUTER_SECRET,
        "x-caller-orgs": [claims?.orgs ?? []].flat().join(" "),
        "x-caller-scopes": [claims?.scope ?? []].flat().join(" "),
        traceparent: request.headers.get("traceparent"),
      };
    },
  },
  // Refusals are data and always arrive. Errors that the subgraph words for clients pass the masking of errors too, which
  // stays on: without it the requests to other subgraphs would be shown to clients when one of them fails.
  // No upstreamRetry: the subgraph repeats what may be repeated, and nobody else can know what that is. A deletion that is
  // repeated after its answer was lost would tell the client that there was no such device.
  // Longer than ENOS_DEADLINE_MS, so that it is the subgraph that says what became of a request.
  upstreamTimeout: 30_000,
});
