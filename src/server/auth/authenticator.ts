import type { IncomingMessage } from "node:http";

import { Caller } from "../../graphql/caller.js";

/** The part of a request that is known when it is authenticated: its body has not been read yet. */
export type RequestHead = Pick<IncomingMessage, "headers" | "rawHeaders">;

/** Decides whether a request is accepted, and who its caller is. */
export interface Authenticator {
  /** Returns the caller of a request, or why the request is refused; without a promise where possible. */
  authenticate(request: RequestHead): AuthResult | Promise<AuthResult>;
}

export type AuthResult = Caller | Unauthorized | AuthUnavailable;

/** The request has no valid credential. */
export class Unauthorized {
  constructor(
    /** Message for the client: what happened, and what to send instead. */
    readonly message: string,
    /** The value of `www-authenticate`. */
    readonly challenge: string,
  ) {}
}

/** The request's credential cannot be checked at the moment. */
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
 * Returns the entries of a list in one text, separated by ASCII blanks and commas. No other character separates:
 * in headers, whose bytes are read one by one, the blanks of Unicode can be parts of letters.
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
