import { randomUUID } from "node:crypto";

import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { preferredMediaType, statusOfFault } from "../graphql/mediaType.js";
import type { Telemetry } from "../runtime/telemetry.js";

/** The error of an answer that is given without GraphQL. */
export interface ErrorAnswer {
  /** Undefined for a fault of a GraphQL request: the media type of the answer decides. */
  readonly status: number | undefined;
  readonly message: string;
  readonly code: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** More members of `extensions`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Ends a request with an error answer; the message is for the client. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(readonly answer: ErrorAnswer) {
    super(answer.message);
  }
}

/** Sends an error in the format of GraphQL. */
export type SendError = (
  request: Pick<FastifyRequest, "headers">,
  reply: FastifyReply,
  answer: ErrorAnswer,
) => FastifyReply;

/** Returns a function that answers requests that are refused before GraphQL, and reports them. */
export function createSendError(telemetry: Pick<Telemetry, "requestRefused">): SendError {
  return ({ headers: { accept } }, reply, answer) => {
    const { status = statusOfFault(accept), message, code, headers = {}, extensions } = answer;
    if (status < 500 || status === 503) telemetry.requestRefused(status, code);
    return reply
      .code(status)
      .headers(headers)
      .type(`${preferredMediaType(accept)}; charset=utf-8`)
      .send(toErrorBody({ message, code, extensions }));
  };
}

/** Returns the body of an answer that has only an error. */
export function toErrorBody({
  message,
  code,
  extensions,
}: Pick<ErrorAnswer, "message" | "code"> & {
  readonly extensions?: ErrorAnswer["extensions"] | undefined;
}): string {
  return JSON.stringify({ errors: [{ message, extensions: { code, ...extensions } }] });
}

/** The answer to a faulty request when the kind of fault is not known. */
export const UNREADABLE: ErrorAnswer = {
  status: 400,
  message: "The request cannot be read.",
  code: "BAD_REQUEST",
};

const WRONG_METHOD: ErrorAnswer = {
  status: 405,
  message: "Send GraphQL requests by POST; queries may use GET, too.",
  code: "METHOD_NOT_ALLOWED",
  headers: { allow: "GET, POST" },
};

/** Returns the answer to a request for which there is no route. */
export function notFound(url: string, graphqlPath: string): ErrorAnswer {
  if (url.split("?", 1)[0] === graphqlPath) return WRONG_METHOD;
  return { status: 404, message: `Nothing is here. GraphQL is at ${graphqlPath}.`, code: "NOT_FOUND" };
}

/** Makes the server answer errors: faults of requests with their own answers, all other errors as incidents. */
export function answerErrors(
  server: FastifyInstance,
  bodyBytes: number,
  telemetry: Pick<Telemetry, "incident">,
  sendError: SendError,
): void {
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const answer = error instanceof HttpError ? error.answer : toAnswer(error, bodyBytes);
    if (answer) return sendError(request, reply, answer);

    const incidentId = randomUUID();
    telemetry.incident({ incidentId, error });
    return sendError(request, reply, {
      status: 500,
      message: `Something went wrong here, not in your request. Quote the incident ${incidentId}.`,
      code: "INTERNAL_SERVER_ERROR",
      extensions: { incidentId },
    });
  });
}

/** Returns the answer to a fault that Fastify found. Fastify's own message may quote the request. */
function toAnswer({ statusCode = 500 }: FastifyError, bodyBytes: number): ErrorAnswer | undefined {
  if (statusCode === 413) return bodyTooLarge(bodyBytes);
  if (statusCode === 415) {
    const message = "Send the body as application/json.";
    return { status: 415, message, code: "UNSUPPORTED_MEDIA_TYPE" };
  }
  return statusCode < 500 ? { ...UNREADABLE, status: statusCode } : undefined;
}

export function bodyTooLarge(bodyBytes: number): ErrorAnswer {
  return {
    status: 413,
    message: `The body is too large: at most ${bodyBytes} bytes are allowed, after decompression too. Send it in parts.`,
    code: "PAYLOAD_TOO_LARGE",
  };
}
