/** graphql-yoga on node:http, as its front page starts it. */
import { createServer } from "node:http";

import { createSchema, createYoga } from "graphql-yoga";

import { resolvers } from "./createDevice.mjs";
import { typeDefs } from "./schema.mjs";

const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false });
createServer(yoga).listen(process.env.PORT, "127.0.0.1");
