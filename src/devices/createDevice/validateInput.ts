import type { JsonMap, JsonValue } from "../../scalars/json.js";
import { findLineFault, isLocale } from "../../scalars/text.js";
import { InputProblem } from "../inputProblem.js";
import type { CreateDeviceInput } from "./input.js";
import { isTimezone } from "./timezone.js";

const LONGEST_NAME = 64;
const KEY_LENGTH = { least: 4, most: 64 };
/** Ours: no manual states a limit, and none of EnOS's own IDs comes near it. */
const LONGEST_ID = 256;

/**
 * Gives every fault of an input that can be found without asking EnOS, each with its place.
 *
 * Where EnOS's manuals contradict each other, as over the characters of a device key, nothing is found: EnOS
 * is the judge.
 *
 * @see EnOS device connection manual, "Limitations"
 */
export function findProblems(input: CreateDeviceInput): InputProblem[] {
  return [
    ...findIdProblems("orgId", input.orgId),
    ...findIdProblems("productKey", input.productKey),
    ...findTimezoneProblems(input.timezone),
    ...findNameProblems(input),
    ...findAttributeProblems(input.deviceAttributes ?? {}),
    ...findKeyProblems(input.deviceKey),
    ...findDescriptionProblems(input.deviceDesc),
    ...findTagProblems(input.deviceTags ?? {}),
    ...findIdProblems("idempotencyKey", input.idempotencyKey),
  ];
}

function findIdProblems(name: string, id: string | null | undefined): InputProblem[] {
  if (id == null) return [];
  if (id.trim() === "") return [new InputProblem([name], "REQUIRED", "is empty.")];
  if (lengthOf(id) > LONGEST_ID)
    return [new InputProblem([name], "TOO_LONG", `is longer than ${LONGEST_ID} characters.`)];
  return findTextProblems(name, id);
}

function findTimezoneProblems(timezone: string): InputProblem[] {
  if (isTimezone(timezone)) return [];
  const retry = "write a UTC offset such as +08:00 or an IANA zone such as Asia/Shanghai.";
  return [new InputProblem(["timezone"], "UNKNOWN", `is not a time zone: ${retry}`)];
}

function findNameProblems({ deviceName }: CreateDeviceInput): InputProblem[] {
  const texts: [string[], string][] = [
    [["deviceName", "defaultValue"], deviceName.defaultValue],
    ...Object.entries(deviceName.i18nValue ?? {}).map(([locale, text]): [string[], string] => [
      ["deviceName", "i18nValue", locale],
      text,
    ]),
  ];
  const problems = texts.flatMap(([path, text]) => {
    if (lengthOf(text) > LONGEST_NAME)
      return [new InputProblem(path, "TOO_LONG", `is longer than ${LONGEST_NAME} characters.`)];
    const fault = findLineFault(text);
    return fault === undefined ? [] : [new InputProblem(path, "INVALID", `${fault}.`)];
  });
  const unknown = Object.keys(deviceName.i18nValue ?? {}).filter((locale) => !isLocale(locale));
  return [
    ...(deviceName.defaultValue.trim() === ""
      ? [new InputProblem(["deviceName", "defaultValue"], "REQUIRED", "is empty.")]
      : []),
    ...problems,
    ...unknown.map(
      (locale) =>
        new InputProblem(
          ["deviceName", "i18nValue", locale],
          "INVALID",
          "is not a locale: use one such as zh_CN.",
        ),
    ),
  ];
}

function findKeyProblems(key: string | null | undefined): InputProblem[] {
  if (key == null) return [];
  const length = lengthOf(key);
  if (length < KEY_LENGTH.least || length > KEY_LENGTH.most) {
    const { least, most } = KEY_LENGTH;
    return [
      new InputProblem(
        ["deviceKey"],
        length < least ? "TOO_SHORT" : "TOO_LONG",
        `has ${length} characters: a device key has ${least} to ${most}.`,
      ),
    ];
  }
  return findTextProblems("deviceKey", key);
}

/** A description may have lines. */
function findDescriptionProblems(description: string | null | undefined): InputProblem[] {
  return findTextProblems("deviceDesc", (description ?? "").replace(/[\t\n\r]/g, " "));
}

function findTextProblems(name: string, text: string): InputProblem[] {
  const fault = findLineFault(text);
  return fault === undefined ? [] : [new InputProblem([name], "INVALID", `${fault}.`)];
}

const MOST_ATTRIBUTES = 200;
const LONGEST_IDENTIFIER = 128;
const LONGEST_LIST = 1_024;
/** The most generous of the manuals: 1,024 in some, 4,000 in another. */
const LONGEST_STRING = 4_000;

/**
 * Gives the faults of `deviceAttributes` against the limits of every model; types are the model's to judge.
 *
 * @see EnOS device connection manual, "Limitations"
 */
export function findAttributeProblems(attributes: JsonMap): InputProblem[] {
  const entries = Object.entries(attributes);
  const problems = entries.flatMap(([name, value]) =>
    findFaults(name, value).map((fault) => new InputProblem(["deviceAttributes", name], "INVALID", fault)),
  );
  if (entries.length > MOST_ATTRIBUTES) {
    const message = `holds ${entries.length} attributes: a model defines ${MOST_ATTRIBUTES} at most.`;
    problems.unshift(new InputProblem(["deviceAttributes"], "TOO_MANY", message));
  }
  return problems;
}

function findFaults(name: string, value: JsonValue): string[] {
  const faults: string[] = [];
  if (name === "" || lengthOf(name) > LONGEST_IDENTIFIER)
    faults.push(`has an identifier that is not 1 to ${LONGEST_IDENTIFIER} characters long.`);
  if (typeof value === "string" && lengthOf(value) > LONGEST_STRING)
    faults.push(`is longer than ${LONGEST_STRING} characters.`);
  if (Array.isArray(value) && value.length > LONGEST_LIST)
    faults.push(`holds ${value.length} elements: a list has ${LONGEST_LIST} at most.`);
  return faults;
}

const MOST_TAGS = 100;
const LONGEST_KEY = 50;
const LONGEST_VALUE = 200;

/**
 * Gives the faults of `deviceTags`.
 *
 * @see EnOS device connection manual, "Limitations"; EnOS API manual, FAQ "Tags representation"
 */
export function findTagProblems(tags: JsonMap): InputProblem[] {
  const entries = Object.entries(tags);
  const problems = entries.flatMap(([key, value]) => findFault(key, value).map((fault) => at(key, fault)));
  if (entries.length > MOST_TAGS) {
    const message = `holds ${entries.length} tags: a device has ${MOST_TAGS} at most.`;
    problems.unshift(new InputProblem(["deviceTags"], "TOO_MANY", message));
  }
  return problems;
}

function findFault(key: string, value: JsonValue): string[] {
  const faults: string[] = [];
  if (key === "" || lengthOf(key) > LONGEST_KEY)
    faults.push(`has a key that is not 1 to ${LONGEST_KEY} characters long.`);
  if (typeof value !== "string") return [...faults, "is not a string: every tag is."];
  if (lengthOf(value) > LONGEST_VALUE) faults.push(`is longer than ${LONGEST_VALUE} characters.`);
  if (value !== value.trim()) faults.push("starts or ends with a space.");
  return faults;
}

function at(key: string, message: string): InputProblem {
  return new InputProblem(["deviceTags", key], "INVALID", message);
}

/** How many characters a person would count, rather than UTF-16 units. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}
