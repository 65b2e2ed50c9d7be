import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";

/** A turn of the event loop that takes longer than this makes every answer late. Milliseconds. */
const LONGEST_TURN = 1_000;

/**
 * Gives a question to ask: whether the process, of which the server is a part, has more to do than it can.
 *
 * The server itself lets requests through all the same: a typed answer with HTTP 200 passes every gateway, while
 * a 503 makes some of them send a mutation again.
 */
export async function watchOverload(server: FastifyInstance): Promise<() => boolean> {
  await server.register(underPressure, {
    maxEventLoopDelay: LONGEST_TURN,
    pressureHandler: () => undefined,
  });
  return () => server.isUnderPressure();
}
