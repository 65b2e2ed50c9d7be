import type { JsonMap, JsonValue } from "../../scalars/json.js";
import type { StringI18n } from "../../scalars/stringI18n.js";
import { findLineFault, findTextFault, isLocale } from "../../scalars/text.js";
import { InputProblem, type InputProblemCode } from "../inputProblem.js";
import type { CreateDeviceInput } from "./input.js";
import { findTimezoneFault } from "./timezone.js";

const MAX_NAME_LENGTH = 64;
const KEY_LENGTH = { min: 4, max: 64 };
/** Our own limit: no manual states one, and EnOS's own IDs are much shorter. */
const MAX_ID_LENGTH = 256;

/** The fields of a device that people fill in, at creation and later. */
export interface DeviceFieldsInput {
  readonly timezone?: string | null | undefined;
  readonly deviceName?: StringI18n | null | undefined;
  readonly deviceAttributes?: JsonMap | null | undefined;
  readonly deviceDesc?: string | null | undefined;
  readonly deviceTags?: JsonMap | null | undefined;
}

/** A fault of a value, without its place. */
type Fault = readonly [code: keyof typeof InputProblemCode, message: string];

/**
 * Returns every fault of an input that can be found without asking EnOS, each with its place.
 *
 * Where EnOS's manuals contradict each other, as about the characters of a device key, any value passes: EnOS decides.
 *
 * @see EnOS device connection manual, "Limitations"
 */
export function findProblems(input: CreateDeviceInput): InputProblem[] {
  const problems: InputProblem[] = [];
  addIdProblems(problems, "orgId", input.orgId);
  addIdProblems(problems, "productKey", input.productKey);
  addFieldProblems(problems, input);
  addKeyProblems(problems, input.deviceKey);
  addIdProblems(problems, "idempotencyKey", input.idempotencyKey);
  return problems;
}

/** Returns every fault of the fields that are given; one that is absent or null has none. */
export function findFieldProblems(fields: DeviceFieldsInput): InputProblem[] {
  const problems: InputProblem[] = [];
  addFieldProblems(problems, fields);
  return problems;
}

/** Returns the faults of an ID of any kind; one that is absent or null has none. */
export function findIdProblems(field: string, id: string | null | undefined): InputProblem[] {
  const problems: InputProblem[] = [];
  addIdProblems(problems, field, id);
  return problems;
}

/** Adds a fault with its path. Most inputs have no fault, so paths are built only here. */
function add(problems: InputProblem[], fault: Fault | undefined, ...path: string[]): void {
  if (fault) problems.push(new InputProblem(path, ...fault));
}

function addFieldProblems(problems: InputProblem[], fields: DeviceFieldsInput): void {
  add(problems, findZoneFault(fields.timezone), "timezone");
  addNameProblems(problems, fields.deviceName);
  addAttributeProblems(problems, fields.deviceAttributes);
  add(problems, findDescriptionFault(fields.deviceDesc), "deviceDesc");
  addTagProblems(problems, fields.deviceTags);
}

function addIdProblems(problems: InputProblem[], field: string, id: string | null | undefined): void {
  if (id == null) return;
  if (id.trim() === "") add(problems, EMPTY, field);
  else if (isLonger(id, MAX_ID_LENGTH)) add(problems, tooLong(MAX_ID_LENGTH), field);
  else addCharacterProblems(problems, field, id);
}

function addKeyProblems(problems: InputProblem[], key: string | null | undefined): void {
  if (key == null) return;
  const { min, max } = KEY_LENGTH;
  if (isLonger(key, max)) add(problems, tooLong(max), "deviceKey");
  else if (lengthOf(key) < min) add(problems, tooShort(lengthOf(key)), "deviceKey");
  else addCharacterProblems(problems, "deviceKey", key);
}

function addCharacterProblems(problems: InputProblem[], field: string, text: string): void {
  add(problems, findBlankFault(text), field);
  add(problems, toCharacterFault(findLineFault(text)), field);
}

function findZoneFault(timezone: string | null | undefined): Fault | undefined {
  if (timezone == null) return undefined;
  if (timezone.trim() === "") return EMPTY;
  const message = findTimezoneFault(timezone);
  return message === undefined ? undefined : ["UNKNOWN", message];
}

const NO_LOCALE: Fault = ["INVALID", "is not a locale: use one such as zh_CN."];
const BLANK_TRANSLATION: Fault = ["INVALID", "is blank: write a text, or leave it out."];

function addNameProblems(problems: InputProblem[], name: StringI18n | null | undefined): void {
  if (!name) return;
  const { defaultValue, i18nValue = {} } = name;
  if (defaultValue.trim() === "") add(problems, EMPTY, "deviceName", "defaultValue");
  add(problems, findNameFault(defaultValue), "deviceName", "defaultValue");
  for (const [locale, text] of Object.entries(i18nValue)) {
    if (!isLocale(locale)) add(problems, NO_LOCALE, "deviceName", "i18nValue", locale);
    // EnOS itself stores empty translations: clients send them back.
    if (text !== "" && text.trim() === "")
      add(problems, BLANK_TRANSLATION, "deviceName", "i18nValue", locale);
    else add(problems, findNameFault(text), "deviceName", "i18nValue", locale);
  }
}

function findNameFault(text: string): Fault | undefined {
  return isLonger(text, MAX_NAME_LENGTH) ? tooLong(MAX_NAME_LENGTH) : toCharacterFault(findLineFault(text));
}

/** A description may have lines. */
function findDescriptionFault(description: string | null | undefined): Fault | undefined {
  return description ? toCharacterFault(findLineFault(description.replace(/[\t\n\r]/g, " "))) : undefined;
}

const MAX_ATTRIBUTES = 200;
const MAX_IDENTIFIER_LENGTH = 128;
/** The largest limit in any manual: some state 1,024, another one 4,000. */
const MAX_STRING_LENGTH = 4_000;

/**
 * Adds the faults of `deviceAttributes` against the limits of every model; types are checked against the model by EnOS, and the scalar `Map`
 * bounds the number of values.
 *
 * @see EnOS device connection manual, "Limitations"
 */
function addAttributeProblems(problems: InputProblem[], attributes: JsonMap | null | undefined): void {
  const entries = Object.entries(attributes ?? {});
  add(problems, findCountFault(entries.length, MAX_ATTRIBUTES, "attributes"), "deviceAttributes");
  for (const [name, value] of entries) {
    add(problems, findMemberNameFault(name, MAX_IDENTIFIER_LENGTH), "deviceAttributes", name);
    if (typeof value === "string" && isLonger(value, MAX_STRING_LENGTH))
      add(problems, tooLong(MAX_STRING_LENGTH), "deviceAttributes", name);
    else addTextProblems(problems, value, ["deviceAttributes", name]);
  }
}

/** Adds the faults of the texts of an attribute, and of the names within it. */
function addTextProblems(problems: InputProblem[], value: JsonValue, path: readonly string[]): void {
  if (typeof value === "string") add(problems, toCharacterFault(findTextFault(value)), ...path);
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value) as [string, JsonValue][]) {
    const memberPath = [...path, name];
    add(problems, findNameCharacterFault(name), ...memberPath);
    addTextProblems(problems, member, memberPath);
  }
}

const MAX_TAGS = 100;
const MAX_TAG_KEY_LENGTH = 50;
const MAX_TAG_LENGTH = 200;

/**
 * Adds the faults of `deviceTags`.
 *
 * @see EnOS device connection manual, "Limitations"; EnOS API manual, FAQ "Tags representation"
 */
function addTagProblems(problems: InputProblem[], tags: JsonMap | null | undefined): void {
  const entries = Object.entries(tags ?? {});
  add(problems, findCountFault(entries.length, MAX_TAGS, "tags"), "deviceTags");
  for (const [name, value] of entries) {
    add(problems, findMemberNameFault(name, MAX_TAG_KEY_LENGTH), "deviceTags", name);
    add(problems, findTagValueFault(value), "deviceTags", name);
  }
}

function findTagValueFault(value: JsonValue): Fault | undefined {
  if (typeof value !== "string") return ["WRONG_TYPE", "is not a string: every tag is one."];
  if (isLonger(value, MAX_TAG_LENGTH)) return tooLong(MAX_TAG_LENGTH);
  // The manual excludes blanks alone: a line end is carried there as anywhere in a tag.
  if (value.startsWith(" ") || value.endsWith(" ")) return BLANK;
  return toCharacterFault(findTextFault(value));
}

function findCountFault(count: number, max: number, what: string): Fault | undefined {
  return count > max ? ["TOO_MANY", `has ${count} ${what}: a device has ${max} at most.`] : undefined;
}

function findMemberNameFault(name: string, max: number): Fault | undefined {
  if (name === "") return ["REQUIRED", "has an empty name."];
  if (isLonger(name, max)) return ["TOO_LONG", `has a name that is longer than ${max} characters.`];
  return findNameCharacterFault(name);
}

function findNameCharacterFault(name: string): Fault | undefined {
  const fault = findTextFault(name);
  return toCharacterFault(fault && `has a name that ${fault}`);
}

const EMPTY: Fault = ["REQUIRED", "is empty."];
const BLANK: Fault = ["INVALID", "starts or ends with a blank: remove it."];

function findBlankFault(text: string): Fault | undefined {
  return text === text.trim() ? undefined : BLANK;
}

function toCharacterFault(fault: string | undefined): Fault | undefined {
  return fault === undefined ? undefined : ["INVALID", `${fault}.`];
}

function tooShort(length: number): Fault {
  const { min, max } = KEY_LENGTH;
  return ["TOO_SHORT", `has ${length} characters: a device key has ${min} to ${max}.`];
}

function tooLong(max: number): Fault {
  return ["TOO_LONG", `is longer than ${max} characters.`];
}

function isLonger(text: string, max: number): boolean {
  // A character has at most two UTF-16 units: the characters of a text that is far too long need no count.
  return text.length > 2 * max || (text.length > max && lengthOf(text) > max);
}

/** Returns how many characters a person would count, rather than UTF-16 units. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}
