import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";

import { isJsonObject, numberOf } from "./json.js";

/** An HTTP response before it is written. A body that is not a string is written as JSON. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const JSON_HEADERS = { "content-type": "application/json;charset=UTF-8" };

/** Messages of the API gateway by HTTP status. @see manual, "Exception Handling" */
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

/** Returns a JSON response. */
export function json(status: number, body: unknown): HttpResponse {
  return { status, headers: JSON_HEADERS, body };
}

/**
 * Returns a success response of a service of EnOS.
 *
 * @param more envelope members beside `data`, such as the pagination of a search.
 */
export function success(data: unknown, more: Readonly<Record<string, unknown>> = {}): HttpResponse {
  return json(200, { code: 0, msg: "OK", requestId: randomUUID(), data, ...more });
}

/** Returns a refusal of a service of EnOS. Its HTTP status is 200: only the gateway uses HTTP statuses. */
export function refusal(code: number, msg: string): HttpResponse {
  return json(200, { code, msg, requestId: randomUUID(), data: null });
}

/** Returns the refusal of one argument. */
export function invalidArgument(field: string, reason: string): HttpResponse {
  return refusal(99400, `Invalid Argument ${field}:${reason}`);
}

/** Returns a response of the token service. Its envelope has `status` where other services have `code`. */
export function tokenResponse(status: number, msg: string, data: unknown = null): HttpResponse {
  return json(200, { status, msg, business: "apim-token-service", data });
}

/** Returns an error of the API gateway, which has no code. */
export function gatewayError(status: number): HttpResponse {
  return json(status, { message: GATEWAY_MESSAGES[status] ?? STATUS_CODES[status] ?? "Unknown" });
}

/** Returns a response's business code, or `HTTP n` if it has none. The request log shows it. */
export function outcomeOf({ status, body }: HttpResponse): number | string {
  const code = isJsonObject(body) ? numberOf(body.code ?? body.status) : undefined;
  return code ?? `HTTP ${status}`;
}
