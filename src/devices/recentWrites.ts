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
  /** Null where the write changed the status to one that only EnOS knows. */
  readonly status?: DeviceStatus | null;
}

interface RecentWrite {
  readonly at: number;
  readonly fields: WrittenFields;
}

/**
 * Remembers what this process wrote to devices a moment ago, while EnOS's reads may still show what was there before.
 *
 * It makes up for the lag within one process. Between replicas, the last writer wins.
 */
export class RecentWrites {
  readonly #writes: LRUCache<string, readonly RecentWrite[]>;

  constructor(private readonly clock: Clock) {
    this.#writes = new LRUCache({ max: MAX_DEVICES, ttl: READ_LAG_MS, ttlResolution: 0, perf: clock });
  }

  /** Remembers a write that EnOS confirmed. */
  remember(device: AssetReference, fields: WrittenFields): void {
    this.#writes.set(nameOf(device), [...this.#recent(device), { at: this.clock.now(), fields }]);
  }

  /** Returns a device as read, with the recent writes laid over it. */
  layOver(device: AssetReference, stored: DeviceRecord): DeviceRecord {
    const writes = this.#recent(device);
    return writes.length === 0
      ? stored
      : writes.reduce((record, { fields }) => layOver(record, fields), stored);
  }

  /** Returns whether EnOS's reads may still show the device without a recent write. */
  mayBeStale(device: AssetReference): boolean {
    return this.#recent(device).length > 0;
  }

  #recent(device: AssetReference): readonly RecentWrite[] {
    const since = this.clock.now() - READ_LAG_MS;
    return (this.#writes.get(nameOf(device)) ?? []).filter(({ at }) => at >= since);
  }
}

function layOver(stored: DeviceRecord, { status, deviceAttributes, ...fields }: WrittenFields): DeviceRecord {
  const { activity } = stored;
  return {
    ...stored,
    ...fields,
    deviceAttributes: deviceAttributes
      ? { ...stored.deviceAttributes, ...deviceAttributes }
      : stored.deviceAttributes,
    activity: status ? { ...activity, status } : activity,
  };
}
