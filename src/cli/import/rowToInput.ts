import { type JsonValue, type ModelAttribute, readValue } from "./attributeValues.js";
import { findDamage, findNumberDamage, unescapeCell } from "./cells.js";
import type { Column } from "./columns.js";
import type { CsvRecord } from "./csvFile.js";
import type { CreateDeviceInput } from "./operations.js";

/** A fault of a row, with its column. An empty column stands for the whole row. */
export interface Fault {
  readonly column: string;
  readonly message: string;
}

/** The product that a row's device will be an instance of. */
export interface Target {
  readonly orgId: string;
  readonly productKey: string;
}

/** A row's text by column, without empty cells. */
export type RowTexts = ReadonlyMap<Column, string>;

/** The content of a row's cells. */
export interface RowContent {
  readonly texts: RowTexts;
  /** Columns whose cell has an apostrophe in front: its text is right as it is. */
  readonly marked: ReadonlySet<Column>;
}

/** Returns the text of the cells that are not empty, and the faults that can be found without the model. */
export function readTexts(
  { cells, fault }: CsvRecord,
  columns: readonly Column[],
): RowContent & { readonly faults: Fault[] } {
  const texts = new Map<Column, string>();
  const marked = new Set<Column>();
  const faults: Fault[] = fault === undefined ? [] : [{ column: "", message: fault }];
  if (cells.length !== columns.length && (cells.length < columns.length || cells.some(isExtra)))
    faults.push({ column: "", message: explainCount(cells.length, columns.length) });
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? "";
    if (cell === "" || column.kind === "report") continue;
    if (column.kind === "nameless") {
      faults.push({ column: `number ${index + 1}`, message: "has no name in the header." });
      continue;
    }
    const text = unescapeCell(cell);
    texts.set(column, text);
    if (text !== cell) marked.add(column);
    const damage = column.kind === "attribute" || marked.has(column) ? undefined : findDamage(text);
    if (damage !== undefined) faults.push({ column: column.name, message: damage });
  }
  return { texts, marked, faults };

  function isExtra(cell: string, index: number): boolean {
    return index >= columns.length && cell !== "";
  }
}

function explainCount(count: number, expected: number): string {
  const counts = `has ${count} cells, and the header ${expected}.`;
  if (count > expected) return counts;
  return `${counts} If a spreadsheet program left out empty cells at the end, put a column last that is never empty, such as name.`;
}

/** Returns the target of a row, or else that of the command line. */
export function readTarget(
  texts: RowTexts,
  given: Partial<Target>,
): { readonly target: Target } | { readonly faults: Fault[] } {
  const orgId = findField(texts, "orgId") ?? given.orgId;
  const productKey = findField(texts, "productKey") ?? given.productKey;
  if (orgId !== undefined && productKey !== undefined) return { target: { orgId, productKey } };
  const missing = [orgId === undefined && "orgId", productKey === undefined && "productKey"];
  return {
    faults: missing.filter((name) => name !== false).map((column) => ({ column, message: "is empty." })),
  };
}

/** Why the attributes of a product are not known. */
export interface UnknownModel {
  /** The column at fault; undefined when each attribute of a row is at fault. */
  readonly column: "productKey" | undefined;
  readonly fault: string;
}

/** The attributes of a product's model by identifier, if they are known. */
export type KnownModel = { readonly attributes: ReadonlyMap<string, ModelAttribute> } | UnknownModel;

/** Returns the input that a row stands for, its idempotency key still missing unless the row has one, or its faults. */
export function toInput(
  { texts, marked }: RowContent,
  target: Target,
  model: KnownModel,
): { readonly input: CreateDeviceInput } | { readonly faults: Fault[] } {
  const translations: [string, string][] = [];
  const tags: [string, string][] = [];
  const attributes: [string, JsonValue][] = [];
  const missing = "fault" in model && model.column ? [{ column: model.column, message: model.fault }] : [];
  const faults: Fault[] = [...missing];
  for (const [column, text] of texts) {
    if (column.kind === "translation") translations.push([column.locale, text]);
    else if (column.kind === "tag") tags.push([column.key, text]);
    else if (column.kind === "attribute" && missing.length === 0) {
      const read = readAttribute(text, column.identifier, model, marked.has(column));
      if ("fault" in read) faults.push({ column: column.name, message: read.fault });
      else attributes.push([column.identifier, read.value]);
    }
  }
  const name = findField(texts, "name");
  const timezone = findField(texts, "timezone");
  if (name === undefined) faults.push({ column: "name", message: "is empty." });
  if (timezone === undefined) faults.push({ column: "timezone", message: "is empty." });
  if (name === undefined || timezone === undefined || faults.length > 0) return { faults };
  const deviceKey = findField(texts, "deviceKey");
  const deviceDesc = findField(texts, "desc");
  const idempotencyKey = findField(texts, "idempotencyKey");
  return {
    input: {
      ...target,
      timezone,
      deviceName: {
        defaultValue: name,
        ...(translations.length > 0 && { i18nValue: Object.fromEntries(translations) }),
      },
      ...(attributes.length > 0 && { deviceAttributes: Object.fromEntries(attributes) }),
      ...(tags.length > 0 && { deviceTags: Object.fromEntries(tags) }),
      ...(deviceKey !== undefined && { deviceKey }),
      ...(deviceDesc !== undefined && { deviceDesc }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    },
  };
}

function readAttribute(text: string, identifier: string, model: KnownModel, isMarked: boolean) {
  if ("fault" in model) return { fault: `cannot be imported: ${model.fault}` };
  const attribute = model.attributes.get(identifier);
  if (!attribute) return { fault: "is no attribute of the product's thing model." };
  const isNumber = ["INT", "FLOAT", "DOUBLE"].includes(attribute.dataType);
  const damage = isMarked ? undefined : isNumber ? findNumberDamage(text) : findDamage(text);
  return damage === undefined ? readValue(text, attribute) : { fault: damage };
}

function findField(texts: RowTexts, field: string): string | undefined {
  for (const [column, text] of texts) if (column.kind === "field" && column.field === field) return text;
  return undefined;
}

/** Returns the column in which the value at a path of an input stands, and the names within the column's value. */
function toPlace([field = "", ...rest]: readonly string[]): { column: string; within: readonly string[] } {
  const [name, ...within] = rest;
  switch (field) {
    case "deviceName":
      return { column: name === "i18nValue" && rest[1] ? `name.${rest[1]}` : "name", within: [] };
    case "deviceAttributes":
      return { column: name === undefined ? "attributes" : `attributes.${name}`, within };
    case "deviceTags":
      return { column: name === undefined ? "tags" : `tags.${name}`, within };
    case "deviceDesc":
      return { column: "desc", within: rest };
    default:
      return { column: field, within: rest };
  }
}

/** A fault of an input as the service reports it. */
export interface InputFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Returns faults of an input as faults of its row. */
export function toFaults(problems: readonly InputFault[]): Fault[] {
  return problems.map(({ path, message }) => {
    const { column, within } = toPlace(path.map(String));
    return { column, message: within.length === 0 ? message : `${within.join(".")} ${message}` };
  });
}

/** Returns the fault as one text, its column first. */
export function describe({ column, message }: Fault): string {
  return column === "" ? message : `column ${column}: ${message}`;
}
