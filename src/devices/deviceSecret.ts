import { Secret } from "../secret.js";

/**
 * Reads a device's secret; undefined when there is none.
 *
 * EnOS documents `deviceSecret`, and editions of its manual show `deviceSecrete`. Both are read, the documented
 * one first, so the day the spelling is mended nothing here has to change.
 */
export function readDeviceSecret(data: Record<string, unknown>): Secret | undefined {
  const text = [data.deviceSecret, data.deviceSecrete].find(
    (value): value is string => typeof value === "string" && value !== "",
  );
  return text === undefined ? undefined : new Secret(text);
}
