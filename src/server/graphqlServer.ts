import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

import type { BaseContext } from "@apollo/server";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";

import { endOfTurn } from "../endOfTurn.js";
import type { Execution } from "../graphql/apollo.js";
import type { Caller } from "../graphql/caller.js";
import type { ErrorLog } from "../graphql/formatError.js";
import { sendError } from "./answer.js";
import { answerBrokenRequest, answerExpectation } from "./brokenRequest.js";
import { answerErrors, NO_HOST, UNREADABLE } from "./errorAnswers.js";
import { graphqlHandler } from "./graphqlHandler.js";
import { Denial, type Admission, type Guard } from "./guard.js";
import type { HttpLimits } from "./httpLimits.js";
import { readJsonBodies } from "./jsonBody.js";
import { NO_SCHEMAS } from "./noSchemas.js";
import { plainHandler } from "./plainHandler.js";
import { securityHeaders } from "./securityHeaders.js";

/** A request that was let in, as whoever answers it needs to know it. */
export interface Admitted {
  readonly caller: Caller;
  readonly headers: IncomingHttpHeaders;
  /** Since the first byte of the request. Milliseconds. */
  readonly elapsedMs: number;
  readonly hasHungUp: () => boolean;
  /** Registers what is to be done when the answer is out. */
  readonly onEnd: (cleanUp: () => void) => void;
}

export interface GraphqlServerOptions<Context extends BaseContext> {
  /** Its Apollo Server must have been started. */
  readonly execution: Execution<Context>;
  readonly guard: Guard;
  readonly limits: HttpLimits;
  readonly logger: FastifyBaseLogger;
  readonly logError: ErrorLog;
  readonly toContext: (request: Admitted) => Context;
}

const GRAPHQL_PATH = "/graphql";

/** Under which a request carries who asks, once the guard knows. */
const CALLER = "caller";

/** Gives the server of `/graphql`, not yet listening. */
export function createGraphqlServer<Context extends BaseContext>(
  options: GraphqlServerOptions<Context>,
): FastifyInstance {
  const { execution, guard, limits, toContext } = options;
  const server = createHttpServer(options).decorateRequest(CALLER, null);
  const toOperationContext = (request: FastifyRequest, reply: FastifyReply): Context => {
    const caller = request.getDecorator<Caller | null>(CALLER);
    if (!caller) throw new Error("a request got past the guard without a caller");
    return toContext({
      caller,
      headers: request.headers,
      elapsedMs: reply.elapsedTime,
      hasHungUp: () => request.raw.socket.destroyed,
      onEnd: (cleanUp) => reply.raw.once("finish", cleanUp),
    });
  };

  server.route({
    method: ["GET", "POST"],
    url: GRAPHQL_PATH,
    // Before the body is read: a stranger's bytes are not worth parsing.
    onRequest: (request, reply, done) => {
      const enter = (admission: Admission) => {
        if (admission instanceof Denial) {
          sendDenial(request, reply, admission);
        } else {
          request.setDecorator(CALLER, admission);
          done();
        }
      };
      const admission = guard.admit(request.raw);
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

function sendDenial(request: FastifyRequest, reply: FastifyReply, { message, challenge }: Denial): void {
  const headers = { "www-authenticate": challenge };
  sendError(request, reply, { status: 401, message, code: "UNAUTHENTICATED", headers });
}

/** Fastify with every bound set, and every answer under the same headers. */
function createHttpServer({
  limits,
  logger,
  logError,
}: Pick<GraphqlServerOptions<BaseContext>, "limits" | "logger" | "logError">): FastifyInstance {
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
  server.addHook("onRequest", endOfTurn);
  server.addHook("onRequest", (request, reply, done) => {
    reply.headers(headers);
    if (lacksHost(request.raw)) sendError(request, reply, NO_HOST);
    else done();
  });
  server.server.on("checkExpectation", answerExpectation(headers));
  readJsonBodies(server, limits.jsonDepth);
  answerErrors(server, GRAPHQL_PATH, limits, logError);
  return server;
}

/** HTTP/1.1 demands a host, HTTP/1.0 does not know it. */
function lacksHost({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersion === "1.1";
}
