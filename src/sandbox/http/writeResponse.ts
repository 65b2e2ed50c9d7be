import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

import type { HttpResponse } from "./response.js";

/** Writes a response in one piece. */
export function writeResponse(to: ServerResponse, response: HttpResponse): void {
  const body = bytesOf(response);
  to.writeHead(response.status, headersOf(response, body)).end(body);
}

/** Writes the headers of a complete response and half of its body, then closes the connection. */
export function writeHalf(to: ServerResponse, response: HttpResponse): void {
  const body = bytesOf(response);
  to.writeHead(response.status, headersOf(response, body));
  to.write(body.subarray(0, body.length / 2), () => to.destroy());
}

/** Writes the headers of a response at once and then `bytes` of its body every `everyMs` milliseconds. */
export async function writeSlowly(
  to: ServerResponse,
  response: HttpResponse,
  everyMs: number,
  bytes: number,
): Promise<void> {
  const body = bytesOf(response);
  to.writeHead(response.status, headersOf(response, body)).flushHeaders();
  for (let at = 0; at < body.length && !to.destroyed; at += bytes) {
    await wait(everyMs, undefined, { ref: false });
    to.write(body.subarray(at, at + bytes));
  }
  to.end();
}

/** Resets the connection: the client sees ECONNRESET instead of an orderly end. */
export function resetConnection(to: ServerResponse): void {
  to.socket?.resetAndDestroy();
}

/** Returns a response as HTTP/1.1 writes it, to be sent outside the order of requests. */
export function serialize(response: HttpResponse): Buffer {
  const body = bytesOf(response);
  const headers = Object.entries(headersOf(response, body)).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${response.status} OK\r\n${headers.join("")}\r\n`), body]);
}

/** Returns a response's body as it goes over the wire. */
export function bytesOf({ body }: HttpResponse): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

function headersOf({ headers }: HttpResponse, body: Buffer): Record<string, string> {
  return { ...headers, "content-length": String(body.length) };
}
