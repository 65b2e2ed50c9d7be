import { randomUUID } from "node:crypto";

import type { Clock } from "../settings.js";

/** A valid access token. */
export interface Token {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Number of expired tokens that are still recognized as such. */
const MAX_EXPIRED = 1_000;

/** The access token of the application. EnOS gives an application one token at a time, which all its clients share. */
export class Tokens {
  #current: Token | undefined;
  /** Tokens that once were valid: they are "expired", a token that was never issued is "unknown". */
  readonly #expired = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly lifetimeSeconds: () => number,
  ) {}

  /** Returns the valid token, or issues one. */
  get(): Token {
    return this.#valid() ?? this.#issue();
  }

  /** Replaces the valid token, which expires. Returns `undefined` if `accessToken` is not the valid one. */
  refresh(accessToken: string): Token | undefined {
    if (this.#valid()?.accessToken !== accessToken) return undefined;
    this.expire();
    return this.#issue();
  }

  /** Expires the valid token. */
  expire(): void {
    if (!this.#current) return;
    this.#expired.add(this.#current.accessToken);
    this.#current = undefined;
    const [oldest] = this.#expired;
    if (this.#expired.size > MAX_EXPIRED && oldest !== undefined) this.#expired.delete(oldest);
  }

  /** Returns the validity of a token that a call presents. */
  validityOf(accessToken: string): "valid" | "expired" | "unknown" {
    if (this.#valid()?.accessToken === accessToken) return "valid";
    return this.#expired.has(accessToken) ? "expired" : "unknown";
  }

  /** Returns the remaining lifetime of a token in whole seconds. */
  secondsLeft(token: Token): number {
    return Math.ceil((token.expiresAt - this.clock()) / 1000);
  }

  #valid(): Token | undefined {
    if (this.#current && this.#current.expiresAt <= this.clock()) this.expire();
    return this.#current;
  }

  #issue(): Token {
    this.#current = {
      accessToken: randomUUID(),
      expiresAt: this.clock() + this.lifetimeSeconds() * 1000,
    };
    return this.#current;
  }
}
