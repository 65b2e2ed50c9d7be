/** The other team's subgraph. PORT is where it listens; the first line it prints is its URL. */
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";

import { MAINTENANCE } from "./subgraphs.mjs";

const TEAMS = ["Rotor team", "Grid team", "Night shift"];

const toTicket = (device) => ({
  id: `T-${device.assetId}`,
  summary: "Check the oil.",
  device: { __typename: "Device", ...device },
});

const resolvers = {
  Query: {
    tickets: (_, { orgId, assetIds }) => assetIds.map((assetId) => toTicket({ orgId, assetId })),
  },
  Device: {
    __resolveReference: async (device) => ({ ...device }),
    maintenanceTeam: ({ assetId }) => TEAMS[assetId.charCodeAt(0) % TEAMS.length],
  },
};

const server = new ApolloServer({
  schema: buildSubgraphSchema([{ typeDefs: parse(MAINTENANCE.sdl), resolvers }]),
  plugins: [ApolloServerPluginInlineTraceDisabled()],
});
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: Number(process.env.PORT ?? 4003) },
});
console.log(url);
