import { type JSONWebKeySet, createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify } from "jose";

import { Caller } from "../../graphql/caller.js";
import { type CallerDefaults, Unauthorized, type Authenticator } from "./authenticator.js";
import { readWords } from "./words.js";

export interface JwtOptions {
  /** The keys that tokens are signed with: themselves, or where to fetch them when first needed. */
  readonly keys: URL | JSONWebKeySet;
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** How far the clocks of issuer and verifier may differ. Seconds. */
  readonly clockTolerance: number;
  readonly claims: ClaimNames;
  readonly defaults: CallerDefaults;
  /** Told when a token could not be judged because its keys could not be had. */
  readonly onKeysMissing: (error: unknown) => void;
}

const CHALLENGE = "Bearer";
const NO_TOKEN = new Unauthorized(
  "Only bearers of a token may ask: send it in the header authorization, as “Bearer …”.",
  CHALLENGE,
);
const NO_KEYS = new Unauthorized("The token cannot be verified at the moment.", CHALLENGE);

/** Lets in whoever bears a token of the issuer's, in `authorization: Bearer …`, with the rights it names. */
export function jwtAuthenticator(options: JwtOptions): Authenticator {
  const { keys, issuer, audience, clockTolerance, claims, defaults, onKeysMissing } = options;
  const keySet = keys instanceof URL ? createRemoteJWKSet(keys) : createLocalJWKSet(keys);
  const algorithms = [...options.algorithms];
  const demands = { issuer, audience, algorithms, clockTolerance, requiredClaims: ["exp"] };
  return {
    admit: async ({ headers }) => {
      const token = /^Bearer +([\w.-]+)$/i.exec(headers.authorization ?? "")?.[1];
      if (token === undefined) return NO_TOKEN;
      try {
        const { payload } = await jwtVerify(token, keySet, demands);
        return readClaims(payload, claims, defaults);
      } catch (error) {
        if (isFaultOfToken(error)) return invalidToken(error);
        onKeysMissing(error);
        return NO_KEYS;
      }
    },
  };
}

/** What else goes wrong is a key set that cannot be fetched or read. */
function isFaultOfToken(error: unknown): error is errors.JOSEError {
  return (
    error instanceof errors.JWTInvalid ||
    error instanceof errors.JWTExpired ||
    error instanceof errors.JWTClaimValidationFailed ||
    error instanceof errors.JWSInvalid ||
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JOSEAlgNotAllowed ||
    error instanceof errors.JOSENotSupported ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  );
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
