import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";

/** A turn of the event loop that takes longer than this makes every answer late. Milliseconds. */
const MAX_EVENT_LOOP_DELAY_MS = 1_000;

/**
 * Returns a function that tells whether the server's process is overloaded.
 *
 * The server itself still accepts requests: a typed answer with HTTP 200 passes every gateway, while a 503 makes
 * some of them send a mutation again.
 */
export async function watchOverload(server: FastifyInstance): Promise<() => boolean> {
  await server.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    pressureHandler: () => undefined,
  });
  return () => server.isUnderPressure();
}
