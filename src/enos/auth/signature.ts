import { hash } from "node:crypto";

import type { Secret } from "../../runtime/secret.js";
import type { EnosAction, EnosResource } from "../enos.js";
import type { RawRequest } from "../http/transport.js";
import type { AccessToken } from "./accessTokens.js";

/** The parts of a request that EnOS's signature covers. */
export interface Signed {
  readonly accessToken: string;
  /** Query parameters as they are before percent-encoding. */
  readonly query: Readonly<Record<string, string>>;
  /**
   * The exact text that is sent: EnOS hashes the bytes that it receives, so a second `JSON.stringify` with another
   * key order would be a different request.
   */
  readonly body: string | undefined;
  /** Unix milliseconds, as sent in `apim-timestamp`. */
  readonly timestamp: string;
}

/**
 * Returns `apim-signature`: the lower-case hex SHA-256 of token, query parameters sorted by name, body,
 * timestamp and secret, joined by nothing.
 *
 * @see EnOS API manual, "Invoking APIs with an access token"
 */
export function sign({ accessToken, query, body, timestamp }: Signed, appSecret: Secret): string {
  const parameters = Object.keys(query)
    .sort()
    .map((name) => name + String(query[name]))
    .join("");
  return sha256(accessToken + parameters + (body ?? "") + timestamp + appSecret.reveal());
}

/**
 * Returns `encryption`, by which the token service authenticates the application; EnOS takes each value only once.
 *
 * @see EnOS API manual, "Get access token"
 */
export function encrypt(appKey: string, timestamp: string, appSecret: Secret): string {
  return sha256(appKey + timestamp + appSecret.reveal());
}

function sha256(text: string): string {
  return hash("sha256", text, "hex");
}

/** @see EnOS API manual, "Create Device", "Get Product", "Get Thing Model" */
const PATHS: Readonly<Record<EnosResource, string>> = {
  devices: "/connect-service/v2.1/devices",
  products: "/connect-service/v2.1/products",
  "thing-models": "/model-service/v2.1/thing-models",
};

/**
 * Returns the HTTP request of an action, signed over its exact query and body.
 *
 * @param unixMs the moment of sending, in Unix milliseconds.
 * @param headers go along unsigned.
 */
export function toSignedRequest(
  action: EnosAction,
  body: string | undefined,
  { text: accessToken, appSecret }: AccessToken,
  unixMs: number,
  headers: RawRequest["headers"],
): RawRequest {
  const timestamp = String(unixMs);
  const query = { action: action.action, orgId: action.orgId, ...action.query };
  return {
    method: action.method,
    path: `${PATHS[action.resource ?? "devices"]}?${toQueryString(query)}`,
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
