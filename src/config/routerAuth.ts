import { readFileSync } from "node:fs";

import type { JSONWebKeySet } from "jose";
import { z } from "zod";

import { Secret } from "../runtime/secret.js";
import type { RouterAuth } from "../server/auth/createAuthenticator.js";
import { findUrlFault } from "./urls.js";

/** Signatures that only the issuer can make: with `HS256` whoever verifies could also sign. */
const ALGORITHMS = [
  ...["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA", "Ed25519"],
];

const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean),
);

/** The variables that say who may ask. */
export const routerAuthVariables = {
  ROUTER_AUTH: z.enum(["secret", "jwt", "none"], { error: "must be secret, jwt or none" }).optional(),
  ROUTER_SECRET: list
    .refine((secrets) => secrets.every((secret) => /^[\x21-\x7e]+$/.test(secret)), {
      error: "must consist of visible ASCII characters, which is all that a header carries",
    })
    .optional(),
  JWT_JWKS_URL: z
    .string()
    .superRefine((text, context) => {
      const message = findUrlFault(text);
      if (message) context.addIssue({ code: "custom", message });
    })
    .optional(),
  JWT_JWKS_FILE: z.string().transform(readKeys).optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().optional(),
  JWT_ALGORITHMS: list
    .refine((names) => names.length > 0 && names.every((name) => ALGORITHMS.includes(name)), {
      error: `must be a list of ${ALGORITHMS.join(", ")}`,
    })
    .default(["RS256", "ES256"]),
  JWT_CLOCK_TOLERANCE: z
    .string()
    .regex(/^\d{1,3}$/, "must be a number of seconds, 0 to 999")
    .transform(Number)
    .default(5),
  JWT_ORGS_CLAIM: z.string().default("orgs"),
  JWT_SCOPES_CLAIM: z.string().default("scope"),
};

type Variables = z.output<z.ZodObject<typeof routerAuthVariables>>;

/** Gives what is missing to know the router by; in production nothing stands in for it. */
export function findMissingAuth(
  present: Readonly<Record<string, string | undefined>>,
  production: boolean,
): string[] {
  switch (chooseKind(present, production)) {
    case "secret":
      return /[^\s,]/.test(present.ROUTER_SECRET ?? "") ? [] : [NO_SECRET];
    case "jwt":
      return findMissingJwt(present);
    default:
      return [];
  }
}

/** Gives the way to know the router, from variables that lack nothing. */
export function toRouterAuth(env: Variables, production: boolean): RouterAuth {
  switch (chooseKind(env, production)) {
    case "secret":
      return { kind: "secret", secrets: (env.ROUTER_SECRET ?? []).map((secret) => new Secret(secret)) };
    case "jwt":
      return {
        kind: "jwt",
        keys: env.JWT_JWKS_FILE ?? new URL(env.JWT_JWKS_URL ?? ""),
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

const NO_SECRET =
  "ROUTER_SECRET is missing: what the router sends in router-authorization. " +
  "Say ROUTER_AUTH=jwt to verify tokens instead, or ROUTER_AUTH=none only where nobody but the router can connect.";

/** Unsaid, it is what the other variables are there for; development alone may go without. */
function chooseKind(
  env: Readonly<Partial<Record<keyof Variables, unknown>>>,
  production: boolean,
): RouterAuth["kind"] {
  const { ROUTER_AUTH, ROUTER_SECRET, JWT_JWKS_URL, JWT_JWKS_FILE } = env;
  if (ROUTER_AUTH === "secret" || ROUTER_AUTH === "jwt" || ROUTER_AUTH === "none") return ROUTER_AUTH;
  if (ROUTER_SECRET !== undefined) return "secret";
  if (JWT_JWKS_URL !== undefined || JWT_JWKS_FILE !== undefined) return "jwt";
  return production ? "secret" : "none";
}

function findMissingJwt(present: Readonly<Record<string, string | undefined>>): string[] {
  const { JWT_JWKS_URL, JWT_JWKS_FILE, JWT_ISSUER, JWT_AUDIENCE } = present;
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
