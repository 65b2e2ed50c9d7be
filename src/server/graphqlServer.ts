import type { IncomingHttpHeaders } from "node:http";

import type { BaseContext } from "@apollo/server";
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import type { Execution } from "../graphql/apolloServer.js";
import { Caller } from "../graphql/caller.js";
import type { Telemetry } from "../runtime/telemetry.js";
import { Unauthorized, type Authenticator, type AuthResult } from "./auth/authenticator.js";
import { createSendError, type ErrorAnswer } from "./errorResponses.js";
import { graphqlHandler } from "./graphqlRoute.js";
import type { HostCheck } from "./hosts.js";
import { createHttpServer, type HttpLimits } from "./httpServer.js";

/** The parts of an authenticated request that the context of its operation needs. */
export interface AuthenticatedRequest {
  readonly caller: Caller;
  readonly headers: IncomingHttpHeaders;
  /** Time since the first byte of the request. Milliseconds. */
  readonly elapsedMs: number;
  readonly isConnected: () => boolean;
}

export interface GraphqlServerOptions<Context extends BaseContext> {
  /** Its Apollo Server must have been started. */
  readonly execution: Execution<Context>;
  readonly authenticator: Authenticator;
  readonly limits: HttpLimits;
  /** Undefined answers under every host name. */
  readonly checkHost: HostCheck | undefined;
  readonly logger: FastifyBaseLogger;
  readonly telemetry: Telemetry;
  readonly toContext: (request: AuthenticatedRequest) => Context;
  /** Frees what a context holds, once its operation has been executed. */
  readonly release: (context: Context) => void;
}

const GRAPHQL_PATH = "/graphql";

/** The property of a request that holds its caller, once it is authenticated. */
const CALLER = "caller";

/** Returns the server of `/graphql`, not yet listening. */
export function createGraphqlServer<Context extends BaseContext>(
  options: GraphqlServerOptions<Context>,
): FastifyInstance {
  const { execution, authenticator, limits, telemetry, toContext, release } = options;
  const sendError = createSendError(telemetry);
  const server = createHttpServer({ ...options, sendError, graphqlPath: GRAPHQL_PATH });
  server.decorateRequest(CALLER, null);
  const toOperationContext = (request: FastifyRequest, reply: FastifyReply): Context => {
    const caller = request.getDecorator<Caller | null>(CALLER);
    if (!caller) throw new Error("a request got past the authenticator without a caller");
    return toContext({
      caller,
      headers: request.headers,
      elapsedMs: reply.elapsedTime,
      isConnected: () => !request.raw.socket.destroyed,
    });
  };

  server.route({
    method: ["GET", "POST"],
    url: GRAPHQL_PATH,
    // Before the body is read: bodies of unauthenticated clients are not parsed.
    onRequest: (request, reply, done) => {
      const proceed = (result: AuthResult) => {
        if (result instanceof Caller) {
          request.setDecorator(CALLER, result);
          done();
        } else sendError(request, reply, toErrorAnswer(result));
      };
      const result = authenticator.authenticate(request.raw);
      if (result instanceof Promise) result.then(proceed, done);
      else proceed(result);
    },
    handler: graphqlHandler({ execution, toContext: toOperationContext, release, limits }),
  });
  return server;
}

function toErrorAnswer(result: Exclude<AuthResult, Caller>): ErrorAnswer {
  const { message } = result;
  return result instanceof Unauthorized
    ? { status: 401, message, code: "UNAUTHENTICATED", headers: { "www-authenticate": result.challenge } }
    : { status: 503, message, code: "AUTHENTICATION_UNAVAILABLE", headers: { "retry-after": "1" } };
}
