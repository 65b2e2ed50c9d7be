import type { JsonValue } from "../../scalars/map.js";
import { findTextFault } from "../../scalars/text.js";
import type { ArgumentProblem } from "../argumentProblems.js";
import { isId } from "../deviceReference.js";
import type { DeviceStatus } from "../deviceStatus.js";
import type { DeviceFilter } from "./filter.js";

/** Most values in one list or map of a filter. EnOS states no limit for an expression. */
const MAX_VALUES = 100;

/** Longer than any name that EnOS stores. Characters. */
const MAX_TEXT_LENGTH = 256;

/** The longest value that EnOS stores, according to any manual, has 4,000 characters of up to two units. UTF-16 units. */
const MAX_VALUE_LENGTH = 8_000;

/** A filter as EnOS's Search Device takes it. */
export interface Condition {
  /** Undefined finds every device of the organization. */
  readonly expression: string | undefined;
  /** Whether no device can match: then no search is needed. */
  readonly isImpossible: boolean;
  /** Why the filter is refused. */
  readonly problems: ArgumentProblem[];
}

/**
 * Translates a filter into EnOS's search expression. Equivalent filters give the same expression.
 *
 * EnOS documents no escape for its strings. So texts with quotes or backslashes are refused, and identifiers are compared
 * with the pattern of identifiers: no device has an identifier that does not match.
 *
 * @see EnOS API manual, "Search Device", table of `expression`
 */
export function toCondition(filter: DeviceFilter): Condition {
  const problems: ArgumentProblem[] = [];
  const terms: (string | undefined)[] = [];
  const fault = (path: readonly (string | number)[], message: string) => {
    problems.push({ argument: "filter", path, message });
  };

  for (const [name, field] of ID_LISTS) {
    const ids = filter[name] ?? undefined;
    if (ids && isShortEnough(ids.length, [name], fault)) terms.push(toIdTerm(name, field, ids, fault));
  }
  if (filter.nameContains) terms.push(toNameTerm(filter.nameContains, fault));
  if (filter.statuses && isShortEnough(filter.statuses.length, ["statuses"], fault))
    terms.push(toStatusTerm(filter.statuses));
  for (const rules of MEMBERS) {
    const entries = Object.entries(filter[rules.name] ?? {});
    if (isShortEnough(entries.length, [rules.name], fault))
      terms.push(...entries.map(([key, value]) => toMemberTerm(rules, key, value, fault)));
  }

  return {
    expression: terms.toSorted().join(" and ") || undefined,
    isImpossible: terms.includes(undefined),
    problems,
  };
}

type Fault = (path: readonly (string | number)[], message: string) => void;

const ID_LISTS = [
  ["productKeys", "productKey"],
  ["assetIds", "assetId"],
  ["deviceKeys", "deviceKey"],
] as const;

/** The manual's values for `status` in searches. */
const STATUSES: Readonly<Record<DeviceStatus, string | undefined>> = {
  INACTIVE: "inactive",
  ONLINE: "online",
  OFFLINE: "offline",
  DISABLED: "disable",
  MIRROR: "mirror",
  OTHER: undefined,
};

interface MemberRules {
  readonly name: "deviceTags" | "deviceAttributes";
  /** Allowed names of members. In an expression they need no quotes. */
  readonly key: RegExp;
  /** Whether every value is a string. */
  readonly takesTextOnly: boolean;
}

/** @see EnOS device connection manual, "Limitations" */
const MEMBERS: readonly MemberRules[] = [
  { name: "deviceTags", key: /^[\w/-]{1,50}$/, takesTextOnly: true },
  { name: "deviceAttributes", key: /^[\w-]+(\.[\w-]+)*$/, takesTextOnly: false },
];

function isShortEnough(length: number, path: readonly string[], fault: Fault): boolean {
  if (length > MAX_VALUES)
    fault(path, `holds ${length} values, and ${MAX_VALUES} is the most: ask in parts.`);
  return length <= MAX_VALUES;
}

/** Returns the condition on an ID; undefined when no device can have one of these IDs. */
function toIdTerm(name: string, field: string, ids: readonly string[], fault: Fault): string | undefined {
  for (const [index, id] of ids.entries()) if (!isQuotable(id)) fault([name, index], NOT_QUOTABLE);
  const possible = [...new Set(ids.filter(isId))].toSorted();
  return possible.length === 0 ? undefined : `${field} in (${possible.map(quote).join(", ")})`;
}

/** Returns the condition on the status; undefined when EnOS can search for none of them. Editions before 2.3 take `=` only, no `in`. */
function toStatusTerm(statuses: readonly DeviceStatus[]): string | undefined {
  const values = statuses.flatMap((status) => STATUSES[status] ?? []);
  const terms = [...new Set(values)].toSorted().map((value) => `status = '${value}'`);
  return terms.length < 2 ? terms[0] : `(${terms.join(" or ")})`;
}

function toNameTerm(text: string, fault: Fault): string {
  const path = ["nameContains"];
  checkText(text, MAX_TEXT_LENGTH, path, fault);
  return `deviceName like ${quote(text)}`;
}

function toMemberTerm(
  { name, key: pattern, takesTextOnly }: MemberRules,
  key: string,
  value: JsonValue,
  fault: Fault,
): string {
  const path = [name, key];
  if (key.length > MAX_TEXT_LENGTH || !pattern.test(key))
    fault(path, "is no name that EnOS lets a device have here.");
  if (typeof value === "string") checkText(value, MAX_VALUE_LENGTH, path, fault);
  const literal = takesTextOnly && typeof value !== "string" ? undefined : toLiteral(value);
  if (literal === undefined)
    fault(path, takesTextOnly ? "must be a string." : "must be a string, an integer or a boolean.");
  return `${name}.${key} = ${literal ?? ""}`;
}

/** Returns a value as EnOS's expressions write it; undefined when expressions have no form for it. */
function toLiteral(value: JsonValue): string | undefined {
  if (typeof value === "string") return quote(value);
  const isWritable = typeof value === "boolean" || (typeof value === "number" && Number.isInteger(value));
  return isWritable ? String(value) : undefined;
}

const NOT_QUOTABLE = "contains a quote or a backslash, which EnOS cannot search for: leave it out.";

function checkText(text: string, maxLength: number, path: readonly string[], fault: Fault): void {
  if (text.length > maxLength) {
    fault(path, `is longer than ${maxLength} characters.`);
    return;
  }
  const textFault = findTextFault(text);
  if (textFault !== undefined) fault(path, `${textFault}.`);
  else if (!isQuotable(text)) fault(path, NOT_QUOTABLE);
}

/** Returns whether a text can stand between quotes. */
function isQuotable(text: string): boolean {
  return !/['"\\]/.test(text);
}

function quote(text: string): string {
  return `'${text}'`;
}
