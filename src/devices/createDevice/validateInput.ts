import type { JsonMap, JsonValue } from "../../scalars/json.js";
import type { StringI18n } from "../../scalars/stringI18n.js";
import { findLineFault, isLocale } from "../../scalars/text.js";
import { InputProblem } from "../inputProblem.js";
import type { CreateDeviceInput } from "./input.js";
import { findTimezoneFault } from "./timezone.js";

const MAX_NAME_LENGTH = 64;
const KEY_LENGTH = { min: 4, max: 64 };
/** Ours: no manual states a limit, and none of EnOS's own IDs comes near it. */
const MAX_ID_LENGTH = 256;

/** What a person fills in of a device, when it is created and later. */
export interface DeviceFieldsInput {
  readonly timezone?: string | null | undefined;
  readonly deviceName?: StringI18n | null | undefined;
  readonly deviceAttributes?: JsonMap | null | undefined;
  readonly deviceDesc?: string | null | undefined;
  readonly deviceTags?: JsonMap | null | undefined;
}

/**
 * Returns every fault of an input that can be found without asking EnOS, each with its place.
 *
 * Where EnOS's manuals contradict each other, as over the characters of a device key, nothing is found: EnOS decides.
 *
 * @see EnOS device connection manual, "Limitations"
 */
export function findProblems(input: CreateDeviceInput): InputProblem[] {
  return [
    ...findIdProblems("orgId", input.orgId),
    ...findIdProblems("productKey", input.productKey),
    ...findFieldProblems(input),
    ...findKeyProblems(input.deviceKey),
    ...findIdProblems("idempotencyKey", input.idempotencyKey),
  ];
}

/** Returns every fault of the fields that are given; one that is absent or null has none. */
export function findFieldProblems(fields: DeviceFieldsInput): InputProblem[] {
  return [
    ...findTimezoneProblems(fields.timezone),
    ...findNameProblems(fields.deviceName),
    ...findAttributeProblems(fields.deviceAttributes ?? {}),
    ...findDescriptionProblems(fields.deviceDesc),
    ...findTagProblems(fields.deviceTags ?? {}),
  ];
}

/** Returns the faults of an ID of any kind; one that is absent or null has none. */
export function findIdProblems(field: string, id: string | null | undefined): InputProblem[] {
  if (id == null) return [];
  if (id.trim() === "") return [new InputProblem([field], "REQUIRED", "is empty.")];
  if (isLonger(id, MAX_ID_LENGTH)) return [tooLong([field], MAX_ID_LENGTH)];
  return [...findBlankProblems([field], id), ...findLineProblems([field], id)];
}

function findKeyProblems(key: string | null | undefined): InputProblem[] {
  if (key == null) return [];
  const { min, max } = KEY_LENGTH;
  const path = ["deviceKey"];
  if (isLonger(key, max)) return [tooLong(path, max)];
  const length = lengthOf(key);
  if (length < min) {
    const message = `has ${length} characters: a device key has ${min} to ${max}.`;
    return [new InputProblem(path, "TOO_SHORT", message)];
  }
  return [...findBlankProblems(path, key), ...findLineProblems(path, key)];
}

function findTimezoneProblems(timezone: string | null | undefined): InputProblem[] {
  if (timezone == null) return [];
  if (timezone.trim() === "") return [new InputProblem(["timezone"], "REQUIRED", "is empty.")];
  const fault = findTimezoneFault(timezone);
  return fault === undefined ? [] : [new InputProblem(["timezone"], "UNKNOWN", fault)];
}

function findNameProblems(name: StringI18n | null | undefined): InputProblem[] {
  if (!name) return [];
  const isBlank = name.defaultValue.trim() === "";
  return [
    ...(isBlank ? [new InputProblem(["deviceName", "defaultValue"], "REQUIRED", "is empty.")] : []),
    ...findNameTextProblems(["deviceName", "defaultValue"], name.defaultValue),
    ...Object.entries(name.i18nValue ?? {}).flatMap(([locale, text]) => {
      const path = ["deviceName", "i18nValue", locale];
      const message = "is not a locale: use one such as zh_CN.";
      return [
        ...(isLocale(locale) ? [] : [new InputProblem(path, "INVALID", message)]),
        ...findNameTextProblems(path, text),
      ];
    }),
  ];
}

function findNameTextProblems(path: readonly string[], text: string): InputProblem[] {
  return isLonger(text, MAX_NAME_LENGTH) ? [tooLong(path, MAX_NAME_LENGTH)] : findLineProblems(path, text);
}

/** A description may have lines. */
function findDescriptionProblems(description: string | null | undefined): InputProblem[] {
  const fault = findLineFault((description ?? "").replace(/[\t\n\r]/g, " "));
  return fault === undefined ? [] : [new InputProblem(["deviceDesc"], "INVALID", `${fault}.`)];
}

const MAX_ATTRIBUTES = 200;
const MAX_IDENTIFIER_LENGTH = 128;
/** The most generous of the manuals: 1,024 in some, 4,000 in another. */
const MAX_STRING_LENGTH = 4_000;

/**
 * Returns the faults of `deviceAttributes` against the limits of every model; types are the model's to judge, and the scalar `Map`
 * bounds the number of values.
 *
 * @see EnOS device connection manual, "Limitations"
 */
function findAttributeProblems(attributes: JsonMap): InputProblem[] {
  const entries = Object.entries(attributes);
  return [
    ...findCountProblems("deviceAttributes", entries.length, MAX_ATTRIBUTES, "attributes"),
    ...entries.flatMap(([name, value]) => [
      ...findMemberNameProblems(["deviceAttributes", name], MAX_IDENTIFIER_LENGTH),
      ...findAttributeValueProblems(["deviceAttributes", name], value),
    ]),
  ];
}

function findAttributeValueProblems(path: readonly string[], value: JsonValue): InputProblem[] {
  const isTooLong = typeof value === "string" && isLonger(value, MAX_STRING_LENGTH);
  return isTooLong ? [tooLong(path, MAX_STRING_LENGTH)] : [];
}

const MAX_TAGS = 100;
const MAX_TAG_KEY_LENGTH = 50;
const MAX_TAG_LENGTH = 200;

/**
 * Returns the faults of `deviceTags`.
 *
 * @see EnOS device connection manual, "Limitations"; EnOS API manual, FAQ "Tags representation"
 */
function findTagProblems(tags: JsonMap): InputProblem[] {
  const entries = Object.entries(tags);
  return [
    ...findCountProblems("deviceTags", entries.length, MAX_TAGS, "tags"),
    ...entries.flatMap(([name, value]) => [
      ...findMemberNameProblems(["deviceTags", name], MAX_TAG_KEY_LENGTH),
      ...findTagValueProblems(["deviceTags", name], value),
    ]),
  ];
}

function findTagValueProblems(path: readonly string[], value: JsonValue): InputProblem[] {
  if (typeof value !== "string")
    return [new InputProblem(path, "WRONG_TYPE", "is not a string: every tag is one.")];
  return isLonger(value, MAX_TAG_LENGTH) ? [tooLong(path, MAX_TAG_LENGTH)] : findBlankProblems(path, value);
}

function findCountProblems(field: string, count: number, max: number, what: string): InputProblem[] {
  if (count <= max) return [];
  return [new InputProblem([field], "TOO_MANY", `has ${count} ${what}: a device has ${max} at most.`)];
}

function findMemberNameProblems(path: readonly string[], max: number): InputProblem[] {
  const name = path.at(-1) ?? "";
  if (name === "") return [new InputProblem(path, "REQUIRED", "has an empty name.")];
  if (!isLonger(name, max)) return [];
  return [new InputProblem(path, "TOO_LONG", `has a name that is longer than ${max} characters.`)];
}

function findBlankProblems(path: readonly string[], text: string): InputProblem[] {
  if (text === text.trim()) return [];
  return [new InputProblem(path, "INVALID", "starts or ends with a blank: remove it.")];
}

function findLineProblems(path: readonly string[], text: string): InputProblem[] {
  const fault = findLineFault(text);
  return fault === undefined ? [] : [new InputProblem(path, "INVALID", `${fault}.`)];
}

function tooLong(path: readonly string[], max: number): InputProblem {
  return new InputProblem(path, "TOO_LONG", `is longer than ${max} characters.`);
}

function isLonger(text: string, max: number): boolean {
  // A character has at most two UTF-16 units: a text that is far too long is not counted.
  return text.length > 2 * max || (text.length > max && lengthOf(text) > max);
}

/** Returns how many characters a person would count, rather than UTF-16 units. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
