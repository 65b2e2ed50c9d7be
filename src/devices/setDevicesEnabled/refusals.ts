import { NO_SUCH_DEVICE } from "../enosCodes.js";

/**
 * Meaning of a refusal of Enable or Disable Device.
 *
 * - `ALREADY_SO`: the device is as requested.
 * - `NO_SUCH_DEVICE`: the organization does not have the device.
 * - `UNCLEAR`: the device is as requested, or it is a mirror device, which can be neither enabled nor disabled.
 * - `OTHER`: anything else.
 */
export type RefusalMeaning = "ALREADY_SO" | "NO_SUCH_DEVICE" | "UNCLEAR" | "OTHER";

/** EnOS 2.1 and 2.2: "Device status is invalid". */
const STATUS_INVALID = 11794;

/** EnOS 2.4 and later: Enable and Disable have one code each. EnOS 2.3 uses its internal error with the same messages. */
const NOT_ENABLED = 11721;
const NOT_DISABLED = 11723;
const INTERNAL_ERROR = 99500;

const CODES: ReadonlySet<number> = new Set([STATUS_INVALID, NOT_ENABLED, NOT_DISABLED, INTERNAL_ERROR]);

/** The manual misspells one of the messages ("Deivce is online"), so only the status counts. */
const ENABLED = /\b(inactive|offline|online)\b/i;
const DISABLED = /\bdisabled?\b/i;
const NOT_FOUND = /\bnot\s+(be\s+)?found\b/i;

/**
 * A sentence about a device and nothing else, misspelt or not. The internal error also has texts about EnOS itself, such as
 * "Message broker is offline", which say nothing about the device.
 */
const ABOUT_DEVICE = /^\W*de[iv]+ce\s+(is\s+(already\s+)?\w+|((is|can)\s*)?not\s+(be\s+)?found)\W*$/i;

/**
 * Returns the meaning of a refusal. The same situation has another code in every edition of EnOS, and the same code has more
 * than one meaning, so code and message count together.
 *
 * @param enabled whether the device was to be enabled.
 * @see EnOS API manual, "Enable Device" and "Disable Device", editions 2.1 to 3.0
 */
export function meaningOf(code: number, message: string, enabled: boolean): RefusalMeaning {
  if (NO_SUCH_DEVICE.has(code)) return "NO_SUCH_DEVICE";
  if (!CODES.has(code)) return "OTHER";
  if (code === INTERNAL_ERROR && !ABOUT_DEVICE.test(message)) return "OTHER";
  if (NOT_FOUND.test(message)) return "NO_SUCH_DEVICE";
  if ((enabled ? ENABLED : DISABLED).test(message)) return "ALREADY_SO";
  return code === INTERNAL_ERROR ? "OTHER" : "UNCLEAR";
}
