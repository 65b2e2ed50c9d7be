import { randomUUID } from "node:crypto";
import type { Clock } from "./clock.js";

/** A living token. */
export interface Token {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Holds the one token an application has at a time: however many ask, they share it. */
export class Tokens {
  #current: Token | undefined;
  /** Tokens that once were valid: they are "expired", where a token never issued is "invalid". */
  readonly #dead = new Set<string>();

  constructor(
    private readonly clock: Clock,
    private readonly lifetimeSeconds: () => number,
  ) {}

  /** Gives the living token, or a new one where none lives. */
  get(): Token {
    return this.#living() ?? this.#issue();
  }

  /** Gives a new token in place of the living one, which dies; nothing when `accessToken` is not the living one. */
  refresh(accessToken: string): Token | undefined {
    if (this.#living()?.accessToken !== accessToken) return undefined;
    this.expire();
    return this.#issue();
  }

  /** Kills the living token. */
  expire(): void {
    if (this.#current) this.#dead.add(this.#current.accessToken);
    this.#current = undefined;
  }

  /** Tells what a presented token is worth. */
  judge(accessToken: string): "valid" | "expired" | "unknown" {
    if (this.#living()?.accessToken === accessToken) return "valid";
    return this.#dead.has(accessToken) ? "expired" : "unknown";
  }

  /** Gives the whole seconds a token has left. */
  secondsLeft(token: Token): number {
    return Math.ceil((token.expiresAt - this.clock()) / 1000);
  }

  #living(): Token | undefined {
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
