export interface AssetReference {
  readonly orgId: string;
  readonly assetId: string;
}

export interface KeyReference {
  readonly orgId: string;
  readonly productKey: string;
  readonly deviceKey: string;
}

/** What names one device: its asset ID, which it keeps for life, or its key, which a replacement changes. */
export type DeviceReference = AssetReference | KeyReference;

/** What the device keys of every edition of EnOS's manual are made of; asset IDs and product keys use less. */
const ID = /^[\w.:-]{1,128}$/;

/** Returns whether a text can be an ID or a key of EnOS's. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/**
 * Whether such a device can exist at all.
 *
 * IDs go into search expressions, for which EnOS documents no escape: one that is no ID never gets there.
 */
export function canExist(reference: DeviceReference): boolean {
  if (!isId(reference.orgId)) return false;
  return "assetId" in reference
    ? isId(reference.assetId)
    : isId(reference.productKey) && isId(reference.deviceKey);
}

/** Gives a text that references to the same device by the same kind of key share, and no others. */
export function nameOf(reference: DeviceReference): string {
  const { orgId } = reference;
  // Lengths keep apart what plain joining would mix up: nothing has checked yet whether these can be IDs.
  if ("assetId" in reference) return `asset ${orgId.length} ${orgId} ${reference.assetId}`;
  const { productKey, deviceKey } = reference;
  return `key ${orgId.length} ${productKey.length} ${orgId} ${productKey} ${deviceKey}`;
}

/** Gives all references to a device that has these fields. */
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
