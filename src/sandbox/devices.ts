import type { Device } from "./device.js";
import { DeviceStore } from "./deviceStore.js";

/** The devices of every organization. */
export class Devices {
  readonly #stores = new Map<string, DeviceStore>();

  /** Gives the devices of one organization. */
  of(orgId: string): DeviceStore {
    const known = this.#stores.get(orgId);
    if (known) return known;
    const store = new DeviceStore();
    this.#stores.set(orgId, store);
    return store;
  }

  /** Gives the devices of one organization, or of all where none is named. */
  list(orgId: string | undefined): readonly Device[] {
    if (orgId !== undefined) return this.#stores.get(orgId)?.all() ?? [];
    return [...this.#stores.values()].flatMap((store) => store.all());
  }

  /** Forgets every device. */
  clear(): void {
    this.#stores.clear();
  }
}
