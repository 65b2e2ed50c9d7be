import { randomUUID } from "node:crypto";

import Fastify, { type FastifyInstance, type FastifyReply } from "fastify";

import type { Telemetry } from "../runtime/telemetry.js";
import { VERSION } from "../runtime/version.js";
import type { HostCheck } from "./hosts.js";
import { NO_SCHEMAS, SECURITY_HEADERS } from "./httpServer.js";
import type { Readiness } from "./readiness.js";

/** Something that can be scraped by Prometheus. */
export interface Scrape {
  readonly contentType: string;
  metrics(): Promise<string>;
}

export interface AdminServerOptions {
  readonly readiness: Readiness;
  readonly scrape: Scrape;
  readonly telemetry: Pick<Telemetry, "incident">;
  /** Undefined answers under every host name. */
  readonly checkHost: HostCheck | undefined;
}

/** Time limit for a request, and for its header, to arrive. Milliseconds. */
const MAX_ARRIVAL_MS = 10_000;

const UNREADABLE = "The request cannot be read.\n";

/**
 * Returns the server of the probes and the metrics, not yet listening.
 *
 * It has a port of its own, so that clients of `/graphql` cannot reach it.
 */
export function createAdminServer(options: AdminServerOptions): FastifyInstance {
  const { readiness, scrape, telemetry, checkHost } = options;
  const server = Fastify({
    logger: false,
    schemaController: NO_SCHEMAS,
    requestTimeout: MAX_ARRIVAL_MS,
    // Paths that cannot be decoded reach no hook and no handler.
    frameworkErrors: (_error, _request, reply: FastifyReply) => {
      void reply.code(400).headers(SECURITY_HEADERS).type("text/plain").send(UNREADABLE);
    },
    http: { headersTimeout: MAX_ARRIVAL_MS },
  }) as unknown as FastifyInstance;

  server.addHook("onRequest", (request, reply, done) => {
    void reply.headers(SECURITY_HEADERS).type("text/plain");
    const refusal = checkHost?.(request.headers);
    if (refusal) void reply.code(refusal.status ?? 400).send(`${refusal.message}\n`);
    else done();
  });
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send("Here are /livez, /readyz, /metrics and /version, by GET.\n"),
  );
  server.setErrorHandler<{ readonly statusCode?: number }>((error, _request, reply) => {
    if ((error.statusCode ?? 500) < 500) return reply.code(400).send(UNREADABLE);
    const incidentId = randomUUID();
    telemetry.incident({ incidentId, error });
    return reply
      .code(500)
      .send(`Something went wrong here. Look for the incident ${incidentId} in the log.\n`);
  });

  server.get("/livez", (_request, reply) => reply.send("alive\n"));

  server.get("/readyz", (_request, reply) => {
    const { reason } = readiness;
    return reason === undefined ? reply.send("ready\n") : reply.code(503).send(`not ready: ${reason}\n`);
  });

  server.get("/version", (_request, reply) => reply.send(`${VERSION}\n`));

  server.get("/metrics", async (_request, reply) =>
    reply.type(scrape.contentType).send(await scrape.metrics()),
  );
  return server;
}
