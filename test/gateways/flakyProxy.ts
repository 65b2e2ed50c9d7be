import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A proxy that lets requests through and, as often as it is told to, loses their answers. */
export class FlakyProxy {
  answersToLose = 0;
  /** How many requests came through, those included whose answer was lost. */
  requests = 0;
  readonly #server: Server;

  private constructor(private readonly target: () => string) {
    this.#server = createServer((request, response) => {
      void (async () => {
        this.requests += 1;
        const body = await text(request);
        const headers = { ...request.headers, host: undefined, connection: undefined } as never;
        const answer = await fetch(this.target(), { method: "POST", headers, body });
        const answered = await answer.text();
        if (this.answersToLose > 0) {
          this.answersToLose -= 1;
          response.writeHead(503).end("upstream connect error");
        } else response.writeHead(answer.status, { "content-type": "application/json" }).end(answered);
      })();
    });
  }

  static async start(target: () => string): Promise<FlakyProxy> {
    const proxy = new FlakyProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
