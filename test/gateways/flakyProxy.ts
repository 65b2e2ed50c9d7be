import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Headers that are about one connection only, and are not forwarded. */
const CONNECTION_HEADERS = new Set([
  "host",
  "connection",
  "keep-alive",
  "content-length",
  "transfer-encoding",
]);

/** A proxy that lets requests through, some headers added, and loses the number of answers that the test sets. */
export class FlakyProxy {
  answersToLose = 0;
  /** How many requests came through, those included whose answer was lost. */
  requests = 0;
  readonly #server: Server;

  private constructor(
    private readonly target: () => string,
    private readonly extraHeaders: Readonly<Record<string, string>>,
  ) {
    this.#server = createServer((request, response) => {
      void (async () => {
        this.requests += 1;
        const body = await text(request);
        const passed = Object.entries(request.headers).filter(([name]) => !CONNECTION_HEADERS.has(name));
        const headers = { ...Object.fromEntries(passed), ...this.extraHeaders } as Record<string, string>;
        const answer = await fetch(this.target(), { method: "POST", headers, body });
        const answered = await answer.text();
        if (this.answersToLose > 0) {
          this.answersToLose -= 1;
          response.writeHead(503).end("upstream connect error");
        } else response.writeHead(answer.status, { "content-type": "application/json" }).end(answered);
      })();
    });
  }

  static async start(
    target: () => string,
    extraHeaders: Readonly<Record<string, string>> = {},
  ): Promise<FlakyProxy> {
    const proxy = new FlakyProxy(target, extraHeaders);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/graphql`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
