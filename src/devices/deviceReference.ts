export interface AssetReference {
  readonly orgId: string;
  readonly assetId: string;
}

export interface KeyReference {
  readonly orgId: string;
  readonly productKey: string;
  readonly deviceKey: string;
}

/** A reference to one device: by its asset ID, which never changes, or by its key, which a replacement changes. */
export type DeviceReference = AssetReference | KeyReference;

/** The characters of device keys in all editions of EnOS's manual; asset IDs and product keys use fewer. */
const ID = /^[\w.:-]{1,128}$/;

/** Returns whether a text can be an ID or a key of EnOS's. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/**
 * Returns whether the referenced device can exist.
 *
 * IDs are used in search expressions, for which EnOS documents no escape, so other texts must not get there.
 */
export function canExist(reference: DeviceReference): boolean {
  if (!isId(reference.orgId)) return false;
  return "assetId" in reference
    ? isId(reference.assetId)
    : isId(reference.productKey) && isId(reference.deviceKey);
}

/** Returns a text that is the same for all references to a device by the same kind of key, and differs for all others. */
export function nameOf(reference: DeviceReference): string {
  const { orgId } = reference;
  // With the lengths the text is unambiguous: these texts have not been checked as IDs yet.
  if ("assetId" in reference) return `asset ${orgId.length} ${orgId} ${reference.assetId}`;
  const { productKey, deviceKey } = reference;
  return `key ${orgId.length} ${productKey.length} ${orgId} ${productKey} ${deviceKey}`;
}

/** Returns all references to a device with these fields. */
export function referencesTo(device: {
  readonly orgId: string;
  readonly assetId: string;
  readonly productKey: string;
  readonly deviceKey: string | null;
}): DeviceReference[] {
  const { orgId, assetId, productKey, deviceKey } = device;
  const byAsset = { orgId, assetId };
  return deviceKey === null ? [byAsset] : [byAsset, { orgId, productKey, deviceKey }];
}
