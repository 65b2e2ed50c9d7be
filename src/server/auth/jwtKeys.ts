import {
  createLocalJWKSet,
  errors,
  type CryptoKey,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from "jose";

import type { Clock } from "../../runtime/clock.js";
import type { Telemetry } from "../../runtime/telemetry.js";

/** Finds the key that a token is signed with. */
export interface JwtKeys {
  /**
   * Returns the key that a token names.
   *
   * @throws JWKSNoMatchingKey when the issuer does not have the key, and KeysUnavailableError when its keys are unknown.
   */
  find(header: JWSHeaderParameters | undefined, token: FlattenedJWSInput): Promise<CryptoKey>;
}

/** The issuer's keys cannot be fetched, and the keys fetched before may no longer be used. */
export class KeysUnavailableError extends Error {
  override readonly name = "KeysUnavailableError";
}

/** Keys that never change while the program runs. */
export function fixedKeys(keys: JSONWebKeySet): JwtKeys {
  return { find: createLocalJWKSet(keys) };
}

/** Keys are fetched anew when they are this old and a token comes. Milliseconds. */
const REFRESH_AFTER_MS = 10 * 60_000;

/** Least time between two fetches while keys are known: any client can send a token that names an unknown key. Milliseconds. */
const COOLDOWN_MS = 30_000;

/** Least time between two fetches while no keys are known, and every token is refused. Milliseconds. */
const RETRY_AFTER_MS = 1_000;

const FETCH_TIMEOUT_MS = 5_000;

export interface RemoteKeysOptions {
  readonly url: URL;
  /** How long keys may be used after they were fetched. Milliseconds. */
  readonly graceMs: number;
  readonly clock: Clock;
  readonly telemetry: Pick<Telemetry, "dependencySeen">;
}

/**
 * The keys that an issuer publishes, fetched when the first token comes.
 *
 * While the issuer is down, the keys that were fetched last are still used. A token with an unknown key causes another
 * fetch, because issuers rotate keys.
 *
 * @see RFC 7517, "JSON Web Key Set"
 */
export class RemoteKeys implements JwtKeys {
  #find: JwtKeys["find"] | undefined;
  #fetchedAt = -Infinity;
  #triedAt = -Infinity;
  #failed = false;
  #fetching: Promise<void> | undefined;

  constructor(private readonly options: RemoteKeysOptions) {}

  async find(header: JWSHeaderParameters | undefined, token: FlattenedJWSInput): Promise<CryptoKey> {
    const { clock, graceMs } = this.options;
    const age = clock.now() - this.#fetchedAt;
    if (age > graceMs) this.#find = undefined;
    if (!this.#find) await this.#fetch(RETRY_AFTER_MS);
    // Known keys are used at once, without waiting for the fetch.
    else if (age > Math.min(REFRESH_AFTER_MS, graceMs / 2)) void this.#fetch(COOLDOWN_MS);
    try {
      return await this.#findKnown(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.#fetch(COOLDOWN_MS);
      if (this.#failed) throw new KeysUnavailableError("a token names a key that is unknown");
      return this.#findKnown(header, token);
    }
  }

  #findKnown(header: JWSHeaderParameters | undefined, token: FlattenedJWSInput): Promise<CryptoKey> {
    if (!this.#find) throw new KeysUnavailableError("no keys are known");
    return this.#find(header, token);
  }

  /** Resolves when a fetch has ended; at once when the last one began less than `cooldownMs` ago. */
  async #fetch(cooldownMs: number): Promise<void> {
    const { clock } = this.options;
    if (!this.#fetching && clock.now() - this.#triedAt < cooldownMs) return;
    this.#triedAt = this.#fetching ? this.#triedAt : clock.now();
    this.#fetching ??= this.#fetchNow().finally(() => {
      this.#fetching = undefined;
    });
    await this.#fetching;
  }

  async #fetchNow(): Promise<void> {
    const { url, clock, telemetry } = this.options;
    try {
      const response = await fetch(url, {
        headers: { accept: "application/jwk-set+json, application/json" },
        redirect: "error",
        signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
      });
      if (response.status !== 200) throw new Error(`the issuer answered with the status ${response.status}`);
      this.#find = createLocalJWKSet((await response.json()) as JSONWebKeySet);
      this.#fetchedAt = clock.now();
      this.#failed = false;
      telemetry.dependencySeen("jwks", "up");
    } catch (error) {
      this.#failed = true;
      telemetry.dependencySeen("jwks", "down", toReason(error));
    }
  }
}

/** Returns why a fetch failed: the message of `fetch` itself gives no reason. */
function toReason(error: unknown): string {
  const { cause } = error as Error;
  return cause instanceof Error ? `${String(error)}: ${cause.message}` : String(error);
}
