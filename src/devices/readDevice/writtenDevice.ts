import { Device } from "../device.js";
import type { AssetReference } from "../deviceReference.js";
import type { WrittenFields } from "../recentWrites.js";

/** What is known of every device that was written. */
const IDENTITY = ["__typename", "id", "orgId", "assetId"];

/**
 * Returns a device that consists of its identity and what was just written to it; undefined when the operation selects
 * more.
 *
 * A caller who may update a device sees the echo of the own input without the right to read.
 */
export function toWrittenDevice(
  { orgId, assetId }: AssetReference,
  written: WrittenFields,
  fields: ReadonlySet<string>,
): Device | undefined {
  const { status, deviceAttributes: _, ...values } = written;
  const known = new Set([...IDENTITY, ...Object.keys(values)]);
  if (values.deviceName) known.add("displayName");
  if (status) known.add("status");
  if (![...fields].every((field) => known.has(field))) return undefined;
  return new Device({
    ...values,
    ...{ orgId, assetId },
    // Not selected: only EnOS knows it.
    productKey: "",
    activity: status
      ? { status, createTime: null, activeTime: null, lastOnlineTime: null, lastOfflineTime: null }
      : undefined,
  });
}
