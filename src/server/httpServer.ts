import type { FastifyServerOptions } from "fastify";
import helmet from "helmet";
import type { IncomingMessage, ServerResponse } from "node:http";

/** How much of a connection's bytes and time one request may take. */
export interface HttpLimits {
  /** Longest body. Bytes. */
  readonly bodyBytes: number;
  /** Longest header, its first line included. Bytes. */
  readonly headerBytes: number;
  /** Objects and lists within one another in a body. */
  readonly jsonDepth: number;
  /** For the header to arrive. Milliseconds. */
  readonly headersMs: number;
  /** For all of the request to arrive. Milliseconds. */
  readonly requestMs: number;
}

/**
 * Tells Fastify that no route has a JSON schema: to load what compiles them took 54 ms of each start.
 */
export const NO_SCHEMAS: NonNullable<FastifyServerOptions["schemaController"]> = {
  compilersFactory: { buildValidator: () => refuse, buildSerializer: () => refuse },
};

function refuse(): never {
  throw new Error("a route has a JSON schema: take schemaController: NO_SCHEMAS from its server");
}

/**
 * Gives helmet's headers for a server of JSON, and the one that keeps credentials out of caches.
 *
 * Helmet computes the same values for every response; they are taken from it once. A route that serves pages
 * replaces `content-security-policy` by its own.
 */
export function securityHeaders(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { "cache-control": "no-store" };
  const response: object = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  const request: object = {};
  const apply = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
  apply(request as IncomingMessage, response as ServerResponse, () => undefined);
  return Object.freeze(headers);
}
