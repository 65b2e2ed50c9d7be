import type { EnosAction } from "./action.js";
import type { Secret } from "../secret.js";
import { sign } from "./signature.js";
import type { RawRequest } from "./transport.js";

const DEVICES = "/connect-service/v2.1/devices";

/** What signs a request besides the application's own secret. */
export interface Seal {
  readonly accessToken: string;
  /** Unix milliseconds. */
  readonly timestamp: string;
  readonly appSecret: Secret;
}

/** Gives the HTTP request of an action, signed over exactly what it carries; `headers` go along unsigned. */
export function toSignedRequest(
  action: EnosAction,
  body: string | undefined,
  seal: Seal,
  headers: RawRequest["headers"],
): RawRequest {
  const { accessToken, timestamp, appSecret } = seal;
  const query = { action: action.action, orgId: action.orgId, ...action.query };
  return {
    method: action.method,
    path: `${DEVICES}?${toQueryString(query)}`,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { "content-type": "application/json;charset=UTF-8" }),
      "apim-accesstoken": accessToken,
      "apim-timestamp": timestamp,
      "apim-signature": sign({ accessToken, query, body, timestamp }, appSecret),
    },
    body,
  };
}

function toQueryString(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`)
    .join("&");
}
