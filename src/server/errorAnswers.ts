import type { FastifyError, FastifyInstance } from "fastify";
import { randomUUID } from "node:crypto";

import type { ErrorLog } from "../graphql/formatError.js";
import { statusOfFault } from "../graphql/mediaType.js";
import { sendError, type ErrorAnswer } from "./answer.js";
import type { HttpLimits } from "./httpLimits.js";
import { BodyFaultError, MalformedBodyError } from "./jsonBody.js";

/** Makes the server answer what GraphQL never sees: foreign paths and methods, unreadable bodies, failures. */
export function answerErrors(
  server: FastifyInstance,
  graphqlPath: string,
  limits: HttpLimits,
  logError: ErrorLog,
): void {
  server.setNotFoundHandler((request, reply) => {
    const answer = request.url.split("?", 1)[0] === graphqlPath ? WRONG_METHOD : notFound(graphqlPath);
    return sendError(request, reply, answer);
  });
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const answer = explain(error, request.headers.accept, limits);
    if (answer) return sendError(request, reply, answer);

    const incidentId = randomUUID();
    logError({ incidentId, error });
    const message = `Something went wrong here, not in your request. Quote the incident ${incidentId}.`;
    return sendError(request, reply, { status: 500, message, code: "INTERNAL_SERVER_ERROR", incidentId });
  });
}

/** What is wrong with a request that has no better explanation. */
export const UNREADABLE: ErrorAnswer = {
  status: 400,
  message: "The request cannot be read.",
  code: "BAD_REQUEST",
};

/** What a request of HTTP/1.1 without its one obligatory header is told. */
export const NO_HOST: ErrorAnswer = {
  status: 400,
  message: "The header host is missing: HTTP/1.1 demands it.",
  code: "BAD_REQUEST",
  headers: { connection: "close" },
};

const WRONG_METHOD: ErrorAnswer = {
  status: 405,
  message: "GraphQL is asked by POST, and queries by GET as well.",
  code: "METHOD_NOT_ALLOWED",
  headers: { allow: "GET, POST" },
};

function notFound(graphqlPath: string): ErrorAnswer {
  return { status: 404, message: `Nothing is here. GraphQL is at ${graphqlPath}.`, code: "NOT_FOUND" };
}

function explain(
  error: FastifyError,
  accept: string | undefined,
  limits: HttpLimits,
): ErrorAnswer | undefined {
  const { message } = error;
  if (error instanceof BodyFaultError)
    return { status: statusOfFault(accept), message, code: "BAD_USER_INPUT" };
  if (error instanceof MalformedBodyError) return { status: 400, message, code: "BAD_REQUEST" };
  // Fastify's own words may quote the request.
  const { statusCode: status = 500 } = error;
  if (status === 413) {
    const longest = `The body is too long: at most ${limits.bodyBytes} bytes are allowed.`;
    return { status, message: longest, code: "PAYLOAD_TOO_LARGE" };
  }
  if (status === 415)
    return { status, message: "Send the body as application/json.", code: "UNSUPPORTED_MEDIA_TYPE" };
  return status < 500 ? { ...UNREADABLE, status } : undefined;
}
