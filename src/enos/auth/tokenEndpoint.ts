import type { Clock } from "../../runtime/clock.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { Secret } from "../../runtime/secret.js";
import { RequestNotSentError } from "../errors.js";
import { classifyResponse } from "../http/classifyResponse.js";
import { readJsonObject, toInteger } from "../http/envelope.js";
import { isJsonObject } from "../../scalars/json.js";
import type { RawRequest, Transport } from "../http/transport.js";
import type { LoadShedding } from "../resilience/loadShedding.js";
import { encrypt } from "./signature.js";

/**
 * EnOS's token service.
 *
 * Only `token/get` is called, never `token/refresh`: while a token lives `get` gives the same one to every replica,
 * whereas the effect of a refresh on the other replicas' token is not documented.
 */
export class TokenService {
  #lastTimestamp = 0;

  constructor(
    private readonly transport: Transport,
    private readonly loadShedding: LoadShedding,
    private readonly clock: Clock,
  ) {}

  /**
   * Requests a token once.
   *
   * @throws EnosRequestError when EnOS gives no token.
   */
  async get(credentials: EnosCredentials, deadline: Deadline): Promise<Grant> {
    const reply = await this.loadShedding.run("token", deadline, () =>
      this.transport.send(this.#toRequest(credentials), deadline),
    );
    const envelope = readTokenEnvelope(reply.body);
    if (envelope?.status === 0 && envelope.grant) return envelope.grant;
    const { requestId } = classifyResponse(reply, undefined);
    // The answer belongs to another request, because the connection mixed up its answers: it says nothing about the credentials.
    const message = "EnOS's answer to the request for an access token could not be read.";
    throw new RequestNotSentError(message, { retry: "TRANSIENT", requestId, status: reply.status });
  }

  #toRequest({ appKey, appSecret }: EnosCredentials): RawRequest {
    const timestamp = String(this.#nextTimestamp());
    return {
      method: "POST",
      path: "/apim-token-service/v2.0/token/get",
      headers: { "content-type": "application/json;charset=UTF-8" },
      body: JSON.stringify({ appKey, encryption: encrypt(appKey, timestamp, appSecret), timestamp }),
    };
  }

  /**
   * EnOS refuses an `encryption` that it has seen (1001), so requests of the same moment get different timestamps. After
   * the clock was set back, the timestamps follow it: a timestamp of the future would be refused until the clock is there.
   */
  #nextTimestamp(): number {
    const now = this.clock.unix();
    const isSameMoment = Math.abs(this.#lastTimestamp - now) < SAME_MOMENT_MS;
    this.#lastTimestamp = isSameMoment ? Math.max(now, this.#lastTimestamp + 1) : now;
    return this.#lastTimestamp;
  }
}

/** A larger distance between timestamps means that the clock was set. Milliseconds. */
const SAME_MOMENT_MS = 1_000;

/** The answer of the token service, which has `status` where the device service has `code`. */
export interface TokenEnvelope {
  readonly status: number;
  readonly grant: Grant | undefined;
}

export interface Grant {
  readonly accessToken: string;
  /** How long the token lives. Milliseconds. */
  readonly lifetimeMs: number;
}

/** The lifetime that the manual states, for an answer that does not say. */
const DEFAULT_LIFETIME_S = 7200;

/**
 * Reads an answer of `apim-token-service`; undefined when the text is no such answer.
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
  if (!isJsonObject(data)) return undefined;
  const { accessToken, expire } = data;
  if (typeof accessToken !== "string" || accessToken === "") return undefined;
  return { accessToken, lifetimeMs: (toInteger(expire) ?? DEFAULT_LIFETIME_S) * 1000 };
}

/** The access key and secret key of the service account by which EnOS authenticates this application. */
export interface EnosCredentials {
  readonly appKey: string;
  readonly appSecret: Secret;
}
