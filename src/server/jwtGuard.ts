import { createLocalJWKSet, createRemoteJWKSet, errors, jwtVerify, type JSONWebKeySet } from "jose";

import { readClaims, type ClaimNames } from "./claims.js";
import { Denial, type CallerDefaults, type Guard } from "./guard.js";

export interface JwtGuardOptions {
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
const NO_TOKEN = new Denial(
  "Only bearers of a token may ask: send it in the header authorization, as “Bearer …”.",
  CHALLENGE,
);
const NO_KEYS = new Denial("The token cannot be verified at the moment.", CHALLENGE);

/** Lets in whoever bears a token of the issuer's, in `authorization: Bearer …`, with the rights it names. */
export function jwtGuard(options: JwtGuardOptions): Guard {
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

function invalidToken(error: errors.JOSEError): Denial {
  const expired = error instanceof errors.JWTExpired;
  const claim = error instanceof errors.JWTClaimValidationFailed ? error.claim : undefined;
  const reason = expired
    ? "it has expired"
    : claim
      ? `its claim ${claim} is not the one expected`
      : undefined;
  return new Denial(
    `The token is not valid${reason === undefined ? "" : `: ${reason}`}.`,
    `${CHALLENGE} error="invalid_token"`,
  );
}
