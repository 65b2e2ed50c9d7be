import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** What is still to happen on one connection. */
interface Plan {
  /** Number of requests without a complete response. */
  pending: number;
  /** Sent before the response to the next request. */
  repeat: Buffer | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** What the sandbox does to connections beside answering their requests. */
export class Connections {
  readonly #plans = new WeakMap<Socket, Plan>();

  /** @param idleMs time until idle connections are closed, in milliseconds; null: Node's own timeout decides. */
  constructor(private readonly idleMs: () => number | null) {}

  /** Call it for every request, when its headers have arrived. */
  use({ socket }: IncomingMessage, response: ServerResponse): void {
    const plan = this.#planOf(socket);
    clearTimeout(plan.timer);
    plan.pending += 1;
    if (plan.repeat) socket.write(plan.repeat);
    plan.repeat = undefined;
    response.once("close", () => {
      plan.pending -= 1;
      const idleMs = this.idleMs();
      if (idleMs !== null) this.closeIdle(socket, idleMs);
    });
  }

  /** Sends bytes before the response to the next request. */
  repeat(socket: Socket, bytes: Buffer): void {
    this.#planOf(socket).repeat = bytes;
  }

  /** Closes a connection after a time, unless a request has arrived by then. */
  closeIdle(socket: Socket, ms: number): void {
    const plan = this.#planOf(socket);
    clearTimeout(plan.timer);
    plan.timer = setTimeout(() => {
      if (plan.pending === 0) socket.destroy();
    }, ms).unref();
  }

  #planOf(socket: Socket): Plan {
    const known = this.#plans.get(socket);
    if (known) return known;
    const plan: Plan = { pending: 0, repeat: undefined, timer: undefined };
    this.#plans.set(socket, plan);
    return plan;
  }
}
