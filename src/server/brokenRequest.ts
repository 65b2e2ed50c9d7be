import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

import type { HttpLimits } from "./httpLimits.js";

/** Node's error for bytes that are no request. It carries those bytes: never log it. */
type ParseError = Error & { readonly code?: string };

const JSON_TYPE = "application/json; charset=utf-8";

/** Not Node's own list: a module that imports a value of `node:http` loads all of `fetch` with it, which takes 40 ms. */
const REASONS = { 400: "Bad Request", 408: "Request Timeout", 431: "Request Header Fields Too Large" };

interface Verdict {
  readonly status: keyof typeof REASONS;
  readonly message: string;
  readonly code: string;
}

/** Gives the handler of connections whose bytes never become a request: it answers once and hangs up. */
export function answerBrokenRequest(headers: Readonly<Record<string, string>>, limits: HttpLimits) {
  return (error: ParseError, socket: Socket): void => {
    if (error.code !== "ECONNRESET" && socket.writable && isNext(socket))
      socket.write(toHttp(judge(error, limits), headers));
    socket.destroy();
  };
}

/** Gives the handler of `expect` headers that ask for anything but a go-ahead. */
export function answerExpectation(headers: Readonly<Record<string, string>>) {
  return (_: unknown, response: ServerResponse): void => {
    response.writeHead(417, { ...headers, "content-type": JSON_TYPE, connection: "close" });
    response.end(toBody("The header expect may say 100-continue, and nothing else.", "EXPECTATION_FAILED"));
  };
}

/**
 * Whether what is written now would be read as the answer to the broken request. An earlier one on the same
 * connection that still waits would get it instead, and half an answer would be continued by it.
 *
 * @see Node's own handler, `socketOnError`, which asks the same field
 */
function isNext(socket: Socket): boolean {
  const { _httpMessage: pending } = socket as Socket & { readonly _httpMessage?: ServerResponse | null };
  return !pending || (!pending.headersSent && !pending.req.complete);
}

function judge({ code }: ParseError, { headersMs, requestMs, headerBytes }: HttpLimits): Verdict {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    const message = `The request came too slowly: its header may take ${headersMs} ms, all of it ${requestMs} ms.`;
    return { status: 408, message, code: "REQUEST_TIMEOUT" };
  }
  if (code === "HPE_HEADER_OVERFLOW") {
    const message = `The header is too long: at most ${headerBytes} bytes are allowed.`;
    return { status: 431, message, code: "HEADER_TOO_LARGE" };
  }
  return { status: 400, message: "The request is not valid HTTP/1.1.", code: "BAD_REQUEST" };
}

function toHttp({ status, message, code }: Verdict, headers: Readonly<Record<string, string>>): string {
  const body = toBody(message, code);
  const head = {
    ...headers,
    "content-type": JSON_TYPE,
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${REASONS[status]}\r\n${lines.join("")}\r\n${body}`;
}

function toBody(message: string, code: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}
