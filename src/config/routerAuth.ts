import { readFileSync } from "node:fs";

import type { JSONWebKeySet } from "jose";
import { z } from "zod";

import { Secret } from "../runtime/secret.js";
import type { RouterAuth } from "../server/auth/createAuthenticator.js";
import { readSecretFiles, rereading } from "./secretFiles.js";
import { findUrlFault } from "./urls.js";
import {
  checkedText,
  integer,
  oneOf,
  variable,
  type Environment,
  type Values,
  type Variables,
} from "./variable.js";

/** Signature algorithms with a private key. With `HS256` the verifier could sign, too. */
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];

const KINDS: readonly string[] = ["secret", "jwt", "none"];

const MIN_SECRET_LENGTH = 16;

const commaList = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
);

const routerSecrets = commaList
  .refine((secrets) => secrets.length > 0 && secrets.every((secret) => /^[\x21-\x7e]+$/.test(secret)), {
    error: "must consist of visible ASCII characters, which is all that a header carries",
  })
  .refine((secrets) => secrets.every((secret) => !/["'`]/.test(secret)), { error: "must not contain quotes" })
  .refine((secrets) => secrets.every((secret) => secret.length >= MIN_SECRET_LENGTH), {
    error: `must have at least ${MIN_SECRET_LENGTH} characters in each secret; a comma separates two secrets`,
  })
  .transform((secrets) => secrets.map((secret) => new Secret(secret)));

/** The variables that decide which requests are accepted. */
export const routerAuthVariables = {
  ROUTER_AUTH: variable(
    oneOf(KINDS).optional(),
    "how requests are authenticated: secret, jwt or none",
    "implied by the variables below; else none; in production secret",
  ),
  ROUTER_SECRET: variable(
    routerSecrets.optional(),
    "what the router sends in router-authorization; a comma list, for rotation",
  ),
  JWT_JWKS_URL: variable(checkedText(findUrlFault).optional(), "where the issuer publishes its keys"),
  JWT_JWKS_FILE: variable(z.string().transform(readKeys).optional(), "a file that holds the issuer's keys"),
  JWT_ISSUER: variable(z.string().optional(), "the claim iss that tokens must have"),
  JWT_AUDIENCE: variable(z.string().optional(), "the claim aud that tokens must have"),
  JWT_ALGORITHMS: variable(
    commaList
      .refine((names) => names.length > 0 && names.every((name) => ALGORITHMS.includes(name)), {
        error: `must be a list of ${ALGORITHMS.join(", ")}`,
      })
      .default(["RS256", "ES256"]),
    "the algorithms that tokens may be signed with",
    "RS256,ES256",
  ),
  JWT_CLOCK_TOLERANCE: integer(
    { min: 0, max: 999, fallback: 5, unit: "seconds" },
    "seconds by which the clocks of issuer and verifier may differ",
  ),
  JWT_KEYS_GRACE_S: integer(
    { min: 60, max: 604_800, fallback: 3_600, unit: "seconds" },
    "seconds for which the keys fetched last still serve while the issuer is down; a revoked key stays valid that long",
  ),
  JWT_ORGS_CLAIM: variable(
    z.string().default("orgs"),
    "the claim that lists the organizations; dotted paths lead into objects",
    "orgs",
  ),
  JWT_SCOPES_CLAIM: variable(z.string().default("scope"), "the claim that lists the scopes", "scope"),
} satisfies Variables;

type RouterAuthValues = Values<typeof routerAuthVariables>;

/** Returns the problems of the variables about the router. */
export function findRouterAuthProblems(environment: Environment, production: boolean): string[] {
  const { ROUTER_AUTH } = environment;
  // The unknown value is reported by itself; the intended kind is not known.
  if (ROUTER_AUTH !== undefined && !KINDS.includes(ROUTER_AUTH)) return [];
  switch (chooseKind(environment, production)) {
    case "secret":
      return environment.ROUTER_SECRET || environment.ROUTER_SECRET_FILE ? [] : [NO_SECRET];
    case "jwt":
      return findMissingJwt(environment);
    default:
      return [];
  }
}

const NO_SECRET =
  "ROUTER_SECRET is missing: what the router sends in router-authorization. " +
  "Set ROUTER_AUTH=jwt to verify tokens instead, or ROUTER_AUTH=none where nobody but the router can connect.";

/** Returns whether every client is accepted because no variable says otherwise. */
export function isOpenByDefault(environment: Environment, production: boolean): boolean {
  return environment.ROUTER_AUTH === undefined && chooseKind(environment, production) === "none";
}

/** Returns how the router is authenticated. The variables must have no problems. */
export function toRouterAuth(
  env: RouterAuthValues,
  environment: Environment,
  production: boolean,
): RouterAuth {
  switch (chooseKind(environment, production)) {
    case "secret":
      return { kind: "secret", secrets: toSecrets(env.ROUTER_SECRET ?? [], environment) };
    case "jwt":
      return {
        kind: "jwt",
        keys: env.JWT_JWKS_FILE ?? new URL(env.JWT_JWKS_URL ?? ""),
        keysGraceMs: env.JWT_KEYS_GRACE_S * 1_000,
        issuer: env.JWT_ISSUER ?? "",
        audience: env.JWT_AUDIENCE ?? "",
        algorithms: env.JWT_ALGORITHMS,
        clockTolerance: env.JWT_CLOCK_TOLERANCE,
        claims: { organizations: env.JWT_ORGS_CLAIM, scopes: env.JWT_SCOPES_CLAIM },
      };
    default:
      return { kind: "none" };
  }
}

function toSecrets(secrets: readonly Secret[], environment: Environment): () => readonly Secret[] {
  if (environment.ROUTER_SECRET_FILE === undefined) return () => secrets;
  return rereading(
    secrets,
    () => routerSecrets.safeParse(readSecretFiles(environment).values.ROUTER_SECRET).data,
  );
}

/** ROUTER_AUTH decides, else the other variables do. Only in development may all be absent. */
function chooseKind(environment: Environment, production: boolean): RouterAuth["kind"] {
  const { ROUTER_AUTH, ROUTER_SECRET, ROUTER_SECRET_FILE, JWT_JWKS_URL, JWT_JWKS_FILE } = environment;
  if (ROUTER_AUTH === "secret" || ROUTER_AUTH === "jwt" || ROUTER_AUTH === "none") return ROUTER_AUTH;
  if (ROUTER_SECRET ?? ROUTER_SECRET_FILE) return "secret";
  if (JWT_JWKS_URL ?? JWT_JWKS_FILE) return "jwt";
  return production ? "secret" : "none";
}

function findMissingJwt(environment: Environment): string[] {
  const { JWT_JWKS_URL, JWT_JWKS_FILE, JWT_ISSUER, JWT_AUDIENCE } = environment;
  const missing: string[] = [];
  if (!JWT_JWKS_URL && !JWT_JWKS_FILE)
    missing.push("JWT_JWKS_URL is missing: where the issuer publishes its keys. JWT_JWKS_FILE does as well.");
  if (JWT_JWKS_URL && JWT_JWKS_FILE)
    missing.push("JWT_JWKS_URL and JWT_JWKS_FILE are both set: the keys come from one place.");
  if (!JWT_ISSUER) missing.push("JWT_ISSUER is missing: the claim iss that tokens must have.");
  if (!JWT_AUDIENCE) missing.push("JWT_AUDIENCE is missing: the claim aud that tokens must have.");
  return missing;
}

function readKeys(path: string, context: z.RefinementCtx): JSONWebKeySet {
  try {
    const set = JSON.parse(readFileSync(path, "utf8")) as { keys?: unknown } | null;
    if (Array.isArray(set?.keys)) return set as JSONWebKeySet;
    context.addIssue({ code: "custom", message: 'must hold a JSON Web Key Set: {"keys": […]}' });
  } catch {
    context.addIssue({ code: "custom", message: "must name a readable file that holds JSON" });
  }
  return z.NEVER;
}
