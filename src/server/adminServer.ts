import Fastify, { type FastifyInstance } from "fastify";

import type { Readiness } from "./readiness.js";

/** Something that can be scraped by Prometheus. */
export interface Scrape {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/**
 * Gives the server of the probes and the metrics, not yet listening.
 *
 * It has a port of its own, so that nothing which reaches `/graphql` from outside reaches it.
 */
export function createAdminServer(readiness: Readiness, scrape: Scrape): FastifyInstance {
  const server = Fastify({ logger: false, http: { headersTimeout: 10_000 } }) as unknown as FastifyInstance;

  server.get("/livez", (_request, reply) => reply.type("text/plain").send("alive\n"));

  server.get("/readyz", (_request, reply) =>
    reply
      .code(readiness.ready ? 200 : 503)
      .type("text/plain")
      .send(readiness.ready ? "ready\n" : "not ready\n"),
  );

  server.get("/metrics", async (_request, reply) =>
    reply.type(scrape.contentType).send(await scrape.metrics()),
  );
  return server;
}
