import type { FastifyInstance } from "fastify";

/**
 * Whether this process takes requests: what `/readyz` says.
 *
 * It is about this process alone. EnOS in trouble does not count: answering that EnOS is unavailable is work,
 * and a service that is emptied of all its replicas cannot do it.
 */
export class Readiness {
  #reason: string | undefined = "starting";

  get ready(): boolean {
    return this.#reason === undefined;
  }

  /** Why the process is not ready; undefined when it is. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Says that the process is ready: it listens, and does not end. */
  set(): void {
    this.#reason = undefined;
  }

  /** Says that the process is not ready, and why. */
  clear(reason: string): void {
    this.#reason = reason;
  }
}

/**
 * Makes a server that is no longer ready ask its clients to leave: each answer ends its connection, so that
 * none of them is in use when the server stops listening.
 */
export function closeConnectionsWhenDraining(server: FastifyInstance, isDraining: () => boolean): void {
  server.addHook("onSend", (_request, reply, payload, done) => {
    if (isDraining()) void reply.header("connection", "close");
    done(null, payload);
  });
}
