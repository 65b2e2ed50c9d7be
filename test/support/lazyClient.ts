import { connect, type Socket } from "node:net";

/** A client that asks and does not read until it is told to. */
export class LazyClient {
  readonly #socket: Socket;

  constructor(url: string, request: string) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port) });
    this.#socket
      .setEncoding("latin1")
      .on("error", () => undefined)
      .pause();
    this.#socket.write(request);
  }

  /** Reads until the answer is complete or the connection closed, and returns whether it is complete. */
  async readAll(): Promise<boolean> {
    const complete = await new Promise<boolean>((resolve) => {
      let head = "";
      let missing = NaN;
      this.#socket.on("data", (chunk: string) => {
        if (Number.isNaN(missing)) {
          head += chunk;
          const end = head.indexOf("\r\n\r\n");
          if (end < 0) return;
          missing = Number(/^content-length: (\d+)$/im.exec(head)?.[1]) - (head.length - end - 4);
        } else missing -= chunk.length;
        if (missing === 0) resolve(true);
      });
      this.#socket.once("close", () => {
        resolve(false);
      });
      this.#socket.resume();
    });
    this.#socket.destroy();
    return complete;
  }
  /** Closes the connection without having read anything. */
  leave(): void {
    this.#socket.destroy();
  }
}
