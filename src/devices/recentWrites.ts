import { LRUCache } from "lru-cache";

import type { Clock } from "../runtime/clock.js";
import type { DeviceRecord } from "./deviceRecord.js";
import { type AssetReference, nameOf } from "./deviceReference.js";
import type { DeviceStatus } from "./deviceStatus.js";
import { READ_LAG_MS } from "./readBack.js";

const MAX_DEVICES = 20_000;

/** Fields that a write set. `deviceAttributes` holds only the attributes that it set. */
export interface WrittenFields extends Partial<
  Pick<DeviceRecord, "deviceName" | "timezone" | "deviceDesc" | "deviceAttributes" | "deviceTags">
> {
  /** Null if the write changed the status to a value that only EnOS knows. */
  readonly status?: DeviceStatus | null;
}

interface RecentWrite {
  readonly at: number;
  /** Undefined if it is unknown whether EnOS applied the write. */
  readonly fields: WrittenFields | undefined;
}

/**
 * Remembers the recent writes of this process to devices, while EnOS's reads may still show the state before them.
 *
 * It hides the lag within one process. Between replicas, the last writer wins.
 */
export class RecentWrites {
  readonly #writes: LRUCache<string, readonly RecentWrite[]>;

  constructor(private readonly clock: Clock) {
    this.#writes = new LRUCache({ max: MAX_DEVICES, ttl: READ_LAG_MS, ttlResolution: 0, perf: clock });
  }

  /**
   * Remembers a write.
   *
   * @param fields undefined if it is unknown whether EnOS applied the write.
   */
  remember(device: AssetReference, fields: WrittenFields | undefined): void {
    this.#writes.set(nameOf(device), [...this.#recent(device), { at: this.clock.now(), fields }]);
  }

  /** Returns a device as read, with the recent writes applied. */
  layOver(device: AssetReference, stored: DeviceRecord): DeviceRecord {
    const written = this.#recent(device).flatMap(({ fields }) => fields ?? []);
    // The last write counts, also if it changed the status to a value that only EnOS knows.
    const status = written.findLast((fields) => fields.status !== undefined)?.status;
    const record = written.reduce(layFieldsOver, stored);
    return status ? { ...record, activity: { ...stored.activity, status } } : record;
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
    const since = this.clock.now() - READ_LAG_MS;
    return (this.#writes.get(nameOf(device)) ?? []).filter(({ at }) => at >= since);
  }
}

function layFieldsOver(
  stored: DeviceRecord,
  { status: _, deviceAttributes, ...fields }: WrittenFields,
): DeviceRecord {
  const attributes = deviceAttributes && { ...stored.deviceAttributes, ...deviceAttributes };
  return { ...stored, ...fields, deviceAttributes: attributes ?? stored.deviceAttributes };
}
