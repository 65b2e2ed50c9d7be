import { type Answer, gatewayAnswer, tokenAnswer } from "./answer.js";
import { type Call, TOKEN_PATH } from "./call.js";
import type { Credentials } from "./credentials.js";
import { parseJson } from "./parseJson.js";
import { encryptionOf, sameDigest } from "./signature.js";
import { readTokenRequest, type TokenRequest } from "./tokenRequest.js";
import type { Tokens } from "./tokens.js";

/** Answers `token/get` and `token/refresh`. Codes are those of the manual, messages our own: it prints none. */
export class TokenService {
  /** Every `encryption` that was ever right: EnOS takes each one once, so it doubles as a nonce. */
  readonly #used = new Set<string>();

  constructor(
    private readonly credentials: Credentials,
    private readonly tokens: Tokens,
  ) {}

  /** Gives a token, or the reason why not. */
  answer(call: Call): Answer {
    const action = call.path.slice(TOKEN_PATH.length);
    if (call.method !== "POST" || (action !== "get" && action !== "refresh")) return gatewayAnswer(404);
    const body = parseJson(call.body);
    if (body === undefined) return gatewayAnswer(400);
    const request = readTokenRequest(body, action);
    if ("status" in request) return request;
    const refusal = this.#refuse(request);
    if (refusal) return refusal;
    const token = action === "get" ? this.tokens.get() : this.tokens.refresh(request.accessToken);
    if (!token) return tokenAnswer(1204, "Failed to refresh the access token");
    const data = { accessToken: token.accessToken, expire: this.tokens.secondsLeft(token) };
    return tokenAnswer(0, "SUCCESS", data);
  }

  #refuse({ appKey, timestamp, encryption }: TokenRequest): Answer | undefined {
    if (appKey !== this.credentials.appKey) return tokenAnswer(1002, "AppKey does not exist");
    if (!sameDigest(encryption, encryptionOf(appKey, timestamp, this.credentials.appSecret))) {
      return tokenAnswer(1003, "Encryption is not valid");
    }
    if (this.#used.has(encryption)) return tokenAnswer(1001, "Repeated request");
    this.#used.add(encryption);
    return undefined;
  }
}
