import { type ApolloServer, type BaseContext, HeaderMap } from "@apollo/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { IncomingHttpHeaders } from "node:http";

import type { Execution } from "../graphql/apolloServer.js";
import type { OperationRequest } from "../graphql/operationCache.js";
import { toJsonBytes } from "./jsonBytes.js";
import { requireSoundParameters } from "./requestBody.js";

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

export interface PlainHandlerOptions<Context extends BaseContext> {
  readonly execution: Execution<Context>;
  readonly toContext: (request: FastifyRequest, reply: FastifyReply) => Context;
  /** Answers the requests that are not plain. */
  readonly otherwise: Handler;
}

/**
 * Gives a handler that answers plain operations without Apollo Server's HTTP layer, which negotiates and checks
 * anew what is the same in every request of a router: those that it has let through before without asking it, the
 * others by asking for no more than their execution.
 */
export function plainHandler<Context extends BaseContext>({
  execution: { apollo, prepared },
  toContext,
  otherwise,
}: PlainHandlerOptions<Context>): Handler {
  return async (request, reply) => {
    const operation = readPlainOperation(request);
    if (!operation) return otherwise(request, reply);
    const contextValue = toContext(request, reply);
    const answer = await prepared.execute(operation, contextValue);
    if (answer) return send(reply, answer);

    const { http, body } = await apollo.executeOperation(operation, { contextValue });
    // Nothing of the schema is delivered in parts.
    if (body.kind !== "single") throw new Error("an incremental answer");
    const { errors, data, extensions } = body.singleResult;
    for (const [name, value] of http.headers) reply.header(name, value);
    return send(reply.code(http.status ?? 200), { errors, data, extensions });
  };
}

/** As bytes: Node would take a text through the socket's own encoder, which is slower where it is not ASCII. */
function send(reply: FastifyReply, answer: object): FastifyReply {
  return reply.header("content-type", "application/json; charset=utf-8").send(toJsonBytes(answer));
}

/** Lists without weights that begin with JSON: whatever else they name, JSON is the answer. */
const WANTS_JSON = /^application\/json(\s*,[^;]*)?$/;

/** By this a router asks for a trace beside the answer, which Apollo Server gives to HTTP requests only. */
const TRACE = "apollo-federation-include-trace";

/**
 * Gives the operation of a request that is like all others of a router: posted as JSON, to be answered as
 * JSON, without extensions and without a trace. Undefined when there is anything to it that needs a closer look.
 */
export function readPlainOperation({ method, headers, body }: FastifyRequest): OperationRequest | undefined {
  const { accept } = headers;
  if (method !== "POST" || TRACE in headers) return;
  if (!(accept === undefined || accept === "*/*" || WANTS_JSON.test(accept))) return;
  if (headers["content-type"]?.startsWith("application/json") !== true || !isObject(body)) return;
  const { query, variables, operationName, extensions } = body;
  if (typeof query !== "string" || query === "" || extensions !== undefined) return;
  if (variables != null && !isObject(variables)) return;
  if (operationName != null && typeof operationName !== "string") return;
  return { query, ...(variables && { variables }), ...(operationName != null && { operationName }) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

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
