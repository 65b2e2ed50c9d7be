import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** The pending responses of one connection. */
interface ConnectionState {
  /** Number of requests without a complete response. */
  pending: number;
  /** Sent before the response to the next request. */
  repeat: Buffer | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Faults of connections: repeated responses, and the end of idle connections. */
export class Connections {
  readonly #states = new WeakMap<Socket, ConnectionState>();

  /** @param idleMs time until idle connections are closed, in milliseconds; null: Node's own timeout decides. */
  constructor(private readonly idleMs: () => number | null) {}

  /** Registers a request. To be called for every request when its headers have arrived. */
  use({ socket }: IncomingMessage, response: ServerResponse): void {
    const state = this.#stateOf(socket);
    clearTimeout(state.timer);
    state.pending += 1;
    if (state.repeat) socket.write(state.repeat);
    state.repeat = undefined;
    response.once("close", () => {
      state.pending -= 1;
      const idleMs = this.idleMs();
      if (idleMs !== null) this.closeIdle(socket, idleMs);
    });
  }

  /** Sends bytes before the response to the next request. */
  repeat(socket: Socket, bytes: Buffer): void {
    this.#stateOf(socket).repeat = bytes;
  }

  /** Closes a connection after a time, unless a request has arrived by then. */
  closeIdle(socket: Socket, ms: number): void {
    const state = this.#stateOf(socket);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => {
      if (state.pending === 0) socket.destroy();
    }, ms).unref();
  }

  #stateOf(socket: Socket): ConnectionState {
    const known = this.#states.get(socket);
    if (known) return known;
    const state: ConnectionState = { pending: 0, repeat: undefined, timer: undefined };
    this.#states.set(socket, state);
    return state;
  }
}
