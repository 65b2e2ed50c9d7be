import { UsageError } from "./errors.js";

/** Columns with one meaning each. */
const FIELDS = ["name", "timezone", "deviceKey", "desc", "orgId", "productKey", "idempotencyKey"] as const;
export type Field = (typeof FIELDS)[number];

/** Columns that the import itself adds to the file of failed rows, and ignores when that file is imported. */
export const LINE_COLUMN = "import.line";
export const REASON_COLUMN = "import.reason";

/** The meaning of one column. */
export type Column =
  | { readonly kind: "field"; readonly name: string; readonly field: Field }
  | { readonly kind: "translation"; readonly name: string; readonly locale: string }
  | { readonly kind: "attribute"; readonly name: string; readonly identifier: string }
  | { readonly kind: "tag"; readonly name: string; readonly key: string }
  | { readonly kind: "report"; readonly name: string }
  /** Spreadsheet programs write columns that are empty from top to bottom. */
  | { readonly kind: "nameless"; readonly name: "" };

/**
 * Returns the meanings of a file's columns, in their order.
 *
 * @param given the fields that the command line gives for all rows.
 * @throws UsageError naming each column that is unknown, duplicate or missing.
 */
export function readColumns(header: readonly string[], given: ReadonlySet<Field>): Column[] {
  const names = header.map((cell) => cell.trim());
  const columns = names.map(toColumn);
  const faults = [
    ...names.filter((_, index) => columns[index] === undefined).map(explainUnknown),
    ...names
      .filter((name, index) => name !== "" && names.indexOf(name) < index)
      .map((name) => `The column “${name}” stands twice.`),
    ...(["name", "timezone", "orgId", "productKey"] as const)
      .filter((field) => !names.includes(field) && !given.has(field))
      .map(explainMissing),
  ];
  if (faults.length > 0) throw new UsageError(faults.join("\n"));
  return columns.filter((column) => column !== undefined);
}

function toColumn(name: string): Column | undefined {
  if (name === "") return { kind: "nameless", name };
  if (name === LINE_COLUMN || name === REASON_COLUMN) return { kind: "report", name };
  const field = FIELDS.find((known) => known === name);
  if (field !== undefined) return { kind: "field", name, field };
  const [, group, rest = ""] = /^(name|attributes|tags)\.(.+)$/s.exec(name) ?? [];
  if (group === "attributes") return { kind: "attribute", name, identifier: rest };
  if (group === "tags") return { kind: "tag", name, key: rest };
  return group === "name" && isLocale(rest) ? { kind: "translation", name, locale: rest } : undefined;
}

function isLocale(text: string): boolean {
  return /^[A-Za-z]{2,8}(?:[_-][A-Za-z0-9]{1,8})*$/.test(text);
}

function explainUnknown(name: string): string {
  const similar = FIELDS.find((field) => field.toLowerCase() === name.toLowerCase().replace(/[\s_-]/g, ""));
  if (similar !== undefined) return `The column “${name}” is unknown: did you mean ${similar}?`;
  return `The column “${name}” is unknown. Known are ${FIELDS.join(", ")}, name.LOCALE, attributes.ID and tags.KEY.`;
}

function explainMissing(field: Field): string {
  const option = { orgId: "--org", productKey: "--product" }[field as string];
  return `The column ${field} is missing${option === undefined ? "." : `: add it, or give ${option}.`}`;
}
