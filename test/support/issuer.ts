import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from "jose";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { INPUT } from "./createDevice.js";
import { PRODUCTION } from "./production.js";

/** The environment of a subgraph that believes an issuer's tokens; where its keys are is missing. */
export const JWT = {
  ...PRODUCTION,
  ROUTER_AUTH: "jwt",
  JWT_ISSUER: "https://id.example.com",
  JWT_AUDIENCE: "devices",
};

/** Claims with which devices can be created. */
export const ABLE = { orgs: [INPUT.orgId], scope: "device:create device:secret" };

/** Seconds. */
export const MINUTE = 60;

export interface Token {
  readonly claims?: JWTPayload;
  readonly key?: Parameters<SignJWT["sign"]>[0];
  readonly alg?: string;
  readonly kid?: string;
  readonly expiresIn?: number;
}

/** An issuer that signs tokens, with the file of its public keys. */
export class Issuer {
  private constructor(
    private readonly privateKey: CryptoKey,
    private readonly publicKey: object,
    readonly jwks: object,
    readonly jwksFile: string,
  ) {}

  static async create(): Promise<Issuer> {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const key = { ...(await exportJWK(publicKey)), alg: "ES256" };
    const jwks = { keys: [{ ...key, kid: "one" }] };
    const jwksFile = join(mkdtempSync(join(tmpdir(), "jwks-")), "jwks.json");
    writeFileSync(jwksFile, JSON.stringify(jwks));
    return new Issuer(privateKey, key, jwks, jwksFile);
  }

  /** Returns the key set after the key got another ID, as when keys are rotated. */
  jwksUnder(kid: string): object {
    return { keys: [{ ...this.publicKey, kid }] };
  }

  /** Returns a valid token, or one with a fault. */
  token({
    claims = ABLE,
    key = this.privateKey,
    alg = "ES256",
    kid = "one",
    expiresIn = MINUTE,
  }: Token = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({
      iss: JWT.JWT_ISSUER,
      aud: JWT.JWT_AUDIENCE,
      ...(Number.isFinite(expiresIn) && { exp: now + expiresIn }),
      ...claims,
    })
      .setProtectedHeader({ alg, kid })
      .sign(key);
  }
}
