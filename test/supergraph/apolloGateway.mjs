/**
 * Apollo's gateway before both subgraphs. PORT is where it listens, DEVICES_URL and MAINTENANCE_URL are where the
 * subgraphs are, SUBGRAPH_HEADERS is a JSON object of headers to send them; the first line it prints is its URL.
 */
import { readFileSync } from "node:fs";

import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";

import { supergraph } from "./subgraphs.mjs";

const headers = Object.entries(JSON.parse(process.env.SUBGRAPH_HEADERS ?? "{}"));

class Subgraph extends RemoteGraphQLDataSource {
  willSendRequest({ request }) {
    for (const [name, value] of headers) request.http.headers.set(name, value);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: supergraph(),
  buildService: ({ url }) => new Subgraph({ url }),
});
/** Apollo's own page loads from another host; this one works offline. */
const page = {
  serverWillStart: async () => ({
    renderLandingPage: async () => ({
      html: read("page.html").replace("<!-- operation -->", read("createDevice.graphql")),
    }),
  }),
};
const server = new ApolloServer({ gateway, introspection: true, plugins: [page] });
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: Number(process.env.PORT ?? 4000) },
});
console.log(url);

function read(file) {
  return readFileSync(new URL(file, import.meta.url), "utf8");
}
