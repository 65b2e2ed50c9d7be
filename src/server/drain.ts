import type { FastifyInstance } from "fastify";

import type { Readiness } from "./readiness.js";

/**
 * Makes a server that is no longer ready ask its clients to leave: each answer ends its connection, so that
 * none of them is in use when the server stops listening.
 */
export function sendOffWhenNotReady(server: FastifyInstance, readiness: Readiness): void {
  server.addHook("onSend", (_request, reply, payload, done) => {
    if (!readiness.ready) void reply.header("connection", "close");
    done(null, payload);
  });
}
