import { connect, type Socket } from "node:net";

/** A connection on which a test sends any bytes; `fetch` would correct them. */
export class RawConnection {
  readonly #socket: Socket;
  readonly #end: Promise<string>;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#socket = connect(Number(port), hostname);
    let received = "";
    this.#socket.setEncoding("utf8").on("data", (chunk: string) => (received += chunk));
    // A server that hangs up may do so while bytes are still on their way to it.
    this.#socket.on("error", () => undefined);
    this.#end = new Promise((resolve) => {
      this.#socket.once("close", () => {
        resolve(received);
      });
    });
  }

  write(bytes: string): void {
    this.#socket.write(bytes);
  }

  /** Returns all bytes that the server sent until it closed the connection. */
  received(): Promise<string> {
    return this.#end;
  }
}

/** Sends bytes and returns all bytes that the server sent until it closed the connection. */
export function sendRaw(url: string, bytes: string): Promise<string> {
  const connection = new RawConnection(url);
  connection.write(bytes);
  return connection.received();
}

/** A header in HTTP's form, with its end. */
export function head(...lines: string[]): string {
  return `${lines.join("\r\n")}\r\n\r\n`;
}
