/** mercurius on Fastify; with the argument `jit` it compiles operations. */
import Fastify from "fastify";
import mercurius from "mercurius";

import { resolvers } from "./createDevice.mjs";
import { typeDefs } from "./schema.mjs";

const app = Fastify();
await app.register(mercurius, { schema: typeDefs, resolvers, ...(process.argv[2] === "jit" && { jit: 1 }) });
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
