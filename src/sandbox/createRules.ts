import { type Answer, invalidArgument, refused } from "./answer.js";
import { isObject } from "./shape.js";
import { tagProblem } from "./tagRules.js";
import { isTimezone } from "./timezone.js";

/** Gives the refusal of a Create Device body that EnOS would not take; nothing where it is a `CreateRequest`. */
export function refuseBody(body: Record<string, unknown>): Answer | undefined {
  return (
    refuseRequired(body, "productKey") ??
    refuseRequired(body, "timezone") ??
    refuseTimezone(body.timezone as string) ??
    refuseName(body.deviceName) ??
    refuseKey(body.deviceKey ?? undefined) ??
    refuseOptional("deviceDesc", body.deviceDesc, (value) => typeof value === "string") ??
    // Which attributes a model takes is not known here: EnOS lets the thing model judge, the sandbox has none.
    refuseOptional("deviceAttributes", body.deviceAttributes, isObject) ??
    refuseOptional("deviceTags", body.deviceTags, isObject) ??
    refuseTags(body.deviceTags)
  );
}

function refuseRequired(body: Record<string, unknown>, field: string): Answer | undefined {
  const value = body[field] ?? "";
  if (value === "") return invalidArgument(field, `${field} is missing`);
  return typeof value === "string" ? undefined : invalidArgument(field, `${field} is invalid`);
}

function refuseTimezone(timezone: string): Answer | undefined {
  return isTimezone(timezone) ? undefined : invalidArgument("timezone", "timezone is not supported");
}

function refuseName(name: unknown): Answer | undefined {
  if (name === undefined || name === null) return invalidArgument("deviceName", "deviceName is missing");
  if (!isObject(name)) return invalidArgument("deviceName", "deviceName is invalid");
  const { defaultValue, i18nValue } = name;
  if ((defaultValue ?? "") === "") {
    return invalidArgument("deviceName", "defaultValue is missing");
  }
  if (typeof defaultValue !== "string" || defaultValue.length > 64) {
    return invalidArgument("deviceName", "defaultValue is invalid");
  }
  // Devices in the field send null and "" for no translations.
  const absent = i18nValue === undefined || i18nValue === null || i18nValue === "";
  const translated =
    isObject(i18nValue) && Object.values(i18nValue).every((text) => typeof text === "string");
  return absent || translated ? undefined : invalidArgument("deviceName", "i18nValue is invalid");
}

function refuseKey(key: unknown): Answer | undefined {
  if (key === undefined || (typeof key === "string" && /^[A-Za-z0-9\-_.:]{4,64}$/.test(key)))
    return undefined;
  return refused(99400, "invalid argument: The device identifier is invalid");
}

function refuseOptional(
  field: string,
  value: unknown,
  fits: (value: unknown) => boolean,
): Answer | undefined {
  if (value === undefined || value === null || fits(value)) return undefined;
  return invalidArgument(field, `${field} is invalid`);
}

function refuseTags(tags: unknown): Answer | undefined {
  const problem = isObject(tags) ? tagProblem(tags) : undefined;
  return problem === undefined ? undefined : invalidArgument("deviceTags", problem);
}
