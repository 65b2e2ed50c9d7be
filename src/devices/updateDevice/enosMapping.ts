import type { EnosAction } from "../../enos/enos.js";
import type { JsonMap } from "../../scalars/map.js";
import type { AssetReference } from "../deviceReference.js";
import { NO_SUCH_DEVICE } from "../enosCodes.js";
import type { DeviceChanges } from "./validateInput.js";

/**
 * Returns EnOS's `action=update` in patch mode: fields that are absent stay as they are. Sending it twice has the
 * same effect as sending it once.
 *
 * @param deviceAttributes all attributes, or only those to set, depending on how EnOS handles a patch.
 * @see EnOS API manual, "Update Device"
 */
export function toRequest(
  { orgId, assetId }: AssetReference,
  changes: DeviceChanges,
  deviceAttributes: JsonMap | undefined,
): EnosAction {
  const { timezone, deviceName, deviceDesc, deviceTags } = changes;
  return {
    method: "POST",
    action: "update",
    orgId,
    query: { assetId, isPatchUpdate: "true" },
    body: { timezone, deviceName, deviceAttributes, deviceDesc, deviceTags },
    repeatable: true,
    isDocumentedRefusal: ({ code }) => NO_SUCH_DEVICE.has(code),
  };
}

/** Returns all attributes to write: the stored ones as EnOS wrote them, with the given ones set. */
export function mergeAttributes(stored: JsonMap | undefined, changes: JsonMap): JsonMap {
  const present = Object.entries(stored ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries([...present, ...Object.entries(changes)]);
}
