import type { BaseContext } from "@apollo/server";
import type { FastifyReply, FastifyRequest } from "fastify";

import type { Execution } from "../graphql/apollo.js";
import { toJsonBytes } from "./jsonBytes.js";
import { readPlainOperation } from "./plainOperation.js";

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
