import type { IncomingMessage } from "node:http";

import { Caller } from "../graphql/caller.js";

/** What a guard sees of a request: its body has not been read yet. */
export type Visitor = Pick<IncomingMessage, "headers" | "rawHeaders">;

/** Decides who gets in and as whom. */
export interface Guard {
  /** Gives the caller on whose behalf a request is made, or why it must not be answered: at once where it can. */
  admit(visitor: Visitor): Admission | Promise<Admission>;
}

export type Admission = Caller | Denial;

/** Why somebody stays outside, and what to send instead. */
export class Denial {
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
export function openGuard({ organizations, scopes }: CallerDefaults): Guard {
  const caller = new Caller(organizations, scopes);
  return { admit: () => caller };
}
