// Apollo Gateway (Node.js): node apollo-gateway.mjs, with @apollo/gateway, @apollo/server and jose installed
import { readFileSync } from "node:fs";

import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { GraphQLError } from "graphql";
import { createRemoteJWKSet, jwtVerify } from "jose";

const { IDENTITY_URL = "https://identity.example.com", ROUTER_SECRET = "", PORT = "4000" } = process.env;
const keys = createRemoteJWKSet(new URL(`${IDENTITY_URL}/.well-known/jwks.json`));

class Devices extends RemoteGraphQLDataSource {
  /** Only what is set here arrives: what a client says of itself in these headers counts for nothing. */
  willSendRequest({ request, context }) {
    const { claims, traceparent } = context;
    request.http.headers.set("router-authorization", ROUTER_SECRET);
    request.http.headers.set("x-caller-orgs", [claims?.orgs ?? []].flat().join(" "));
    request.http.headers.set("x-caller-scopes", [claims?.scope ?? []].flat().join(" "));
    if (traceparent) request.http.headers.set("traceparent", traceparent);
  }

  /** The gateway replaces the errors of a status that is not 2xx: a client would not know that its request is too large. */
  async errorFromResponse(response) {
    const error = await super.errorFromResponse(response);
    const [told] = error.extensions.response.body?.errors ?? [];
    if (response.status !== 413 || !told) return error;
    return new GraphQLError(told.message, { extensions: told.extensions });
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync("supergraph.graphql", "utf8"),
  buildService: ({ name, url }) =>
    name === "devices" ? new Devices({ url }) : new RemoteGraphQLDataSource({ url }),
});

const server = new ApolloServer({
  gateway,
  // What a subgraph words for clients passes. The raw response of one that failed is not for them.
  formatError: (error) =>
    error.extensions?.response
      ? { message: "A subgraph did not answer.", extensions: { code: "INTERNAL_SERVER_ERROR" } }
      : error,
});
const { url } = await startStandaloneServer(server, {
  listen: { port: Number(PORT) },
  async context({ req }) {
    const { traceparent } = req.headers;
    const [, token] = /^Bearer (.+)$/i.exec(req.headers.authorization ?? "") ?? [];
    if (token === undefined) throw unauthenticated();
    // A token of another issuer, or one that was issued for another service, is refused.
    const options = { issuer: IDENTITY_URL, audience: "devices", algorithms: ["RS256", "ES256"] };
    const { payload } = await jwtVerify(token, keys, options).catch(() => {
      throw unauthenticated();
    });
    return { claims: payload, traceparent };
  },
});
console.log(`The gateway is at ${url}`);

function unauthenticated() {
  const extensions = { code: "UNAUTHENTICATED", http: { status: 401 } };
  return new GraphQLError("Sign in: send a valid token as authorization: Bearer <token>.", { extensions });
}
