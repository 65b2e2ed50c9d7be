import { isObject, readJsonObject, toInteger } from "./envelope.js";

/** The answer of the token service, which says `status` where the device service says `code`. */
export interface TokenEnvelope {
  readonly status: number;
  readonly grant: Grant | undefined;
}

export interface Grant {
  readonly accessToken: string;
  /** How long the token lives. Milliseconds. */
  readonly lifetimeMs: number;
}

/** The lifetime that the manual states, for an answer that does not say. Seconds. */
const USUAL_LIFETIME = 7200;

/**
 * Reads an answer of `apim-token-service`; undefined when it is not one.
 *
 * The manual's own sample prints `stauts`; it is read where `status` is missing.
 *
 * @see EnOS API manual, "Get access token"
 */
export function readTokenEnvelope(body: string): TokenEnvelope | undefined {
  const json = readJsonObject(body);
  const status = toInteger(json?.status ?? json?.stauts);
  if (!json || status === undefined) return undefined;
  return { status, grant: readGrant(json.data) };
}

function readGrant(data: unknown): Grant | undefined {
  if (!isObject(data)) return undefined;
  const { accessToken, expire } = data;
  if (typeof accessToken !== "string" || accessToken === "") return undefined;
  return { accessToken, lifetimeMs: (toInteger(expire) ?? USUAL_LIFETIME) * 1000 };
}
