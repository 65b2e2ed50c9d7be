import { Caller } from "../graphql/caller.js";
import type { CallerDefaults } from "./guard.js";
import { readWords } from "./words.js";

/** Which claims of a token say what its bearer may do. */
export interface ClaimNames {
  readonly organizations: string;
  readonly scopes: string;
}

/** Gives the caller whom a verified token describes; a claim that it lacks leaves the default. */
export function readClaims(
  claims: Readonly<Record<string, unknown>>,
  names: ClaimNames,
  defaults: CallerDefaults,
): Caller {
  return new Caller(
    readClaim(findClaim(claims, names.organizations)) ?? defaults.organizations,
    readClaim(findClaim(claims, names.scopes)) ?? defaults.scopes,
  );
}

/** A name may be a whole one (`https://example.com/orgs`) or a way into objects (`realm_access.roles`). */
function findClaim(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name
    .split(".")
    .reduce<unknown>(
      (value, key) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      claims,
    );
}

/** A claim that is there and holds no words gives no rights, rather than the default ones. */
function readClaim(claim: unknown): readonly string[] | undefined {
  if (claim === undefined) return undefined;
  if (typeof claim === "string") return readWords(claim);
  return Array.isArray(claim) ? claim.filter((word) => typeof word === "string") : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
