import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";

/**
 * Whether this process takes requests: what `/readyz` says.
 *
 * It is about this process alone. EnOS in trouble does not count: answering that EnOS is unavailable is work,
 * and a service that is emptied of all its replicas cannot do it.
 */
export class Readiness {
  /** True from the moment the server listens until it begins to drain. */
  ready = false;
}

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

/** A server could not listen; the message names the variable to change. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

export interface Address {
  readonly host: string;
  readonly port: number;
  /** The environment variable that says the port. */
  readonly variable: string;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: "is taken. End what listens there, or set another",
  EACCES: "is not open to this user. Set one above 1023",
  EADDRNOTAVAIL: "cannot be opened, because HOST is no address of this machine. Correct HOST",
};

/**
 * Gives the server's own URL once it listens.
 *
 * @throws ListenError when it cannot.
 */
export async function listen(server: FastifyInstance, { host, port, variable }: Address): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ""];
    if (reason === undefined) throw error;
    throw new ListenError(`${variable}: port ${port} on ${host} ${reason}.`, { cause: error });
  }
}

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
