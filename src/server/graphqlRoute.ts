import { type BaseContext, HeaderMap } from "@apollo/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { IncomingHttpHeaders } from "node:http";

import type { Execution } from "../graphql/apolloServer.js";
import { type MediaType, negotiateMediaType } from "../graphql/mediaType.js";
import type { OperationRequest } from "../graphql/operationCache.js";
import { isJsonObject } from "../scalars/json.js";
import { toAnswerJson } from "./answerJson.js";
import { HttpError } from "./errorResponses.js";
import type { HttpLimits } from "./httpServer.js";
import { requireSoundParameters } from "./requestBody.js";

export interface GraphqlRouteOptions<Context extends BaseContext> {
  readonly execution: Execution<Context>;
  readonly toContext: (request: FastifyRequest, reply: FastifyReply) => Context;
  /** Frees what a context holds, once its operation has been executed. */
  readonly release: (context: Context) => void;
  /** The limits of the parameters of a URL. */
  readonly limits: Pick<HttpLimits, "jsonDepth" | "comments">;
}

/**
 * Returns the handler of `/graphql`: the operation cache answers the operations that it holds, Apollo Server all
 * others. The media type of the answer is decided before anything is executed.
 */
export function graphqlHandler<Context extends BaseContext>({
  execution: { apollo, operationCache },
  toContext,
  release,
  limits,
}: GraphqlRouteOptions<Context>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const mediaType = requireMediaType(request.headers.accept);
    const sent = operationCache && readOperation(request);
    const operation = sent && operationCache.find(sent);
    // `new URL` is not used: it would need the host header, and throw if that is malformed.
    const search = request.url.slice(request.url.indexOf("?") + 1 || request.url.length);
    if (!operation) requireSoundParameters(search, limits);
    let context: Context | undefined;
    try {
      if (operation) {
        context = toContext(request, reply);
        const answer = await operation.execute(context);
        void reply.header("content-type", `${mediaType}; charset=utf-8`).send(toAnswerJson(answer));
        // Of the requests that go on together after a `microBatch` all are answered before the first one is reported.
        await Promise.resolve();
        operation.report(context, answer);
        return;
      }
      const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method,
          headers: toHeaderMap(request.headers, mediaType),
          search,
          body: request.body,
        },
        // Requests that Apollo Server refuses as HTTP requests need none.
        context: () => Promise.resolve((context = toContext(request, reply))),
      });
      // No field of the schema is delivered in parts.
      if (body.kind !== "complete") throw new Error("an incremental answer");
      reply.code(status ?? 200);
      for (const [name, value] of headers) reply.header(name, value);
      return void reply.send(body.string);
    } finally {
      if (context) release(context);
    }
  };
}

/** @throws HttpError 406 when a client accepts no type that an answer can have. */
function requireMediaType(accept: string | undefined): MediaType {
  const mediaType = negotiateMediaType(accept);
  if (mediaType) return mediaType;
  throw new HttpError({
    status: 406,
    message:
      "Nothing was done. The answer is application/json or application/graphql-response+json: accept one of them.",
    code: "NOT_ACCEPTABLE",
  });
}

/** The header by which a router asks for a trace in the answer. Apollo Server adds it to HTTP requests only. */
const TRACE = "apollo-federation-include-trace";

/**
 * Returns the operation of a usual router request: posted as JSON, without extensions and
 * without a trace. Undefined for all other requests, which Apollo Server handles.
 */
function readOperation({ method, headers, body }: FastifyRequest): OperationRequest | undefined {
  if (method !== "POST" || TRACE in headers || !isJsonObject(body)) return;
  const { query, variables, operationName, extensions } = body;
  if (typeof query !== "string" || query === "" || extensions !== undefined) return;
  if (variables != null && !isJsonObject(variables)) return;
  if (operationName != null && typeof operationName !== "string") return;
  return { query, ...(variables && { variables }), ...(operationName != null && { operationName }) };
}

/** Returns the headers for Apollo Server, with the chosen media type as the only accepted one, so that it does not refuse the request. */
function toHeaderMap(headers: IncomingHttpHeaders, accept: MediaType): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return map.set("accept", accept);
}
