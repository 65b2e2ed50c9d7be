import { hash } from "node:crypto";

import type { Secret } from "../secret.js";

/** What EnOS's signature covers. */
export interface Signed {
  readonly accessToken: string;
  /** Query parameters as they are before percent-encoding. */
  readonly query: Readonly<Record<string, string>>;
  /**
   * The very bytes that are sent: EnOS hashes what it receives, so a second `JSON.stringify` with another
   * key order would be a different request.
   */
  readonly body: string | undefined;
  /** Unix milliseconds, as sent in `apim-timestamp`. */
  readonly timestamp: string;
}

/**
 * Gives `apim-signature`: the lower-case hex SHA-256 of token, query parameters sorted by name, body,
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
 * Gives `encryption`, by which the token service knows the application; EnOS takes each value only once.
 *
 * @see EnOS API manual, "Get access token"
 */
export function encrypt(appKey: string, timestamp: string, appSecret: Secret): string {
  return sha256(appKey + timestamp + appSecret.reveal());
}

function sha256(text: string): string {
  return hash("sha256", text, "hex");
}
