import { randomUUID } from "node:crypto";

import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";

import type { Telemetry } from "../runtime/telemetry.js";
import { NO_SCHEMAS } from "./httpServer.js";
import type { Readiness } from "./lifecycle.js";
import { securityHeaders } from "./httpServer.js";

/** Something that can be scraped by Prometheus. */
export interface Scrape {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/** For a request, and for its header, to arrive. Milliseconds. */
const LONGEST_ARRIVAL = 10_000;

const UNREADABLE = "The request cannot be read.\n";

/**
 * Gives the server of the probes and the metrics, not yet listening.
 *
 * It has a port of its own, so that nothing which reaches `/graphql` from outside reaches it.
 */
export function createAdminServer(
  readiness: Readiness,
  scrape: Scrape,
  telemetry: Telemetry,
): FastifyInstance {
  const headers = securityHeaders();
  const server = Fastify({
    logger: false,
    schemaController: NO_SCHEMAS,
    requestTimeout: LONGEST_ARRIVAL,
    // Paths that cannot be decoded reach no hook and no handler.
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      void reply.code(400).headers(headers).type("text/plain").send(UNREADABLE);
    },
    http: { headersTimeout: LONGEST_ARRIVAL },
  }) as unknown as FastifyInstance;

  server.addHook("onRequest", (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).type("text/plain").send("Here are /livez, /readyz and /metrics, by GET.\n"),
  );
  server.setErrorHandler<{ readonly statusCode?: number }>((error, _request, reply) => {
    if ((error.statusCode ?? 500) < 500) return reply.code(400).type("text/plain").send(UNREADABLE);
    const incidentId = randomUUID();
    telemetry.incident({ incidentId, error });
    return reply
      .code(500)
      .type("text/plain")
      .send(`Something went wrong here. Look for the incident ${incidentId} in the log.\n`);
  });

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
