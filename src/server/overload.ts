import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";

/** A turn of the event loop that takes longer than this makes every answer late. Milliseconds. */
const MAX_EVENT_LOOP_DELAY_MS = 1_000;

/**
 * Returns a function that tells whether the process, of which the server is a part, has more to do than it can.
 *
 * The server itself takes requests all the same: a typed answer with HTTP 200 passes every gateway, while a 503 makes
 * some of them send a mutation again.
 */
export async function watchOverload(server: FastifyInstance): Promise<() => boolean> {
  await server.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    pressureHandler: () => undefined,
  });
  return () => server.isUnderPressure();
}
