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

/**
 * Whether such a device can exist at all.
 *
 * IDs go into search expressions, for which EnOS documents no escape: one that is no ID never gets there.
 */
export function canExist(reference: DeviceReference): boolean {
  return Object.values(reference).every((id: string) => ID.test(id));
}

/** Gives a text that references to the same device by the same kind of key share, and no others. */
export function nameOf(reference: DeviceReference): string {
  // JSON keeps apart what plain joining would mix up: nobody has judged yet whether these can be IDs.
  const { orgId } = reference;
  return "assetId" in reference
    ? JSON.stringify([orgId, reference.assetId])
    : JSON.stringify([orgId, reference.productKey, reference.deviceKey]);
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
