import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.js";

/** Writes an answer in one piece. */
export function send(response: ServerResponse, answer: Answer): void {
  const body = bytesOf(answer);
  response.writeHead(answer.status, { ...answer.headers, "content-length": body.length }).end(body);
}

/** Writes the headers of a whole answer and half of its body, then ends the connection. */
export function sendHalf(response: ServerResponse, answer: Answer): void {
  const body = bytesOf(answer);
  response.writeHead(answer.status, { ...answer.headers, "content-length": body.length });
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}

/** Resets the connection: the client sees ECONNRESET, not an orderly end. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function bytesOf({ body }: Answer): Buffer {
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}
