import type { AssetReference } from "./deviceReference.js";

/** Version of the format, the first part of an ID: later versions may have other parts. */
const VERSION = "1";

/** Returns `Device.id`: base64url of `["1", orgId, assetId]` as JSON. It changes when a device moves to another organization. */
export function toDeviceId({ orgId, assetId }: AssetReference): string {
  return Buffer.from(JSON.stringify([VERSION, orgId, assetId])).toString("base64url");
}

/** Reads `Device.id`; undefined for every spelling but the one that `toDeviceId` returns. */
export function readDeviceId(id: string): AssetReference | undefined {
  const parts = parse(Buffer.from(id, "base64url").toString());
  if (!Array.isArray(parts) || parts.length !== 3 || parts[0] !== VERSION) return undefined;
  const [, orgId, assetId] = parts as unknown[];
  if (typeof orgId !== "string" || typeof assetId !== "string") return undefined;
  const reference = { orgId, assetId };
  return toDeviceId(reference) === id ? reference : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
