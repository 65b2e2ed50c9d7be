import type { IncomingMessage } from "node:http";

import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
} from "fastify";

import { microBatch } from "../runtime/microBatch.js";
import type { Telemetry } from "../runtime/telemetry.js";
import { countHeader } from "./auth/routerSecret.js";
import { answerBrokenRequests, answerExpectation } from "./brokenRequests.js";
import { answerErrors, notFound, UNREADABLE, type ErrorAnswer, type SendError } from "./errorResponses.js";
import type { HostCheck } from "./hosts.js";
import { readJsonBodies } from "./requestBody.js";
import { boundUnreadAnswers, type UnreadLimits } from "./unreadAnswers.js";

/** Limits of one request in bytes and time. */
export interface HttpLimits extends UnreadLimits {
  /** Largest body, before and after decompression. Bytes. */
  readonly bodyBytes: number;
  /** Largest header, its first line included. Bytes. */
  readonly headerBytes: number;
  /** Largest depth of objects and lists in a body. */
  readonly jsonDepth: number;
  /** Most comments of a document. */
  readonly comments: number;
  /** Time limit for the header to arrive. Milliseconds. */
  readonly headersMs: number;
  /** Time limit for the whole request to arrive. Milliseconds. */
  readonly requestMs: number;
  /** How long an idle connection stays open. Milliseconds. */
  readonly keepAliveMs: number;
}

/**
 * Tells Fastify that no route has a JSON schema: loading the schema compiler took 54 ms of each start.
 */
export const NO_SCHEMAS: NonNullable<FastifyServerOptions["schemaController"]> = {
  compilersFactory: { buildValidator: () => rejectSchema, buildSerializer: () => rejectSchema },
};

function rejectSchema(): never {
  throw new Error("a route has a JSON schema: take schemaController: NO_SCHEMAS from its server");
}

/**
 * Sent with every answer: browsers must not render it as a page, and caches must not keep it. A route that serves pages replaces
 * `content-security-policy` with its own.
 *
 * @see OWASP HTTP Headers Cheat Sheet
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none';frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

export interface HttpServerOptions {
  readonly limits: HttpLimits;
  readonly logger: FastifyBaseLogger;
  readonly telemetry: Telemetry;
  readonly sendError: SendError;
  /** Undefined answers under every host name. */
  readonly checkHost: HostCheck | undefined;
  /** Path of the GraphQL endpoint: answers to requests for other paths name it. */
  readonly graphqlPath: string;
}

/** Returns a server with all limits set, and the same headers on every answer. It is not listening yet. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { limits, logger, telemetry, sendError, graphqlPath, checkHost } = options;
  const headers = SECURITY_HEADERS;
  const server = Fastify({
    loggerInstance: logger,
    schemaController: NO_SCHEMAS,
    logController: new LogController({ disableRequestLogging: true }),
    // Requests do not log, so they share the server's logger.
    childLoggerFactory: (parent) => parent,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    exposeHeadRoutes: false,
    // A request that arrives while the server closes was sent before the client could know of it.
    return503OnClosing: false,
    // Paths that cannot be decoded reach no hook and no handler.
    frameworkErrors: (_error, request, reply) => {
      void sendError(request, reply, { ...UNREADABLE, headers });
    },
    clientErrorHandler: answerBrokenRequests({ headers, limits, telemetry }),
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: 2_000,
      // Node's own refusal has no body, and lacks the headers of all other answers.
      requireHostHeader: false,
    },
  }) as unknown as FastifyInstance;
  server.addHook("onRequest", microBatch);
  server.addHook("onRequest", (request, reply, done) => {
    reply.headers(headers);
    const refusal =
      findHostFault(request.raw) ??
      checkHost?.(request.headers) ??
      // Before the body is read: it would not be used.
      (request.is404 ? notFound(request.url, graphqlPath) : undefined);
    if (refusal) sendError(request, reply, refusal);
    else done();
  });
  server.setNotFoundHandler((request, reply) =>
    sendError(request, reply, notFound(request.url, graphqlPath)),
  );
  server.server.on("checkExpectation", answerExpectation({ headers, telemetry }));
  boundUnreadAnswers(server, limits);
  readJsonBodies(server, limits);
  answerErrors(server, limits.bodyBytes, telemetry, sendError);
  return server;
}

/** HTTP/1.1 demands one host, HTTP/1.0 does not know it. */
function findHostFault({ headers, httpVersion, rawHeaders }: IncomingMessage): ErrorAnswer | undefined {
  if (headers.host === undefined) {
    const message = "The header host is missing: HTTP/1.1 demands it.";
    return httpVersion === "1.1" ? hostFault(message) : undefined;
  }
  return countHeader(rawHeaders, "host") > 1 ? hostFault("The header host may come only once.") : undefined;
}

function hostFault(message: string): ErrorAnswer {
  return { status: 400, message, code: "BAD_REQUEST", headers: { connection: "close" } };
}
