import type { Clock } from "../../runtime/clock.js";
import { Deadline } from "../../runtime/deadline.js";
import type { Secret } from "../../runtime/secret.js";
import type { Telemetry } from "../../runtime/telemetry.js";
import { EnosRequestError, RequestNotSentError } from "../errors.js";
import { MAX_ATTEMPTS, backoff } from "../resilience/retryPolicy.js";
import type { EnosCredentials, TokenService } from "./tokenEndpoint.js";

/** A token is renewed this long before it expires. Milliseconds. */
const RENEW_EARLY_MS = 10 * 60_000;
/** Pause between attempts to renew: until a token expires, EnOS returns the same one. Milliseconds. */
const RENEW_EVERY_MS = 60_000;
/** Time limit of one fetch, however many requests wait for it. Milliseconds. */
const FETCH_LIMIT_MS = 10_000;
/** The pause after a first definite refusal; each further one doubles it. Milliseconds. */
const FIRST_REFUSAL_PAUSE_MS = 1_000;
const MAX_REFUSAL_PAUSE_MS = 60_000;

/** The token and secret that sign requests until EnOS refuses them. */
export interface AccessToken {
  readonly text: string;
  /** The secret key of the pair that the token was given for. */
  readonly appSecret: Secret;
}

interface StoredToken {
  readonly token: AccessToken;
  readonly expiresAt: number;
  readonly renewAt: number;
}

/** A definite refusal of the credentials, valid until `until`. */
interface Refusal {
  readonly error: EnosRequestError;
  readonly until: number;
  readonly pauseMs: number;
}

export interface AccessTokensOptions {
  readonly service: TokenService;
  /** Returns the access key and secret key to use now. They belong together and are read as a pair. */
  readonly credentials: () => EnosCredentials;
  readonly clock: Clock;
  readonly random: () => number;
  readonly telemetry: Telemetry;
}

/** The one access token of this process: fetched once for all waiting requests, renewed before it expires. */
export class AccessTokens {
  #stored: StoredToken | undefined;
  #fetching: Promise<AccessToken> | undefined;
  #refusal: Refusal | undefined;
  /** The pair that EnOS accepted last: it is used while a new one is refused. */
  #accepted: EnosCredentials | undefined;

  constructor(private readonly options: AccessTokensOptions) {}

  /**
   * Returns the token to use now, at once where there is one.
   *
   * @throws EnosRequestError NOT_APPLIED when EnOS gives no token before the deadline.
   */
  current(deadline: Deadline): AccessToken | Promise<AccessToken> {
    const now = this.options.clock.now();
    const stored = this.#stored;
    if (stored && now < stored.expiresAt) {
      if (now >= stored.renewAt) {
        // The stored token is still valid, so a renewal that fails is repeated only after a pause.
        this.#stored = { ...stored, renewAt: now + RENEW_EVERY_MS };
        this.#fetch().catch(() => undefined);
      }
      return stored.token;
    }
    return deadline.race(
      this.#fetch(),
      () =>
        new RequestNotSentError("EnOS gave the subgraph no access token in time.", { retry: "UNAVAILABLE" }),
    );
  }

  /** Notes that EnOS refused a token, so that the next caller fetches another one unless there is a newer one already. */
  refused(token: AccessToken): void {
    if (this.#stored?.token === token) this.#stored = undefined;
  }

  #fetch(): Promise<AccessToken> {
    const refusal = this.#refusal;
    // Wrong credentials stay wrong: they are tried again once after a pause, not once for each caller.
    if (refusal && this.options.clock.now() < refusal.until) return Promise.reject(refusal.error);
    this.#fetching ??= this.#fetchForSomePair().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetchForSomePair(): Promise<AccessToken> {
    const credentials = this.options.credentials();
    const accepted = this.#accepted;
    try {
      return await this.#fetchWithRetries(credentials);
    } catch (error) {
      if (!(error instanceof EnosRequestError) || error.retry !== "FATAL") throw error;
      if (accepted && !isSamePair(accepted, credentials)) return await this.#fetchWithRetries(accepted);
      this.#remember(error);
      throw error;
    }
  }

  #remember(error: EnosRequestError): void {
    const previous = this.#refusal?.pauseMs ?? FIRST_REFUSAL_PAUSE_MS / 2;
    const pauseMs = Math.min(MAX_REFUSAL_PAUSE_MS, 2 * previous);
    this.#refusal = { error, pauseMs, until: this.options.clock.now() + pauseMs };
  }

  async #fetchWithRetries(credentials: EnosCredentials): Promise<AccessToken> {
    const { clock, random } = this.options;
    const limit = new Deadline({ clock, ms: FETCH_LIMIT_MS });
    try {
      for (let attempt = 1; ; attempt++) {
        const result = await this.#fetchOnce(credentials, limit);
        if (!(result instanceof EnosRequestError)) return result;
        const { retry } = result;
        if (retry !== "TRANSIENT" && retry !== "THROTTLING") throw result;
        const pause = backoff(retry, attempt, random, result.retryAfterMs);
        if (attempt === MAX_ATTEMPTS || !limit.leaves(pause)) throw toTokenError(result, "UNAVAILABLE");
        await clock.sleep(pause, limit.signal);
      }
    } finally {
      limit.end();
    }
  }

  async #fetchOnce(
    credentials: EnosCredentials,
    deadline: Deadline,
  ): Promise<AccessToken | EnosRequestError> {
    const { service, telemetry, clock } = this.options;
    try {
      const { accessToken, lifetimeMs } = await service.get(credentials, deadline);
      telemetry.tokenFetched("granted");
      const now = clock.now();
      const token = { text: accessToken, appSecret: credentials.appSecret };
      this.#stored = {
        token,
        expiresAt: now + lifetimeMs,
        renewAt: now + Math.max(RENEW_EVERY_MS, lifetimeMs - RENEW_EARLY_MS),
      };
      this.#accepted = credentials;
      this.#refusal = undefined;
      return token;
    } catch (error) {
      if (!(error instanceof EnosRequestError)) throw error;
      const { message, code, detail } = error;
      telemetry.tokenFetched("refused", { reason: message, code, detail });
      // The request for a token carries no token that could have expired: this fault of the gateway may be gone at the next attempt.
      return toTokenError(error, error.retry === "AUTH_EXPIRED" ? "TRANSIENT" : error.retry);
    }
  }
}

/** Without a token the request to the device service was never sent, so it is not applied in any case. */
function toTokenError(error: EnosRequestError, retry: EnosRequestError["retry"]): RequestNotSentError {
  return new RequestNotSentError(error.message, { ...error.details, retry });
}

function isSamePair(one: EnosCredentials, other: EnosCredentials): boolean {
  return one.appKey === other.appKey && one.appSecret.reveal() === other.appSecret.reveal();
}
