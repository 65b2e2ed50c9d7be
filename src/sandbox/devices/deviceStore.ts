import type { Clock } from "../settings.js";
import type { Device } from "./device.js";

/** A device's state since `at`, in epoch milliseconds; `undefined` since it is deleted. */
interface Version {
  readonly at: number;
  readonly device: Device | undefined;
}

/** A device with all of its states that some read may still show, oldest first. Never empty. */
interface Entry {
  readonly assetId: string;
  readonly sequence: number;
  versions: Version[];
}

/**
 * The devices of one organization. Writes see the current state; reads show the state before every write that is
 * younger than the read lag.
 */
export class DeviceStore {
  readonly #entries = new Map<string, Entry>();
  /** Every device that has or, to some read, still had the key. */
  readonly #byKey = new Map<string, Set<Entry>>();
  /** Number of devices by productKey. */
  readonly #counts = new Map<string, number>();
  /** Entries with more than one version, the longest unchanged first. */
  readonly #unsettled = new Set<Entry>();
  /** Oldest first, with the removed ones until there are many of them. */
  #order: Entry[] = [];
  #isOrdered = true;
  #written = 0;

  constructor(
    private readonly clock: Clock,
    private readonly readLagMs: () => number,
    private readonly onChange: () => void,
  ) {}

  /**
   * Stores a device: a new one, or another state of the one with its asset ID.
   *
   * @param visibleFrom reads show it when the lag has passed since this time, in epoch milliseconds. Default: now.
   */
  put(device: Device, visibleFrom = this.clock()): void {
    this.#write(device.assetId, { at: visibleFrom, device });
  }

  /** Deletes a device. Its key is free at once. */
  delete(assetId: string): void {
    this.#write(assetId, { at: this.clock(), device: undefined });
  }

  /** Returns the current state of a device. */
  current(assetId: string): Device | undefined {
    return this.#entries.get(assetId)?.versions.at(-1)?.device;
  }

  /** Returns the current state of the device that has a key, of any product: a key is unique across products. */
  currentByKey(deviceKey: string): Device | undefined {
    for (const { versions } of this.#byKey.get(deviceKey) ?? []) {
      const device = versions.at(-1)?.device;
      if (device?.deviceKey === deviceKey) return device;
    }
    return undefined;
  }

  /** Returns the current states of all devices, oldest first. */
  all(): readonly Device[] {
    return this.#ordered().flatMap(({ versions }) => versions.at(-1)?.device ?? []);
  }

  /** Returns the current number of a product's devices. */
  countOf(productKey: string): number {
    return this.#counts.get(productKey) ?? 0;
  }

  /** Iterates over the devices as reads show them, newest first. */
  *visible(): Iterable<Device> {
    const entries = this.#ordered();
    for (let index = entries.length - 1; index >= 0; index -= 1) {
      const device = this.#visibleOf(entries[index]);
      if (device) yield device;
    }
  }

  /** Returns those devices of the asset IDs and keys that reads show, newest first. */
  visibleAmong(assetIds: Iterable<string>, deviceKeys: Iterable<string>): readonly Device[] {
    const entries = new Set<Entry>();
    for (const assetId of assetIds) {
      const entry = this.#entries.get(assetId);
      if (entry) entries.add(entry);
    }
    for (const key of deviceKeys) for (const entry of this.#byKey.get(key) ?? []) entries.add(entry);
    return [...entries]
      .sort(newestLast)
      .reverse()
      .flatMap((entry) => this.#visibleOf(entry) ?? []);
  }

  #write(assetId: string, version: Version): void {
    const entry = this.#entries.get(assetId) ?? this.#enter(assetId);
    const before = entry.versions.at(-1)?.device;
    this.#count(before, -1);
    this.#count(version.device, 1);
    entry.versions.push(version);
    if (version.device) {
      const sharing = this.#byKey.get(version.device.deviceKey);
      if (sharing) sharing.add(entry);
      else this.#byKey.set(version.device.deviceKey, new Set([entry]));
      if (before?.createTime !== version.device.createTime) this.#isOrdered &&= this.#isNewest(entry);
    }
    // Deleted and added again, so that the set stays in the order of the last writes.
    this.#unsettled.delete(entry);
    this.#unsettled.add(entry);
    this.#settle();
    this.onChange();
  }

  #enter(assetId: string): Entry {
    const entry: Entry = { assetId, sequence: this.#written, versions: [] };
    this.#written += 1;
    this.#entries.set(assetId, entry);
    this.#order.push(entry);
    return entry;
  }

  #count(device: Device | undefined, change: number): void {
    if (device) this.#counts.set(device.productKey, this.countOf(device.productKey) + change);
  }

  #visibleOf(entry: Entry | undefined): Device | undefined {
    const latest = this.clock() - this.readLagMs();
    return entry?.versions.findLast(({ at }) => at <= latest)?.device;
  }

  /** Drops the versions that no read can show any more. */
  #settle(): void {
    const latest = this.clock() - this.readLagMs();
    for (const entry of this.#unsettled) {
      const shown = entry.versions.findLastIndex(({ at }) => at <= latest);
      const dropped = shown > 0 ? entry.versions.splice(0, shown) : [];
      const isSettled = shown >= 0 && entry.versions.length === 1;
      if (isSettled) this.#unsettled.delete(entry);
      if (isSettled && !entry.versions[0]?.device) this.#entries.delete(entry.assetId);
      for (const { device } of dropped) if (device) this.#forgetKey(device.deviceKey, entry);
      if (!isSettled) break;
    }
    if (this.#order.length > 1_000 && this.#order.length > 2 * this.#entries.size) {
      this.#order = this.#order.filter((entry) => this.#entries.get(entry.assetId) === entry);
    }
  }

  #forgetKey(deviceKey: string, entry: Entry): void {
    if (entry.versions.some(({ device }) => device?.deviceKey === deviceKey)) return;
    const sharing = this.#byKey.get(deviceKey);
    sharing?.delete(entry);
    if (sharing?.size === 0) this.#byKey.delete(deviceKey);
  }

  #isNewest(entry: Entry): boolean {
    const previous = this.#order.at(-2);
    return this.#order.at(-1) === entry && (!previous || newestLast(previous, entry) <= 0);
  }

  #ordered(): readonly Entry[] {
    if (!this.#isOrdered) this.#order.sort(newestLast);
    this.#isOrdered = true;
    return this.#order;
  }
}

/** Orders by creation time; of two devices of the same millisecond, the one that was stored first comes first. */
function newestLast(one: Entry, other: Entry): number {
  const times = [one, other].map(({ versions }) => versions.find(({ device }) => device)?.device?.createTime);
  return (times[0] ?? 0) - (times[1] ?? 0) || one.sequence - other.sequence;
}
