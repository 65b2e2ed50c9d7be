import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

import type { Telemetry } from "../runtime/telemetry.js";
import { preferredMediaType, statusOfFault } from "../graphql/mediaType.js";
import type { HttpLimits } from "./httpServer.js";
import { BodyFaultError, MalformedBodyError } from "./requestBody.js";

/** Makes the server answer what GraphQL never sees: foreign paths and methods, unreadable bodies, failures. */
export function answerErrors(
  server: FastifyInstance,
  graphqlPath: string,
  limits: HttpLimits,
  telemetry: Telemetry,
): void {
  server.setNotFoundHandler((request, reply) => {
    const answer = request.url.split("?", 1)[0] === graphqlPath ? WRONG_METHOD : notFound(graphqlPath);
    return sendError(request, reply, answer);
  });
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const answer = resolveKeyConflict(error, request.headers.accept, limits);
    if (answer) return sendError(request, reply, answer);

    const incidentId = randomUUID();
    telemetry.incident({ incidentId, error });
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

function resolveKeyConflict(
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

/** What a client is told that is answered without GraphQL. */
export interface ErrorAnswer {
  readonly status: number;
  readonly message: string;
  readonly code: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Under which the log has the whole story. */
  readonly incidentId?: string;
}

/** Sends an error as GraphQL clients read it. */
export function sendError(
  request: Pick<FastifyRequest, "headers">,
  reply: FastifyReply,
  { status, message, code, headers = {}, incidentId }: ErrorAnswer,
): FastifyReply {
  return reply
    .code(status)
    .headers(headers)
    .type(`${preferredMediaType(request.headers.accept)}; charset=utf-8`)
    .send(JSON.stringify({ errors: [{ message, extensions: { code, incidentId } }] }));
}

/** Node's error for bytes that are no request. It carries those bytes: never log it. */
type ParseError = Error & { readonly code?: string };

const JSON_TYPE = "application/json; charset=utf-8";

/** Not Node's own list: a module that imports a value of `node:http` loads all of `fetch` with it, which takes 40 ms. */
const REASONS = { 400: "Bad Request", 408: "Request Timeout", 431: "Request Header Fields Too Large" };

interface AttemptResult {
  readonly status: keyof typeof REASONS;
  readonly message: string;
  readonly code: string;
}

/** Gives the handler of connections whose bytes never become a request: it answers once and hangs up. */
export function answerBrokenRequest(headers: Readonly<Record<string, string>>, limits: HttpLimits) {
  return (error: ParseError, socket: Socket): void => {
    if (error.code !== "ECONNRESET" && socket.writable && isNext(socket))
      socket.write(toHttp(judge(error, limits), headers));
    socket.destroy();
  };
}

/** Gives the handler of `expect` headers that ask for anything but a go-ahead. */
export function answerExpectation(headers: Readonly<Record<string, string>>) {
  return (_: unknown, response: ServerResponse): void => {
    response.writeHead(417, { ...headers, "content-type": JSON_TYPE, connection: "close" });
    response.end(toBody("The header expect may say 100-continue, and nothing else.", "EXPECTATION_FAILED"));
  };
}

/**
 * Whether what is written now would be read as the answer to the broken request. An earlier one on the same
 * connection that still waits would get it instead, and half an answer would be continued by it.
 *
 * @see Node's own handler, `socketOnError`, which asks the same field
 */
function isNext(socket: Socket): boolean {
  const { _httpMessage: pending } = socket as Socket & { readonly _httpMessage?: ServerResponse | null };
  return !pending || (!pending.headersSent && !pending.req.complete);
}

function judge({ code }: ParseError, { headersMs, requestMs, headerBytes }: HttpLimits): AttemptResult {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    const message = `The request came too slowly: its header may take ${headersMs} ms, all of it ${requestMs} ms.`;
    return { status: 408, message, code: "REQUEST_TIMEOUT" };
  }
  if (code === "HPE_HEADER_OVERFLOW") {
    const message = `The header is too long: at most ${headerBytes} bytes are allowed.`;
    return { status: 431, message, code: "HEADER_TOO_LARGE" };
  }
  return { status: 400, message: "The request is not valid HTTP/1.1.", code: "BAD_REQUEST" };
}

function toHttp({ status, message, code }: AttemptResult, headers: Readonly<Record<string, string>>): string {
  const body = toBody(message, code);
  const head = {
    ...headers,
    "content-type": JSON_TYPE,
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${REASONS[status]}\r\n${lines.join("")}\r\n${body}`;
}

function toBody(message: string, code: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}
