import type { FastifyReply, FastifyRequest } from "fastify";

import { preferredMediaType } from "../graphql/mediaType.js";

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
