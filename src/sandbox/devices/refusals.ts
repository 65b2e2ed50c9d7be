import { type HttpResponse, refusal } from "../http/response.js";
import { isFrom, type Settings } from "../settings.js";
import type { Device } from "./device.js";

/*
 * The same refusal has another code in every edition.
 * See the manual's pages of Get, Delete, Enable and Disable Device and Get Product, editions 2.1.0 to 3.0.0.
 */

/** Refuses an action on a device that does not exist. */
export function deviceNotFound(settings: Settings): HttpResponse {
  return isFrom("2.4", settings) ? refusal(11404, "Device cannot be found") : refusal(99404, "Not found");
}

/** Refuses Get Product for a product that does not exist. */
export function productNotFound(settings: Settings): HttpResponse {
  return isFrom("2.3", settings) ? refusal(11404, "Product cannot be found") : refusal(11611, "Not found");
}

/** Refuses the creation of a device of a product that does not exist. No manual page gives the code. */
export function unknownProduct(settings: Settings): HttpResponse {
  return isFrom("2.3", settings) ? refusal(11404, "Product cannot be found") : refusal(99404, "Not found");
}

/** Refuses to enable or disable a device that does not exist. */
export function noDeviceToSwitch(action: "enable" | "disable", settings: Settings): HttpResponse {
  if (!isFrom("2.3", settings)) return refusal(99404, "Not found");
  if (!isFrom("2.4", settings)) return refusal(99500, "Device not found");
  return refusal(action === "enable" ? 11721 : 11723, "Device not found");
}

/** Refuses to enable a device that is enabled. */
export function alreadyEnabled({ status }: Device, settings: Settings): HttpResponse {
  if (!isFrom("2.3", settings)) return refusal(11794, "Device status is invalid");
  // The manual's spelling.
  const msg = status === "online" ? "Deivce is online" : `Device is ${status}`;
  return refusal(isFrom("2.4", settings) ? 11721 : 99500, msg);
}

/** Refuses to disable a device that is disabled. */
export function alreadyDisabled(settings: Settings): HttpResponse {
  if (!isFrom("2.3", settings)) return refusal(11794, "Device status is invalid");
  return refusal(isFrom("2.4", settings) ? 11723 : 99500, "Device is disabled");
}

/** Refuses to enable or disable a mirror device. */
export function notForMirrors(): HttpResponse {
  return refusal(11794, "Device status is invalid");
}
