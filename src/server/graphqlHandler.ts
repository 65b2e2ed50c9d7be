import { HeaderMap, type ApolloServer, type BaseContext } from "@apollo/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { IncomingHttpHeaders } from "node:http";

import { requireSoundParameters } from "./urlParameters.js";

/** Gives the handler that lets Apollo Server answer a request. */
export function graphqlHandler<Context extends BaseContext>(
  apollo: ApolloServer<Context>,
  toContext: (request: FastifyRequest, reply: FastifyReply) => Context,
  maxDepth: number,
) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    // Cut out by hand: `new URL` would need the host header, and throw at a hostile one.
    const search = request.url.slice(request.url.indexOf("?") + 1 || request.url.length);
    requireSoundParameters(search, maxDepth);
    const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers: toHeaderMap(request.headers),
        search,
        body: request.body,
      },
      context: () => Promise.resolve(toContext(request, reply)),
    });
    // Nothing of the schema is delivered in parts.
    if (body.kind !== "complete") throw new Error("an incremental answer");
    reply.code(status ?? 200);
    for (const [name, value] of headers) reply.header(name, value);
    return reply.send(body.string);
  };
}

function toHeaderMap(headers: IncomingHttpHeaders): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return map;
}
