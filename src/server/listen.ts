import type { FastifyInstance } from "fastify";

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
