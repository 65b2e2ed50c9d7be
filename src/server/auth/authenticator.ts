import type { IncomingMessage } from "node:http";

import { Caller } from "../../graphql/caller.js";

/** What an authenticator sees of a request: its body has not been read yet. */
export type RequestHead = Pick<IncomingMessage, "headers" | "rawHeaders">;

/** Decides who may ask, and on whose behalf. */
export interface Authenticator {
  /** Returns the caller on whose behalf a request is made, or why it is not answered; at once where it can. */
  authenticate(request: RequestHead): AuthResult | Promise<AuthResult>;
}

export type AuthResult = Caller | Unauthorized | AuthUnavailable;

/** The request does not show that it may ask. */
export class Unauthorized {
  constructor(
    /** What happened and what to send instead: for the client. */
    readonly message: string,
    /** The value of `www-authenticate`. */
    readonly challenge: string,
  ) {}
}

/** Whether the request may ask cannot be told at the moment. */
export class AuthUnavailable {
  /** @param message is for the client */
  constructor(readonly message: string) {}
}

/** Used when neither the router nor a token says anything about the caller. */
export interface CallerDefaults {
  readonly organizations: readonly string[];
  readonly scopes: readonly string[];
}

/**
 * Returns the entries of a list in one text, which ASCII blanks and commas separate. No other character separates:
 * the blanks of Unicode can be parts of letters whose bytes are read one by one, as in headers.
 */
export function splitList(text: string): readonly string[] {
  return text.split(/[ \t\r\n,]+/).filter(Boolean);
}

/**
 * Accepts every request, with the default rights: for development, and for meshes that let only the router through.
 *
 * Headers about the caller are ignored: anybody could have written them.
 */
export function openAuthenticator({ organizations, scopes }: CallerDefaults): Authenticator {
  const caller = new Caller(organizations, scopes);
  return { authenticate: () => caller };
}
