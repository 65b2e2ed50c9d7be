import type { FastifyInstance } from "fastify";

/** A server could not listen; the message names the variable to change. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

export interface Address {
  readonly host: string;
  readonly port: number;
  /** The environment variables that hold the host and the port. */
  readonly variables: { readonly host: string; readonly port: string };
}

/** Returns the meaning and the remedy of an error code of the operating system. */
function toListenMessage(code: string | undefined, { host, port, variables }: Address): string | undefined {
  switch (code) {
    case "EADDRINUSE":
      return `${variables.port}: port ${port} on ${host} is taken. End what listens there, or set another.`;
    case "EACCES":
      return `${variables.port}: port ${port} on ${host} is not open to this user. Set one above 1023.`;
    case "EADDRNOTAVAIL":
    case "EAFNOSUPPORT":
    case "EINVAL":
      return `${variables.host}: ${host} is no address of this machine.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_FAIL":
    case "EAI_NODATA":
      return `${variables.host}: the name ${host} is unknown. Set an address of this machine, such as 127.0.0.1 or 0.0.0.0.`;
    default:
      return undefined;
  }
}

/**
 * Returns the server's own URL once it listens.
 *
 * @throws ListenError when it cannot.
 */
export async function listen(server: FastifyInstance, address: Address): Promise<string> {
  try {
    return await server.listen({ host: address.host, port: address.port });
  } catch (error) {
    const message = toListenMessage((error as NodeJS.ErrnoException).code, address);
    if (message === undefined) throw error;
    throw new ListenError(message, { cause: error });
  }
}
