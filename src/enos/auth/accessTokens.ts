import type { Clock } from "../../runtime/clock.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { Telemetry } from "../../runtime/telemetry.js";
import { type NoAnswer, classifyError, classifyReply, none } from "../http/classifyResponse.js";
import { raceWithSignal } from "../../runtime/deadline.js";
import { backoff } from "../resilience/retryPolicy.js";
import type { Grant, TokenService } from "./tokenEndpoint.js";

const MAX_ATTEMPTS = 4;
/** A token is renewed this long before it expires. Milliseconds. */
const RENEW_EARLY = 10 * 60_000;
/** EnOS gives the same token until it dies, so asking more often than this for a newer one is noise. Milliseconds. */
const RENEW_EVERY = 60_000;
/** All the time that one fetch may take, whoever waits for it. Milliseconds. */
const FETCH_LIMIT = 10_000;

interface Token {
  readonly text: string;
  readonly expiresAt: number;
  readonly renewAt: number;
}

export interface AccessTokensOptions {
  readonly service: TokenService;
  readonly clock: Clock;
  readonly random: () => number;
  readonly telemetry: Telemetry;
}

/** The one access token of this process: fetched once however many wait, renewed before it expires. */
export class AccessTokens {
  #token: Token | undefined;
  #fetching: Promise<string | NoAnswer> | undefined;

  constructor(private readonly options: AccessTokensOptions) {}

  /** The token to use now, at once where there is one; or why there is none. */
  current(deadline: Deadline): string | Promise<string | NoAnswer> {
    const now = this.options.clock.now();
    const token = this.#token;
    if (token && now < token.expiresAt) {
      if (now >= token.renewAt) {
        // Whatever comes of it, the token still serves: no reason to hurry the token service.
        this.#token = { ...token, renewAt: now + RENEW_EVERY };
        void this.#fetch();
      }
      return token.text;
    }
    const late = none("NOT_APPLIED", "UNAVAILABLE", "EnOS gave the subgraph no access token in time.");
    return raceWithSignal(deadline.signal, this.#fetch(), () => new Error(late.reason)).catch(() => late);
  }

  /** Notes that EnOS refused a token, so that the next caller fetches another unless somebody already did. */
  refused(token: string): void {
    if (this.#token?.text === token) this.#token = undefined;
  }

  #fetch(): Promise<string | NoAnswer> {
    this.#fetching ??= this.#fetchWithRetries().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #fetchWithRetries(): Promise<string | NoAnswer> {
    const { clock, random } = this.options;
    const limit = AbortSignal.timeout(FETCH_LIMIT);
    const until = clock.now() + FETCH_LIMIT;
    for (let attempt = 1; ; attempt++) {
      const result = await this.#fetchOnce(limit);
      if (!("kind" in result)) return this.#keep(result);
      const { retry } = result;
      if (retry !== "TRANSIENT" && retry !== "THROTTLING") return result;
      const pause = backoff(retry, attempt, random, result.retryAfterMs);
      if (attempt === MAX_ATTEMPTS || clock.now() + pause >= until)
        return { ...result, retry: "UNAVAILABLE" };
      await clock.sleep(pause, limit);
    }
  }

  async #fetchOnce(signal: AbortSignal): Promise<Grant | NoAnswer> {
    const { service, telemetry } = this.options;
    let result;
    try {
      const { reply, envelope } = await service.get(signal);
      if (envelope?.status === 0 && envelope.grant) {
        telemetry.tokenFetched("granted");
        return envelope.grant;
      }
      result = classifyReply(reply);
    } catch (error) {
      result = classifyError(error);
    }
    const refusal =
      result.kind === "answer"
        ? none("NOT_APPLIED", "FATAL", "EnOS did not accept the subgraph's credentials.")
        : result;
    telemetry.tokenFetched("refused", refusal);
    // Without a token the device service was never asked, whatever became of the question for the token.
    // There is no token yet that could be renewed: the gateway is confused, and may not be a moment later.
    const retry = refusal.retry === "AUTH_EXPIRED" ? "TRANSIENT" : refusal.retry;
    return { ...refusal, outcome: "NOT_APPLIED", retry };
  }

  #keep(grant: Grant): string {
    const now = this.options.clock.now();
    this.#token = {
      text: grant.accessToken,
      expiresAt: now + grant.lifetimeMs,
      renewAt: now + Math.max(RENEW_EVERY, grant.lifetimeMs - RENEW_EARLY),
    };
    return grant.accessToken;
  }
}
