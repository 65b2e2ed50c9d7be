import type { ServerResponse } from "node:http";

import type { HttpResponse } from "./response.js";

/** Writes a response in one piece. */
export function writeResponse(to: ServerResponse, response: HttpResponse): void {
  const body = bytesOf(response);
  to.writeHead(response.status, { ...response.headers, "content-length": body.length }).end(body);
}

/** Writes the headers of a complete response and half of its body, then closes the connection. */
export function writeHalf(to: ServerResponse, response: HttpResponse): void {
  const body = bytesOf(response);
  to.writeHead(response.status, { ...response.headers, "content-length": body.length });
  to.write(body.subarray(0, body.length / 2), () => to.destroy());
}

/** Resets the connection: the client sees ECONNRESET instead of an orderly end. */
export function resetConnection(to: ServerResponse): void {
  to.socket?.resetAndDestroy();
}

/** Returns a response's body as it goes over the wire. */
export function bytesOf({ body }: HttpResponse): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}
