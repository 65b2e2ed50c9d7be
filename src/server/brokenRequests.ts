import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

import type { Telemetry } from "../runtime/telemetry.js";
import { toErrorBody } from "./errorResponses.js";
import type { HttpLimits } from "./httpServer.js";

/** Node's error for bytes that are no HTTP request. It carries those bytes: never log it. */
type ParseError = Error & { readonly code?: string };

const JSON_TYPE = "application/json; charset=utf-8";

/** Not Node's own list: a module that imports a value of `node:http` loads all of `fetch` with it, which takes 40 ms. */
const REASONS = { 400: "Bad Request", 408: "Request Timeout", 431: "Request Header Fields Too Large" };

interface BrokenRequestAnswer {
  readonly status: keyof typeof REASONS;
  readonly message: string;
  readonly code: string;
}

export interface BrokenRequestOptions {
  /** Sent with every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: HttpLimits;
  readonly telemetry: Pick<Telemetry, "requestRefused">;
}

/** Returns the handler of connections whose bytes do not become a request: it answers once, and closes the connection. */
export function answerBrokenRequests({ headers, limits, telemetry }: BrokenRequestOptions) {
  const broken = new WeakSet<Socket>();
  return (error: ParseError, socket: Socket): void => {
    if (broken.has(socket)) return;
    broken.add(socket);
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    const answer = toAnswer(error, limits);
    telemetry.requestRefused(answer.status, answer.code);
    afterEarlierAnswers(socket, (pending) => {
      // If another answer has begun, this one would become a part of it.
      if (socket.writable && !pending?.headersSent) socket.write(toHttp(answer, headers));
      socket.destroySoon();
    });
  };
}

/** Returns the handler of `expect` headers that ask for anything but a go-ahead. */
export function answerExpectation({ headers, telemetry }: Omit<BrokenRequestOptions, "limits">) {
  return (_request: unknown, response: ServerResponse): void => {
    const message = "The header expect may only be 100-continue.";
    const code = "EXPECTATION_FAILED";
    telemetry.requestRefused(417, code);
    response.writeHead(417, { ...headers, "content-type": JSON_TYPE, connection: "close" });
    response.end(toErrorBody({ message, code }));
  };
}

/**
 * Calls `then` once all requests before the broken one on its connection are answered.
 *
 * @param then gets the answer to the broken request itself, if its header could be read
 * @see Node's own handler, `socketOnError`, which reads the same field
 */
function afterEarlierAnswers(socket: Socket, then: (pending: ServerResponse | undefined) => void): void {
  const { _httpMessage: pending } = socket as Socket & { readonly _httpMessage?: ServerResponse | null };
  if (pending?.req.complete)
    pending.once("close", () => {
      afterEarlierAnswers(socket, then);
    });
  else then(pending ?? undefined);
}

function toAnswer(
  { code }: ParseError,
  { headersMs, requestMs, headerBytes }: HttpLimits,
): BrokenRequestAnswer {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    const message = `The request arrived too slowly: its header may take ${headersMs} ms, all of it ${requestMs} ms.`;
    return { status: 408, message, code: "REQUEST_TIMEOUT" };
  }
  if (code === "HPE_HEADER_OVERFLOW") {
    const message = `The header is too large: at most ${headerBytes} bytes are allowed.`;
    return { status: 431, message, code: "HEADER_TOO_LARGE" };
  }
  return { status: 400, message: "The request is not valid HTTP/1.1.", code: "BAD_REQUEST" };
}

function toHttp(
  { status, message, code }: BrokenRequestAnswer,
  headers: Readonly<Record<string, string>>,
): string {
  const body = toErrorBody({ message, code });
  const head = {
    ...headers,
    "content-type": JSON_TYPE,
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${REASONS[status]}\r\n${lines.join("")}\r\n${body}`;
}
