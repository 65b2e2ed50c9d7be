import { errors, jwtVerify, type JWTVerifyGetKey } from "jose";

import { Caller } from "../../graphql/caller.js";
import {
  type Authenticator,
  AuthUnavailable,
  type CallerDefaults,
  splitList,
  Unauthorized,
} from "./authenticator.js";
import { type JwtKeys, KeysUnavailableError } from "./jwtKeys.js";

/** The conditions for accepting a token, and the claims that state its bearer's rights. */
export interface TokenRequirements {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** How far the clocks of issuer and verifier may differ. Seconds. */
  readonly clockTolerance: number;
  readonly claims: ClaimNames;
}

const CHALLENGE = "Bearer";
const NO_TOKEN = new Unauthorized(
  "A token is needed: send it in the header authorization, as “Bearer …”.",
  CHALLENGE,
);
const NO_KEYS = new AuthUnavailable(
  "The token cannot be verified at the moment, because the keys of its issuer cannot be fetched. Try again later.",
);

/** Accepts requests with a token of the issuer in `authorization: Bearer …`, with the rights that it names. */
export function jwtAuthenticator(
  keys: JwtKeys,
  { issuer, audience, algorithms, clockTolerance, claims }: TokenRequirements,
  defaults: CallerDefaults,
): Authenticator {
  const options = {
    issuer,
    audience,
    algorithms: [...algorithms],
    clockTolerance,
    requiredClaims: ["exp"],
  };
  const findKey: JWTVerifyGetKey = (header, jws) => keys.find(header, jws);
  return {
    authenticate: async ({ headers }) => {
      const token = /^Bearer +([\w.-]+)$/i.exec(headers.authorization ?? "")?.[1];
      if (token === undefined) return NO_TOKEN;
      try {
        const { payload } = await jwtVerify(token, findKey, options);
        return readClaims(payload, claims, defaults);
      } catch (error) {
        if (error instanceof errors.JOSEError) return invalidToken(error);
        if (error instanceof KeysUnavailableError) return NO_KEYS;
        throw error;
      }
    },
  };
}

function invalidToken(error: errors.JOSEError): Unauthorized {
  const expired = error instanceof errors.JWTExpired;
  const claim = error instanceof errors.JWTClaimValidationFailed ? error.claim : undefined;
  const reason = expired
    ? "it has expired"
    : claim
      ? `its claim ${claim} is not the one expected`
      : undefined;
  return new Unauthorized(
    `The token is not valid${reason === undefined ? "" : `: ${reason}`}.`,
    `${CHALLENGE} error="invalid_token"`,
  );
}

/** Names of the claims that state the bearer's rights. */
export interface ClaimNames {
  readonly organizations: string;
  readonly scopes: string;
}

/** Returns the caller that a verified token describes; an absent claim leaves the default. */
function readClaims(
  claims: Readonly<Record<string, unknown>>,
  names: ClaimNames,
  defaults: CallerDefaults,
): Caller {
  return new Caller(
    readClaim(findClaim(claims, names.organizations)) ?? defaults.organizations,
    readClaim(findClaim(claims, names.scopes)) ?? defaults.scopes,
  );
}

/** Returns a claim by its full name (`https://example.com/orgs`) or by a path into objects (`realm_access.roles`). */
function findClaim(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name
    .split(".")
    .reduce<unknown>(
      (value, key) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      claims,
    );
}

/** Elements of a list are taken as they are. A claim of any other kind gives no rights, not the default ones. */
function readClaim(claim: unknown): readonly string[] | undefined {
  if (claim === undefined) return undefined;
  if (typeof claim === "string") return splitList(claim);
  return Array.isArray(claim) ? claim.filter((element) => typeof element === "string") : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
