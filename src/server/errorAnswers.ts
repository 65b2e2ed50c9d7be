import type { FastifyError, FastifyInstance } from "fastify";
import { randomUUID } from "node:crypto";

import { statusOfFault } from "../graphql/mediaType.js";
import { sendError, type ErrorAnswer } from "./answer.js";
import { BodyFaultError, MalformedBodyError } from "./jsonBody.js";

/** Makes the server answer what GraphQL never sees: foreign paths and methods, unreadable bodies, failures. */
export function answerErrors(server: FastifyInstance, graphqlPath: string): void {
  server.setNotFoundHandler((request, reply) => {
    const answer = request.url.split("?", 1)[0] === graphqlPath ? WRONG_METHOD : notFound(graphqlPath);
    return sendError(request, reply, answer);
  });
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const answer = explain(error, request.headers.accept);
    if (answer) return sendError(request, reply, answer);

    const incidentId = randomUUID();
    request.log.error({ incidentId, err: error }, "an error that no client may see");
    const message = `Something went wrong here, not in your request. Quote the incident ${incidentId}.`;
    return sendError(request, reply, { status: 500, message, code: "INTERNAL_SERVER_ERROR" });
  });
}

const WRONG_METHOD: ErrorAnswer = {
  status: 405,
  message: "GraphQL is asked by POST, and queries by GET as well.",
  code: "METHOD_NOT_ALLOWED",
  headers: { allow: "GET, POST" },
};

function notFound(graphqlPath: string): ErrorAnswer {
  return { status: 404, message: `Nothing is here. GraphQL is at ${graphqlPath}.`, code: "NOT_FOUND" };
}

/** Fastify's errors by code, in words of ours: its own may quote the request. */
const EXPLANATIONS: ReadonlyMap<string, Omit<ErrorAnswer, "headers">> = new Map([
  [
    "FST_ERR_CTP_BODY_TOO_LARGE",
    { status: 413, message: "The body is longer than this server reads.", code: "PAYLOAD_TOO_LARGE" },
  ],
  [
    "FST_ERR_CTP_INVALID_MEDIA_TYPE",
    { status: 415, message: "Send the body as application/json.", code: "UNSUPPORTED_MEDIA_TYPE" },
  ],
]);

function explain(error: FastifyError, accept: string | undefined): ErrorAnswer | undefined {
  const { message } = error;
  if (error instanceof BodyFaultError)
    return { status: statusOfFault(accept), message, code: "BAD_USER_INPUT" };
  if (error instanceof MalformedBodyError) return { status: 400, message, code: "BAD_REQUEST" };
  const known = EXPLANATIONS.get(error.code);
  if (known) return known;
  const { statusCode = 500 } = error;
  return statusCode < 500
    ? { status: statusCode, message: "The request is not valid HTTP for this server.", code: "BAD_REQUEST" }
    : undefined;
}
