import { isJsonObject } from "../http/json.js";
import { type HttpResponse, invalidArgument, refusal } from "../http/response.js";
import { findAttributeProblem } from "../products/validateAttributes.js";
import { isFrom, type Settings } from "../settings.js";
import type { SandboxState } from "../state.js";

type Body = Readonly<Record<string, unknown>>;

/** Zone names that were found valid before: asking the runtime takes longer than a whole call. */
const knownZones = new Set<string>();

/** Returns the refusal of a Create Device body, apart from the checks of its product's model. */
export function validateCreation(body: Body, settings: Settings): HttpResponse | undefined {
  return (
    validateRequired(body, "productKey") ??
    validateComplete(body, settings) ??
    validateKey(body.deviceKey ?? undefined, isFrom("3.0", settings)) ??
    validateOptional(body)
  );
}

/**
 * Returns the refusal of an Update Device body, apart from the checks of the model.
 *
 * @param isPatch whether the fields that are absent keep their values.
 */
export function validateUpdate(body: Body, isPatch: boolean, settings: Settings): HttpResponse | undefined {
  if (!isPatch) return validateComplete(body, settings) ?? validateOptional(body);
  return (
    (body.timezone == null ? undefined : validateTimezone(body, settings)) ??
    (body.deviceName == null ? undefined : validateName(body.deviceName)) ??
    validateOptional(body)
  );
}

/**
 * Applies a model to attributes. A model that the sandbox does not know accepts all attributes.
 *
 * @param isComplete whether required attributes must be there, as at creation.
 * @returns the attributes to store, or the refusal.
 */
export function applyModel(
  { models, settings }: SandboxState,
  modelId: string,
  given: Body,
  isComplete: boolean,
): { readonly attributes: Body } | HttpResponse {
  const model = models.get(modelId);
  if (!model) return { attributes: given };
  const { unknownAttributes } = settings;
  const isKept = (name: string) =>
    unknownAttributes !== "drop" || model.attributes.some(({ identifier }) => identifier === name);
  const attributes = Object.fromEntries(Object.entries(given).filter(([name]) => isKept(name)));
  const acceptsUnknown =
    unknownAttributes === "byModel" ? (model.acceptsUnknown ?? false) : unknownAttributes === "accept";
  const problem = findAttributeProblem({ ...model, acceptsUnknown }, attributes, isComplete);
  if (!problem) return { attributes };
  return settings.modelRefusals === "unnamed"
    ? refusal(99400, "Invalid arguments")
    : invalidArgument(`deviceAttributes.${problem.identifier}`, problem.reason);
}

/** Returns the refusal of a device key. EnOS dropped the colon in later editions. */
export function validateKey(key: unknown, withoutColon: boolean): HttpResponse | undefined {
  const pattern = withoutColon ? /^[A-Za-z0-9\-_.]{4,64}$/ : /^[A-Za-z0-9\-_.:]{4,64}$/;
  if (key === undefined || (typeof key === "string" && pattern.test(key))) return undefined;
  return refusal(99400, "invalid argument: The device identifier is invalid");
}

function validateComplete(body: Body, settings: Settings): HttpResponse | undefined {
  return validateTimezone(body, settings) ?? validateName(body.deviceName);
}

function validateOptional(body: Body): HttpResponse | undefined {
  return (
    validateType("deviceDesc", body.deviceDesc, (value) => typeof value === "string") ??
    validateType("deviceAttributes", body.deviceAttributes, isJsonObject) ??
    validateType("deviceTags", body.deviceTags, isJsonObject) ??
    validateTags(body.deviceTags)
  );
}

function validateRequired(body: Body, field: string): HttpResponse | undefined {
  const value = body[field] ?? "";
  if (value === "") return invalidArgument(field, `${field} is missing`);
  return typeof value === "string" ? undefined : invalidArgument(field, `${field} is invalid`);
}

function validateTimezone(body: Body, settings: Settings): HttpResponse | undefined {
  const invalid = validateRequired(body, "timezone");
  if (invalid || !isFrom("2.4", settings) || isTimezone(body.timezone as string)) return invalid;
  return invalidArgument("timezone", "timezone is not supported");
}

/** Returns whether a timezone is `±HH:MM` or a name of the IANA database. EnOS checks it from 2.4 CU1 on. */
function isTimezone(timezone: string): boolean {
  if (/^[+-](0\d|1[0-4]):[0-5]\d$/.test(timezone) || knownZones.has(timezone)) return true;
  if (/^[+-]/.test(timezone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch {
    return false;
  }
  knownZones.add(timezone);
  return true;
}

function validateName(name: unknown): HttpResponse | undefined {
  if (name === undefined || name === null) return invalidArgument("deviceName", "deviceName is missing");
  if (!isJsonObject(name)) return invalidArgument("deviceName", "deviceName is invalid");
  const { defaultValue, i18nValue } = name;
  if ((defaultValue ?? "") === "") return invalidArgument("deviceName", "defaultValue is missing");
  if (typeof defaultValue !== "string" || defaultValue.length > 64) {
    return invalidArgument("deviceName", "defaultValue is invalid");
  }
  // Devices in the field send null and "" instead of an empty map.
  const isAbsent = i18nValue === undefined || i18nValue === null || i18nValue === "";
  const isMap = isJsonObject(i18nValue) && Object.values(i18nValue).every((text) => typeof text === "string");
  return isAbsent || isMap ? undefined : invalidArgument("deviceName", "i18nValue is invalid");
}

function validateType(
  field: string,
  value: unknown,
  isValid: (value: unknown) => boolean,
): HttpResponse | undefined {
  if (value === undefined || value === null || isValid(value)) return undefined;
  return invalidArgument(field, `${field} is invalid`);
}

/** @see manual, "Limitations", tags */
function validateTags(tags: unknown): HttpResponse | undefined {
  if (!isJsonObject(tags)) return undefined;
  const entries = Object.entries(tags);
  if (entries.length > 100) return invalidArgument("deviceTags", "more than 100 tags");
  for (const [key, value] of entries) {
    if (!/^[A-Za-z0-9_\-/]{1,50}$/.test(key))
      return invalidArgument("deviceTags", `tag key ${key} is invalid`);
    if (typeof value !== "string")
      return invalidArgument("deviceTags", `tag value of ${key} is not a string`);
    if (value.length > 200 || value.startsWith(" ") || value.endsWith(" ")) {
      return invalidArgument("deviceTags", `tag value of ${key} is invalid`);
    }
  }
  return undefined;
}
