import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

/** Node's error for bytes that are no request. It carries those bytes: never log it. */
type ParseError = Error & { readonly code?: string };

interface Verdict {
  readonly status: number;
  readonly message: string;
  readonly code: string;
}

const TOO_SLOW: Verdict = {
  status: 408,
  message: "The request did not arrive in time.",
  code: "REQUEST_TIMEOUT",
};
const TOO_LONG: Verdict = {
  status: 431,
  message: "The header is longer than this server reads.",
  code: "HEADER_TOO_LARGE",
};
const MALFORMED: Verdict = {
  status: 400,
  message: "The request is not valid HTTP/1.1.",
  code: "BAD_REQUEST",
};

/** Gives the handler of connections whose bytes never become a request: it answers once and hangs up. */
export function answerBrokenRequest(headers: Readonly<Record<string, string>>) {
  return (error: ParseError, socket: Socket): void => {
    if (error.code !== "ECONNRESET" && socket.writable) socket.write(toHttp(judge(error), headers));
    socket.destroy();
  };
}

function judge({ code }: ParseError): Verdict {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return TOO_SLOW;
  return code === "HPE_HEADER_OVERFLOW" ? TOO_LONG : MALFORMED;
}

function toHttp({ status, message, code }: Verdict, headers: Readonly<Record<string, string>>): string {
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const head = {
    ...headers,
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${body}`;
}
