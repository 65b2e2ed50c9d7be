import { createHash, timingSafeEqual } from "node:crypto";

/** The parts of a request that its signature covers. */
export interface SignedParts {
  readonly accessToken: string;
  /** Decoded parameters. Of a repeated parameter, the first value only. */
  readonly query: ReadonlyMap<string, string>;
  /** The bytes as received: parsing and serializing a body again can change it. */
  readonly body: Buffer;
  readonly timestamp: string;
  readonly appSecret: string;
}

/**
 * Returns the signature EnOS expects, as lower-case hex.
 *
 * @see manual, "Invoking an API with an access token"
 */
export function signatureOf({ accessToken, query, body, timestamp, appSecret }: SignedParts): string {
  const hash = createHash("sha256").update(accessToken);
  for (const name of [...query.keys()].sort()) hash.update(name).update(query.get(name) ?? "");
  return hash.update(body).update(timestamp).update(appSecret).digest("hex");
}

/** Returns the `encryption` that authenticates a token request, as lower-case hex. */
export function encryptionOf(appKey: string, timestamp: string, appSecret: string): string {
  return createHash("sha256").update(appKey).update(timestamp).update(appSecret).digest("hex");
}

/** Compares two digests in constant time. */
export function sameDigest(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
