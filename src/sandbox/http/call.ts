import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** The actions of EnOS, as faults, counts and the request log name them. */
export const OPERATIONS = [
  "token",
  "create",
  "get",
  "search",
  "update",
  "delete",
  "enable",
  "disable",
  "replaceDevice",
  "getStats",
  "getProduct",
  "searchProducts",
  "getModel",
  "other",
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** An HTTP request, read to its end. */
export interface Call {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  /** Decoded parameters. Of a repeated parameter, the first value only. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Path of the token service, without the action. */
export const TOKEN_PATH = "/apim-token-service/v2.0/token/";

/** The action's name in the sandbox, by path and `action` parameter. */
const ACTIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  "/connect-service/v2.1/devices": {
    create: "create",
    get: "get",
    search: "search",
    update: "update",
    delete: "delete",
    enable: "enable",
    disable: "disable",
    replaceDevice: "replaceDevice",
    getStats: "getStats",
  },
  "/connect-service/v2.1/products": { get: "getProduct", search: "searchProducts" },
  "/model-service/v2.1/thing-models": { get: "getModel" },
};

/** Returns the call that a request makes. */
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

/** Returns whether EnOS serves a path with any action. */
export function isServed(path: string): boolean {
  return Object.hasOwn(ACTIONS, path);
}

/** Returns a header's value if it was sent exactly once. */
export function headerOf(call: Call, name: string): string | undefined {
  const value = call.headers[name];
  return typeof value === "string" ? value : undefined;
}

function operationOf(path: string, action = ""): Operation {
  if (path.startsWith(TOKEN_PATH)) return "token";
  const actions = isServed(path) ? ACTIONS[path] : undefined;
  return (actions && Object.hasOwn(actions, action) ? actions[action] : undefined) ?? "other";
}
