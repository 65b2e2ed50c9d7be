import type { Refused } from "../enos/enos.js";
import { shorten } from "../scalars/valuePath.js";

/** EnOS: the requested device key is taken. */
export const KEY_TAKEN = 11702;

/** EnOS: no device key "can be assigned temporarily. Please try again." */
export const KEY_NOT_ASSIGNED = 11714;

/** EnOS: the product already has its largest number of devices. */
export const LIMIT_EXCEEDED = 11739;

/** EnOS's code for an argument that it finds invalid. */
export const INVALID_ARGUMENT = 99400;

/** EnOS's codes for "no such device". Right after a create they may only mean "not yet". */
export const NO_SUCH_DEVICE: ReadonlySet<number> = new Set([11404, 99404]);

/** EnOS's codes for "no such product", also about a product's model. */
export const NO_SUCH_PRODUCT: ReadonlySet<number> = new Set([11404, 11611, 99404]);

/** EnOS's code when this application has no permission for the organization. */
export const ACCESS_DENIED = 99403;

/** Says with which code and for which reason EnOS refused a request. */
export function refusedByEnos({ code, message }: Pick<Refused, "code" | "message">): string {
  return `EnOS refused with the code ${code}: ${message || "no reason given"}.`;
}

/** Returns the message that EnOS does not let this application act for an organization. */
export function deniedByEnos(orgId: string): string {
  return `EnOS denies the organization “${orgId}” to this application.`;
}

/** Returns the message that the caller has no right to act for an organization; no request was sent to EnOS. */
export function deniedToCaller(orgId: string): string {
  return `The caller may not act for the organization “${shorten(orgId)}”.`;
}
