import type { DeviceFilter } from "./filter.js";

/** Fields that every row must have, so that its identity can be checked. */
const IDENTITY = ["orgId", "assetId", "productKey"];

/** EnOS's paths for the fields of `Device` that are not part of its identity. */
const PATHS: Readonly<Record<string, string>> = {
  deviceKey: "deviceKey",
  deviceName: "deviceName",
  displayName: "deviceName",
  timezone: "timezone",
  deviceDesc: "deviceDesc",
  deviceAttributes: "deviceAttributes",
  deviceTags: "deviceTags",
  status: "status",
  createTime: "createTime",
  activeTime: "activeTime",
  lastOnlineTime: "lastOnlineTime",
  lastOfflineTime: "lastOfflineTime",
};

/**
 * Returns the paths to request from EnOS: those of the selected fields, never the secret. Without a projection EnOS sends
 * every device's secret in clear text.
 */
export function toProjection(fields: ReadonlySet<string>, { deviceKeys }: DeviceFilter): string[] {
  const paths = Object.keys(PATHS).flatMap((field) => (fields.has(field) ? (PATHS[field] ?? []) : []));
  return [...new Set([...IDENTITY, ...(deviceKeys ? ["deviceKey"] : []), ...paths])];
}
