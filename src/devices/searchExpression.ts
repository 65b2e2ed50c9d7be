import type { AssetReference, DeviceReference, KeyReference } from "./deviceReference.js";

/**
 * Gives the expression that finds devices of one organization; all references must be of the same kind, and such
 * as can exist.
 *
 * @see EnOS API manual, "Search Device", table of `expression`
 */
export function toSearchExpression(references: readonly DeviceReference[]): string {
  const assets = references.filter((reference): reference is AssetReference => "assetId" in reference);
  if (assets.length > 0)
    return isIn(
      "assetId",
      assets.map(({ assetId }) => assetId),
    );
  return toKeyExpression(references as readonly KeyReference[]);
}

/** Some editions want a key to be unique in its product only, so each product asks for its own. */
function toKeyExpression(references: readonly KeyReference[]): string {
  const products = Map.groupBy(references, ({ productKey }) => productKey);
  return [...products]
    .map(([productKey, keys]) => {
      const deviceKeys = isIn(
        "deviceKey",
        keys.map(({ deviceKey }) => deviceKey),
      );
      return `(productKey = '${productKey}' and ${deviceKeys})`;
    })
    .join(" or ");
}

function isIn(field: string, ids: readonly string[]): string {
  return `${field} in (${ids.map((id) => `'${id}'`).join(", ")})`;
}
