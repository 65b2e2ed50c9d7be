import { Device } from "../device.js";
import type { AssetReference } from "../deviceReference.js";
import type { WrittenFields } from "../recentWrites.js";

/** Fields that are known of every written device. */
const IDENTITY = ["__typename", "id", "orgId", "assetId"];

/**
 * Returns a device that consists of its identity and the fields just written; undefined when the operation selects
 * others.
 *
 * So a caller who may update a device gets its own input back without the right to read.
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
