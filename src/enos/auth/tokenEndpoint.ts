import type { Clock } from "../../runtime/clock.js";
import type { Secret } from "../../runtime/secret.js";
import { isObject, readJsonObject, toInteger } from "../http/envelope.js";
import type { RawReply, RawRequest, Transport } from "../http/transport.js";
import { encrypt } from "./signature.js";

/**
 * EnOS's token service.
 *
 * Only `token/get` is called, never `token/refresh`: while a token lives `get` gives the same one to every
 * replica, whereas what a refresh does to the others' token is not documented.
 */
export class TokenService {
  #lastTimestamp = 0;

  constructor(
    private readonly transport: Transport,
    private readonly credentials: EnosCredentials,
    private readonly clock: Clock,
  ) {}

  /** Asks once for a token and gives the answer, raw and read. Rejects as `Transport.exchange` does. */
  async get(signal: AbortSignal): Promise<{ reply: RawReply; envelope: TokenEnvelope | undefined }> {
    const reply = await this.transport.exchange(() => this.#write(), signal);
    return { reply, envelope: readTokenEnvelope(reply.body) };
  }

  #write(): RawRequest {
    const { appKey, appSecret } = this.credentials;
    const timestamp = String(this.#nextTimestamp());
    return {
      method: "POST",
      path: "/apim-token-service/v2.0/token/get",
      headers: { "content-type": "application/json;charset=UTF-8" },
      body: JSON.stringify({ appKey, encryption: encrypt(appKey, timestamp, appSecret), timestamp }),
    };
  }

  /** EnOS refuses an `encryption` it has seen (1001), so no timestamp is used twice. */
  #nextTimestamp(): number {
    this.#lastTimestamp = Math.max(this.clock.unix(), this.#lastTimestamp + 1);
    return this.#lastTimestamp;
  }
}

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

/** How EnOS knows this application: the access key and secret key of its service account. */
export interface EnosCredentials {
  readonly appKey: string;
  readonly appSecret: Secret;
}
