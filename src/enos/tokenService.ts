import type { Clock } from "./clock.js";
import type { EnosCredentials } from "./credentials.js";
import { encrypt } from "./signature.js";
import { readTokenEnvelope, type TokenEnvelope } from "./tokenEnvelope.js";
import type { RawReply, RawRequest, Transport } from "./transport.js";

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
