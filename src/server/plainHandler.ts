import type { ApolloServer, BaseContext } from "@apollo/server";
import type { FastifyReply, FastifyRequest } from "fastify";

import { readPlainOperation } from "./plainOperation.js";

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/**
 * Gives a handler that has plain operations executed by Apollo Server without its HTTP layer, which negotiates
 * and checks anew what is the same in every request of a router. All other requests go to `otherwise`.
 */
export function plainHandler<Context extends BaseContext>(
  apollo: ApolloServer<Context>,
  toContext: (request: FastifyRequest, reply: FastifyReply) => Context,
  otherwise: Handler,
): Handler {
  return async (request, reply) => {
    const operation = readPlainOperation(request);
    if (!operation) return otherwise(request, reply);
    const { http, body } = await apollo.executeOperation(operation, {
      contextValue: toContext(request, reply),
    });
    // Nothing of the schema is delivered in parts.
    if (body.kind !== "single") throw new Error("an incremental answer");
    const { errors, data, extensions } = body.singleResult;
    for (const [name, value] of http.headers) reply.header(name, value);
    return reply
      .code(http.status ?? 200)
      .header("content-type", "application/json; charset=utf-8")
      .send(`${JSON.stringify({ errors, data, extensions })}\n`);
  };
}
