/** The subgraph of a team that knows devices by `id`. PORT is where it listens; the first line it prints is its URL. */
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";

import { VISITS } from "./subgraphs.mjs";

const resolvers = {
  Query: {
    visits: (_, { deviceIds }) => deviceIds.map((id) => ({ purpose: "Check the oil.", device: { id } })),
    visitedProducts: (_, { orgId, productKeys }) => productKeys.map((productKey) => ({ orgId, productKey })),
  },
  Device: {
    __resolveReference: async ({ id }) => ({ id }),
    nextVisit: () => "2026-12-01",
  },
};

const server = new ApolloServer({
  schema: buildSubgraphSchema([{ typeDefs: parse(VISITS.sdl), resolvers }]),
  plugins: [ApolloServerPluginInlineTraceDisabled()],
});
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: Number(process.env.PORT ?? 4004) },
});
console.log(url);
