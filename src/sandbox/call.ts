import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** What a call asks of EnOS, as faults, counts and the journal name it. */
export type Operation = "token" | "create" | "get" | "search" | "other";

/** One HTTP request to EnOS, read to its end. */
export interface Call {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  /** Decoded parameters, of a repeated name the first value only. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Where the device operations live. */
export const DEVICES_PATH = "/connect-service/v2.1/devices";

/** Where the token operations live. */
export const TOKEN_PATH = "/apim-token-service/v2.0/token/";

/** Gives the call a request makes. */
export function readCall(request: Pick<IncomingMessage, "method" | "url" | "headers">, body: Buffer): Call {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://sandbox");
  const query = new Map<string, string>();
  for (const [name, value] of searchParams) if (!query.has(name)) query.set(name, value);
  return {
    operation: operationOf(pathname, query.get("action")),
    method: request.method ?? "GET",
    path: pathname,
    query,
    headers: request.headers,
    body,
  };
}

/** Gives a header's value where it was sent exactly once. */
export function headerOf(call: Call, name: string): string | undefined {
  const value = call.headers[name];
  return typeof value === "string" ? value : undefined;
}

function operationOf(path: string, action: string | undefined): Operation {
  if (path.startsWith(TOKEN_PATH)) return "token";
  if (path !== DEVICES_PATH) return "other";
  return action === "create" || action === "get" || action === "search" ? action : "other";
}
