import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

import type { BaseContext } from "@apollo/server";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";

import { microBatch } from "../runtime/microBatch.js";
import type { Execution } from "../graphql/apolloServer.js";
import type { Caller } from "../graphql/caller.js";
import type { Telemetry } from "../runtime/telemetry.js";
import { sendError } from "./errorResponses.js";
import { answerBrokenRequest, answerExpectation } from "./errorResponses.js";
import { answerErrors, NO_HOST, UNREADABLE } from "./errorResponses.js";
import { graphqlHandler } from "./graphqlRoute.js";
import { Unauthorized, type AuthResult, type Authenticator } from "./auth/authenticator.js";
import type { HttpLimits } from "./httpServer.js";
import { readJsonBodies } from "./requestBody.js";
import { NO_SCHEMAS } from "./httpServer.js";
import { plainHandler } from "./graphqlRoute.js";
import { securityHeaders } from "./httpServer.js";

/** A request that was let in, as whoever answers it needs to know it. */
export interface AuthenticatedRequest {
  readonly caller: Caller;
  readonly headers: IncomingHttpHeaders;
  /** Since the first byte of the request. Milliseconds. */
  readonly elapsedMs: number;
  readonly isConnected: () => boolean;
  /** Registers what is to be done when the answer is out. */
  readonly onEnd: (cleanUp: () => void) => void;
}

export interface GraphqlServerOptions<Context extends BaseContext> {
  /** Its Apollo Server must have been started. */
  readonly execution: Execution<Context>;
  readonly authenticator: Authenticator;
  readonly limits: HttpLimits;
  readonly logger: FastifyBaseLogger;
  readonly telemetry: Telemetry;
  readonly toContext: (request: AuthenticatedRequest) => Context;
}

const GRAPHQL_PATH = "/graphql";

/** Under which a request carries who asks, once the authenticator knows. */
const CALLER = "caller";

/** Gives the server of `/graphql`, not yet listening. */
export function createGraphqlServer<Context extends BaseContext>(
  options: GraphqlServerOptions<Context>,
): FastifyInstance {
  const { execution, authenticator, limits, toContext } = options;
  const server = createHttpServer(options).decorateRequest(CALLER, null);
  const toOperationContext = (request: FastifyRequest, reply: FastifyReply): Context => {
    const caller = request.getDecorator<Caller | null>(CALLER);
    if (!caller) throw new Error("a request got past the authenticator without a caller");
    return toContext({
      caller,
      headers: request.headers,
      elapsedMs: reply.elapsedTime,
      isConnected: () => !request.raw.socket.destroyed,
      onEnd: (cleanUp) => reply.raw.once("finish", cleanUp),
    });
  };

  server.route({
    method: ["GET", "POST"],
    url: GRAPHQL_PATH,
    // Before the body is read: a stranger's bytes are not worth parsing.
    onRequest: (request, reply, done) => {
      const enter = (admission: AuthResult) => {
        if (admission instanceof Unauthorized) {
          sendUnauthorized(request, reply, admission);
        } else {
          request.setDecorator(CALLER, admission);
          done();
        }
      };
      const admission = authenticator.admit(request.raw);
      if (admission instanceof Promise) admission.then(enter, done);
      else enter(admission);
    },
    handler: plainHandler({
      execution,
      toContext: toOperationContext,
      otherwise: graphqlHandler(execution.apollo, toOperationContext, limits.jsonDepth),
    }),
  });
  return server;
}

function sendUnauthorized(
  request: FastifyRequest,
  reply: FastifyReply,
  { message, challenge }: Unauthorized,
): void {
  const headers = { "www-authenticate": challenge };
  sendError(request, reply, { status: 401, message, code: "UNAUTHENTICATED", headers });
}

/** Fastify with every bound set, and every answer under the same headers. */
function createHttpServer({
  limits,
  logger,
  telemetry,
}: Pick<GraphqlServerOptions<BaseContext>, "limits" | "logger" | "telemetry">): FastifyInstance {
  const headers = securityHeaders();
  const server = Fastify({
    loggerInstance: logger,
    schemaController: NO_SCHEMAS,
    logController: new LogController({ disableRequestLogging: true }),
    // No request logs by itself, so none needs a logger of its own.
    childLoggerFactory: (parent) => parent,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    exposeHeadRoutes: false,
    // What still arrives while the server closes was sent in good faith.
    return503OnClosing: false,
    // Paths that cannot be decoded reach no hook and no handler.
    frameworkErrors: (_, request, reply) => {
      void sendError(request, reply, { ...UNREADABLE, headers });
    },
    clientErrorHandler: answerBrokenRequest(headers, limits),
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: 2_000,
      // Node's own refusal has no body, and none of the headers.
      requireHostHeader: false,
    },
  }) as unknown as FastifyInstance;
  server.addHook("onRequest", microBatch);
  server.addHook("onRequest", (request, reply, done) => {
    reply.headers(headers);
    if (lacksHost(request.raw)) sendError(request, reply, NO_HOST);
    else done();
  });
  server.server.on("checkExpectation", answerExpectation(headers));
  readJsonBodies(server, limits.jsonDepth);
  answerErrors(server, GRAPHQL_PATH, limits, telemetry);
  return server;
}

/** HTTP/1.1 demands a host, HTTP/1.0 does not know it. */
function lacksHost({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersion === "1.1";
}
