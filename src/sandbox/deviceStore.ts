import type { Device } from "./device.js";

/** The devices of one organization, found by whatever names them without a walk over the others. */
export class DeviceStore {
  readonly #byAssetId = new Map<string, Device>();
  readonly #byDeviceKey = new Map<string, Device>();
  readonly #byProductKey = new Map<string, Device[]>();

  /** Keeps a device whose key is not taken. */
  add(device: Device): void {
    this.#byAssetId.set(device.assetId, device);
    this.#byDeviceKey.set(device.deviceKey, device);
    const siblings = this.#byProductKey.get(device.productKey);
    if (siblings) siblings.push(device);
    else this.#byProductKey.set(device.productKey, [device]);
  }

  /** Gives the device of an asset. */
  byAssetId(assetId: string): Device | undefined {
    return this.#byAssetId.get(assetId);
  }

  /** Gives the device of a key, of whichever product: a key is unique across all of them. */
  byDeviceKey(deviceKey: string): Device | undefined {
    return this.#byDeviceKey.get(deviceKey);
  }

  /** Gives a product's devices, oldest first. */
  byProductKey(productKey: string): readonly Device[] {
    return this.#byProductKey.get(productKey) ?? [];
  }

  /** Gives every device, oldest first. */
  all(): readonly Device[] {
    return [...this.#byAssetId.values()];
  }
}
