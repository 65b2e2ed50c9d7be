import { LRUCache } from "lru-cache";

import { ANSWER_TIMEOUT_MS } from "../enos/enos.js";
import type { Clock } from "../runtime/clock.js";
import type { DeviceRecord } from "./deviceRecord.js";
import { type AssetReference, nameOf } from "./deviceReference.js";
import { DeviceStatus } from "./deviceStatus.js";
import { READ_LAG_MS } from "./readBack.js";

const MAX_DEVICES = 20_000;

/** Room for the written fields. A description or an attribute may be long. Characters of JSON. */
const MAX_TEXT = 16 * 1024 * 1024;

/**
 * How long writes are remembered: the lag, and the time after which a read that began within it is answered or given up.
 * Milliseconds.
 */
const KEPT_MS = READ_LAG_MS + ANSWER_TIMEOUT_MS;

/** Fields that a write set. `deviceAttributes` holds only the attributes that it set. */
export interface WrittenFields extends Partial<
  Pick<DeviceRecord, "deviceName" | "timezone" | "deviceDesc" | "deviceAttributes" | "deviceTags">
> {
  /** Null if the write enabled the device: then only EnOS knows its status. */
  readonly status?: DeviceStatus | null;
}

interface RecentWrite {
  readonly at: number;
  /** Undefined if it is unknown whether EnOS applied the write. */
  readonly fields: WrittenFields | undefined;
}

/** Returns a device with the writes that a read of it may have missed; undefined when it was deleted. */
export type ApplyWrites = (device: AssetReference, stored: DeviceRecord) => DeviceRecord | undefined;

/**
 * Remembers the recent writes of this process to devices, while EnOS's reads may still show the state before them.
 *
 * It hides the lag within one process. Between replicas, the last writer wins.
 */
export class RecentWrites {
  readonly #writes: LRUCache<string, readonly RecentWrite[]>;
  /** Deleted devices. Asset IDs do not come back. */
  readonly #deleted: LRUCache<string, true>;

  constructor(private readonly clock: Clock) {
    const options = { max: MAX_DEVICES, ttl: KEPT_MS, ttlResolution: 0, perf: clock };
    this.#writes = new LRUCache({
      ...options,
      maxSize: MAX_TEXT,
      sizeCalculation: (writes) => JSON.stringify(writes).length,
    });
    this.#deleted = new LRUCache(options);
  }

  /**
   * Remembers a write.
   *
   * @param fields undefined if it is unknown whether EnOS applied the write.
   */
  remember(device: AssetReference, fields: WrittenFields | undefined): void {
    const at = this.clock.now();
    this.#writes.set(nameOf(device), [...this.#writesSince(device, at - KEPT_MS), { at, fields }]);
  }

  /** Remembers that EnOS no longer has a device. */
  rememberDeletion(device: AssetReference): void {
    this.#deleted.set(nameOf(device), true);
  }

  /** Returns what puts recent writes on the devices that a read returns. Call it when the read begins: its answer may take longer than the lag. */
  startRead(): ApplyWrites {
    const since = this.clock.now() - READ_LAG_MS;
    return (device, stored) =>
      this.#deleted.has(nameOf(device)) ? undefined : layWritesOver(stored, this.#writesSince(device, since));
  }

  /** Returns for how long EnOS's reads may still show the device without a recent write. Milliseconds; 0 when they do not. */
  staleForMs(device: AssetReference): number {
    return this.#remainingMs(this.#recent(device));
  }

  /** Returns after how long EnOS's reads show whether a write with an unknown outcome was applied. Milliseconds; 0 when they do. */
  unknownForMs(device: AssetReference): number {
    return this.#remainingMs(this.#recent(device).filter(({ fields }) => fields === undefined));
  }

  #remainingMs(writes: readonly RecentWrite[]): number {
    const now = this.clock.now();
    return Math.max(0, ...writes.map(({ at }) => at + READ_LAG_MS - now));
  }

  #recent(device: AssetReference): readonly RecentWrite[] {
    return this.#writesSince(device, this.clock.now() - READ_LAG_MS);
  }

  #writesSince(device: AssetReference, since: number): readonly RecentWrite[] {
    return (this.#writes.get(nameOf(device)) ?? []).filter(({ at }) => at >= since);
  }
}

function layWritesOver(stored: DeviceRecord, writes: readonly RecentWrite[]): DeviceRecord {
  const written = writes.flatMap(({ fields }) => fields ?? []);
  const record = written.reduce(layFieldsOver, stored);
  // The last write counts, also if it changed the status to a value that only EnOS knows.
  const changed = written.findLast((fields) => fields.status !== undefined);
  if (!changed) return record;
  const shown = stored.activity.status === DeviceStatus.DISABLED ? null : stored.activity.status;
  return { ...record, activity: { ...stored.activity, status: changed.status ?? shown } };
}

function layFieldsOver(
  stored: DeviceRecord,
  { status: _, deviceAttributes, ...fields }: WrittenFields,
): DeviceRecord {
  const attributes = deviceAttributes && { ...stored.deviceAttributes, ...deviceAttributes };
  return { ...stored, ...fields, deviceAttributes: attributes ?? stored.deviceAttributes };
}
