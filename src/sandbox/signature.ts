import { createHash, timingSafeEqual } from "node:crypto";

/** What a signature covers. */
export interface Signed {
  readonly accessToken: string;
  /** Decoded parameters, of a repeated name the first value only. */
  readonly query: ReadonlyMap<string, string>;
  /** The bytes as received: a body that was parsed and written again would be another request. */
  readonly body: Buffer;
  readonly timestamp: string;
  readonly appSecret: string;
}

/** Gives the signature EnOS expects, as lower-case hex (manual: "Invoking an API with an access token"). */
export function signatureOf({ accessToken, query, body, timestamp, appSecret }: Signed): string {
  const hash = createHash("sha256").update(accessToken);
  for (const name of [...query.keys()].sort()) hash.update(name).update(query.get(name) ?? "");
  return hash.update(body).update(timestamp).update(appSecret).digest("hex");
}

/** Gives the `encryption` that proves to the token service who asks, as lower-case hex. */
export function encryptionOf(appKey: string, timestamp: string, appSecret: string): string {
  return createHash("sha256").update(appKey).update(timestamp).update(appSecret).digest("hex");
}

/** Tells whether two digests are the same, in a time that does not say how much of them is. */
export function sameDigest(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
