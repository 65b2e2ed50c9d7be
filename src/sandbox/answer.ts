import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import { isObject } from "./shape.js";

/** An HTTP answer before it is written. A body that is not a string is written as JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const JSON_HEADERS = { "content-type": "application/json;charset=UTF-8" };

/** What the gateway says of itself, by HTTP status, in the words of the manual's chapter on exceptions. */
const GATEWAY_MESSAGES: Readonly<Record<number, string>> = {
  400: "Cannot process request body",
  401: "Invalid authentication credentials",
  403: "Your IP address is not allowed",
  404: "no Route matched with those values",
  413: "Request size limit exceeded",
  429: "API rate limit exceeded",
  500: "An unexpected error occurred",
  503: "Service unavailable",
};

/** Gives a JSON answer. */
export function json(status: number, body: unknown): Answer {
  return { status, headers: JSON_HEADERS, body };
}

/** Gives connect-service's "yes"; `more` are envelope members beside `data`, such as a search's pagination. */
export function accepted(data: unknown, more: Readonly<Record<string, unknown>> = {}): Answer {
  return json(200, { code: 0, msg: "OK", requestId: randomUUID(), data, ...more });
}

/** Gives connect-service's "no". It travels with HTTP 200: only the gateway speaks in HTTP statuses. */
export function refused(code: number, msg: string): Answer {
  return json(200, { code, msg, requestId: randomUUID(), data: null });
}

/** Gives the refusal of one argument. */
export function invalidArgument(field: string, reason: string): Answer {
  return refused(99400, `Invalid Argument ${field}:${reason}`);
}

/** Gives an answer of the token service, whose envelope says `status` where connect-service says `code`. */
export function tokenAnswer(status: number, msg: string, data: unknown = null): Answer {
  return json(200, { status, msg, business: "apim-token-service", data });
}

/** Gives an answer of the gateway itself, which carries no code. */
export function gatewayAnswer(status: number): Answer {
  return json(status, { message: GATEWAY_MESSAGES[status] ?? STATUS_CODES[status] ?? "Unknown" });
}

/** Names what an answer says, for the journal: the business code, or `HTTP n` where there is none. */
export function outcomeOf({ status, body }: Answer): number | string {
  const code = isObject(body) ? (body.code ?? body.status) : undefined;
  return typeof code === "number" ? code : `HTTP ${status}`;
}
