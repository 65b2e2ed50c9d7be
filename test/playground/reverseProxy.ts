import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface ReverseProxyOptions {
  /** Origin of the server behind it. */
  readonly target: string;
  /** Path prefix that it strips from every request, such as `/devices`. */
  readonly prefix?: string;
  /** Value of `accept-encoding` that replaces the clients' own. */
  readonly acceptEncoding?: string;
}

/** A reverse proxy that strips a path prefix and counts what it sends to clients. */
export class ReverseProxy {
  readonly #sockets: Socket[] = [];
  readonly #server;

  constructor(private readonly options: ReverseProxyOptions) {
    this.#server = createServer((incoming, outgoing) => {
      this.#forward(incoming, outgoing);
    });
    this.#server.on("connection", (socket) => this.#sockets.push(socket));
  }

  /** Starts listening on a free port, and returns the address of the stripped prefix. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${this.options.prefix ?? ""}`;
  }

  /** All bytes sent to clients, headers included. */
  get bytesSent(): number {
    return this.#sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { target, prefix = "", acceptEncoding } = this.options;
    const { url = "", method, headers } = incoming;
    if (!url.startsWith(`${prefix}/`)) {
      outgoing.writeHead(404).end();
      return;
    }
    const forwarded = request(new URL(target), {
      path: url.slice(prefix.length),
      method,
      headers: { ...headers, ...(acceptEncoding !== undefined && { "accept-encoding": acceptEncoding }) },
    });
    forwarded.on("response", (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    forwarded.on("error", () => {
      outgoing.writeHead(502, { "content-type": "text/html" }).end("<h1>502 Bad Gateway</h1>");
    });
    incoming.pipe(forwarded);
  }
}
