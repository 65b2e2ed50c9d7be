import { parseExactJson, textOfNumber } from "../../scalars/exactJson.js";
import type { JsonMap, JsonValue } from "../../scalars/json.js";

type Value = JsonValue | undefined;

/**
 * Returns whether a stored value may be the stored form of a value that was sent.
 *
 * A platform may change the Unicode form, line ends and outer blanks of a text, write numbers and booleans as each
 * other or as texts, keep a fraction as a 32-bit float, add a time to a date, and drop or add what is empty or unknown
 * to it.
 */
export function isSameValue(sent: Value, stored: Value): boolean {
  if (isEmpty(sent) || isEmpty(stored)) return true;
  const [one, other] = [parseStructure(sent, stored), parseStructure(stored, sent)];
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSameValue(item, other[index]));
  if (isStructure(one) || isStructure(other)) return isSameObject(one, other);
  return isSameScalar(one, other);
}

/** Compares the members that both sides have: a platform may drop unknown members and add its own. */
function isSameObject(one: Value, other: Value): boolean {
  if (!isMap(one) || !isMap(other)) return false;
  return Object.entries(one).every(
    ([name, value]) => !Object.hasOwn(other, name) || isSameValue(value, other[name]),
  );
}

function isEmpty(value: Value): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}

function isStructure(value: Value): boolean {
  return Array.isArray(value) || isMap(value);
}

function isMap(value: Value): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}

/** Returns a text parsed as JSON if the other side is an object or a list, else the value itself. */
function parseStructure(value: Value, beside: Value): Value {
  if (typeof value !== "string" || !isStructure(beside)) return value;
  try {
    return parseExactJson(value) as JsonValue;
  } catch {
    return value;
  }
}

function isSameScalar(one: Value, other: Value): boolean {
  const [text, otherText] = [textOf(one), textOf(other)];
  if (text === otherText || isSameBoolean(one, other) || isSameDate(text, otherText)) return true;
  // Two texts are not taken for numbers: "007" is not "7".
  const isNumber = textOfNumber(one) !== undefined || textOfNumber(other) !== undefined;
  return isNumber && isSameNumber(text, otherText);
}

/** Returns whether a stored text may be the stored form of a text that was sent. */
export function isSameText(sent: Value, stored: Value): boolean {
  return isEmpty(sent) || isEmpty(stored) || textOf(sent) === textOf(stored);
}

/** Returns a scalar as a text in one form: Unicode's composed one, with LF, without outer blanks. */
function textOf(value: Value): string {
  const text = typeof value === "string" ? value : (textOfNumber(value) ?? JSON.stringify(value));
  return text.normalize("NFC").replace(/\r\n?/g, "\n").trim();
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

/** A boolean may be stored as a number or a text; two texts are not taken for booleans. */
function isSameBoolean(one: Value, other: Value): boolean {
  if (typeof one !== "boolean" && typeof other !== "boolean") return false;
  const value = BOOLEANS.get(textOf(one).toLowerCase());
  return value !== undefined && value === BOOLEANS.get(textOf(other).toLowerCase());
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
/** The distance between neighboring 32-bit floats, relative to their size. */
const FLOAT32_EPSILON = 2 ** -23;

function isSameNumber(one: string, other: string): boolean {
  if (!NUMBER.test(one) || !NUMBER.test(other)) return false;
  const [number, otherNumber] = [Number(one), Number(other)];
  // Integers are stored exactly or not at all: 16777216 and 16777217 differ, although they are the same 32-bit float.
  if (isWhole(one) && isWhole(other)) return toDigits(one) === toDigits(other);
  const size = Math.max(Math.abs(number), Math.abs(otherNumber));
  return number === otherNumber || Math.abs(number - otherNumber) <= FLOAT32_EPSILON * size;
}

function isWhole(text: string): boolean {
  return /^[+-]?\d+(?:\.0*)?$/.test(text);
}

function toDigits(whole: string): string {
  const digits = whole
    .replace(/\.0*$/, "")
    .replace(/^\+/, "")
    .replace(/^(-?)0+(?=\d)/, "$1");
  return digits === "-0" ? "0" : digits;
}

const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Dates are the same when their times are, or when one has no time. */
function isSameDate(one: string, other: string): boolean {
  const [match, otherMatch] = [DATE.exec(one), DATE.exec(other)];
  if (!match || !otherMatch) return false;
  const [, day, time, zone] = readDate(match);
  const [, otherDay, otherTime, otherZone] = readDate(otherMatch);
  if (zone !== undefined && otherZone !== undefined)
    return Date.parse(`${day}T${time}${zone}`) === Date.parse(`${otherDay}T${otherTime}${otherZone}`);
  return day === otherDay && (time === undefined || otherTime === undefined || time === otherTime);
}

function readDate(match: RegExpExecArray): [string, string, string | undefined, string | undefined] {
  const [all, day = "", minutes, seconds = "00", fraction = "", zone] = match;
  const time = minutes && `${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, "0")}`;
  return [all, day, time, zone?.replace(/(\d\d)(\d\d)$/, "$1:$2")];
}

/**
 * Returns whether a stored time zone may be the stored form of one that was sent: in another case, under another of its
 * names, or as an offset that it has all year.
 */
export function isSameTimezone(sent: string, stored: string | undefined): boolean {
  if (stored === undefined || stored.trim() === "") return true;
  const [one, other] = [sent.trim().toLowerCase(), stored.trim().toLowerCase()];
  if (one === other) return true;
  const offsets = offsetsOf(one);
  return offsets !== undefined && offsets === offsetsOf(other);
}

/** Instants of this and of the other half of a year, in which daylight saving time differs. */
const JANUARY = Date.UTC(2026, 0, 15);
const JULY = Date.UTC(2026, 6, 15);

/** Returns the offsets of a zone from UTC in winter and summer as one text; undefined when the text is no zone. */
function offsetsOf(zone: string): string | undefined {
  const offset = /^(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d\d))?$/.exec(zone);
  // `Intl` knows offsets as zones, but only in this form.
  const timeZone = offset ? `${offset[1]}${offset[2]?.padStart(2, "0")}:${offset[3] ?? "00"}` : zone;
  try {
    const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
    return [JANUARY, JULY].map((at) => format.format(at).replace(/^.*GMT/, "")).join(" ");
  } catch {
    return undefined;
  }
}
