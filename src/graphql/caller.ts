import { GraphQLError } from "graphql";

export const SCOPES = [
  "device:create",
  "device:read",
  "device:update",
  "device:delete",
  "device:secret",
] as const;
export type Scope = (typeof SCOPES)[number];

/** The caller: the organizations that it may act for, and its scopes. */
export class Caller {
  readonly #actsForAll: boolean;

  /** @param organizations IDs. `*` means all of them only when it is the whole list. */
  constructor(
    private readonly organizations: readonly string[],
    private readonly scopes: readonly string[],
  ) {
    this.#actsForAll = organizations.length === 1 && organizations[0] === "*";
  }

  mayActFor(orgId: string): boolean {
    return this.#actsForAll || (orgId !== "*" && this.organizations.includes(orgId));
  }

  has(scope: Scope): boolean {
    return this.scopes.includes(scope);
  }

  /** @throws GraphQLError FORBIDDEN, naming the scope that is missing. */
  require(scope: Scope): void {
    if (this.has(scope)) return;
    throw new GraphQLError(`The caller lacks the scope ${scope}.`, {
      extensions: { code: "FORBIDDEN", scope },
    });
  }
}
