import type { IncomingMessage } from "node:http";

import { Caller } from "../../graphql/caller.js";

/** What a authenticator sees of a request: its body has not been read yet. */
export type RequestHead = Pick<IncomingMessage, "headers" | "rawHeaders">;

/** Decides who gets in and as whom. */
export interface Authenticator {
  /** Gives the caller on whose behalf a request is made, or why it must not be answered: at once where it can. */
  admit(visitor: RequestHead): AuthResult | Promise<AuthResult>;
}

export type AuthResult = Caller | Unauthorized;

/** Why somebody stays outside, and what to send instead. */
export class Unauthorized {
  constructor(
    readonly message: string,
    /** The value of `www-authenticate`. */
    readonly challenge: string,
  ) {}
}

/** What a caller has about whom nobody says anything. */
export interface CallerDefaults {
  readonly organizations: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * Lets everybody in, with the default rights: for development, and for meshes that let nobody else through.
 *
 * Headers about the caller are not believed: anybody could have written them.
 */
export function openAuthenticator({ organizations, scopes }: CallerDefaults): Authenticator {
  const caller = new Caller(organizations, scopes);
  return { admit: () => caller };
}
