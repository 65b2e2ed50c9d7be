import { registerEnumType } from "type-graphql";

import { isInstant } from "../scalars/dateTime.js";

/** Connection status of a device. Keys equal values: GraphQL sees the keys. */
export enum DeviceStatus {
  INACTIVE = "INACTIVE",
  ONLINE = "ONLINE",
  OFFLINE = "OFFLINE",
  DISABLED = "DISABLED",
  MIRROR = "MIRROR",
  OTHER = "OTHER",
}

registerEnumType(DeviceStatus, {
  name: "DeviceStatus",
  description: "Connection status of a device.",
  valuesConfig: {
    INACTIVE: { description: "Registered, never connected." },
    DISABLED: { description: "Not allowed to connect." },
    MIRROR: { description: "Its data comes from another device." },
    OTHER: { description: "A status this schema has no value for yet." },
  },
});

/** EnOS's spellings: `disable` in searches, `disabled` in the structure's table, other cases in its console. */
const STATUSES: ReadonlyMap<string, DeviceStatus> = new Map([
  ["inactive", DeviceStatus.INACTIVE],
  ["online", DeviceStatus.ONLINE],
  ["offline", DeviceStatus.OFFLINE],
  ["disable", DeviceStatus.DISABLED],
  ["disabled", DeviceStatus.DISABLED],
  ["mirror", DeviceStatus.MIRROR],
  ["mirrored", DeviceStatus.MIRROR],
]);

/** Status and times of a device's connections. Times are Unix milliseconds; null means never. */
export interface DeviceActivity {
  readonly status: DeviceStatus | null;
  readonly createTime: number | null;
  readonly activeTime: number | null;
  readonly lastOnlineTime: number | null;
  readonly lastOfflineTime: number | null;
}

/**
 * Reads status and times of EnOS's Device structure. EnOS writes "never" as 0 or null.
 *
 * @see EnOS API manual, "Device structure"
 */
export function readDeviceActivity(data: Readonly<Record<string, unknown>>): DeviceActivity {
  const { status } = data;
  return {
    status:
      typeof status === "string" ? (STATUSES.get(status.trim().toLowerCase()) ?? DeviceStatus.OTHER) : null,
    createTime: readTime(data.createTime),
    activeTime: readTime(data.activeTime),
    lastOnlineTime: readTime(data.lastOnlineTime),
    lastOfflineTime: readTime(data.lastOfflineTime),
  };
}

function readTime(value: unknown): number | null {
  const ms = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return isInstant(ms) && ms > 0 ? ms : null;
}
