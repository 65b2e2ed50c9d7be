import type { IncomingHttpHeaders } from "node:http";

import type { ApolloServer, BaseContext } from "@apollo/server";
import helmet from "@fastify/helmet";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
} from "fastify";

import type { Caller } from "../graphql/caller.js";
import type { Guard } from "./guard.js";

/** A request that was let in, as whoever answers it needs to know it. */
export interface Admitted {
  readonly caller: Caller;
  readonly headers: IncomingHttpHeaders;
  /** Since the first byte of the request. Milliseconds. */
  readonly elapsedMs: number;
  readonly hasHungUp: () => boolean;
  /** Registers what is to be done when the answer is out, or nobody waits for it any more. */
  readonly onEnd: (cleanUp: () => void) => void;
}

export interface GraphqlServerOptions<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  readonly guard: Guard;
  readonly logger: FastifyBaseLogger;
  readonly toContext: (request: Admitted) => Context;
}

/** Longest body of a request. Bytes. */
const BODY_LIMIT = 256 * 1024;

/** Gives the server of `/graphql`, not yet listening. The Apollo Server must have been started. */
export async function createGraphqlServer<Context extends BaseContext>(
  options: GraphqlServerOptions<Context>,
): Promise<FastifyInstance> {
  const { apollo, guard, logger, toContext } = options;
  const callers = new WeakMap<FastifyRequest, Caller>();
  const server = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    // What still arrives while the server closes was sent in good faith.
    return503OnClosing: false,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
  }) as unknown as FastifyInstance;

  await server.register(helmet);

  server.route({
    method: ["GET", "POST"],
    url: "/graphql",
    // Before the body is read: a stranger's bytes are not worth parsing.
    onRequest: async (request, reply) => {
      const caller = await guard.admit(request.headers);
      if (caller) callers.set(request, caller);
      else await reply.code(401).send(UNAUTHENTICATED);
    },
    handler: fastifyApolloHandler(apollo, {
      context: (request, reply) => {
        const caller = callers.get(request);
        if (!caller) throw new Error("a request got past the guard without a caller");
        return Promise.resolve(
          toContext({
            caller,
            headers: request.headers,
            elapsedMs: reply.elapsedTime,
            hasHungUp: () => request.raw.socket.destroyed,
            onEnd: (cleanUp) => reply.raw.once("close", cleanUp),
          }),
        );
      },
    }),
  });
  return server;
}

const UNAUTHENTICATED = {
  errors: [
    {
      message: "Only the router may ask: send its secret in the header router-authorization.",
      extensions: { code: "UNAUTHENTICATED" },
    },
  ],
};
