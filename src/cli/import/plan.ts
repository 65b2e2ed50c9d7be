import type { Models } from "./models.js";
import type { Column } from "./columns.js";
import { type CsvFormat, type CsvRecord, readRecords } from "./csvFile.js";
import { Duplicates } from "./duplicates.js";
import { type RowKeys, toContent } from "./keys.js";
import type { CreateDeviceInput } from "./operations.js";
import { type Fault, type Target, readTarget, readTexts, toInput } from "./rowToInput.js";

/** A row that can be sent. */
export interface PlannedRow extends CsvRecord {
  readonly input: CreateDeviceInput;
  readonly fingerprint: string;
}

/** A row that cannot be sent. */
export interface FaultyRow extends CsvRecord {
  readonly faults: readonly Fault[];
}

export type Row = PlannedRow | FaultyRow;

export function isFaulty(row: Row): row is FaultyRow {
  return "faults" in row;
}

/** A file whose header has been read. */
export interface ImportFile {
  readonly path: string;
  readonly format: CsvFormat;
  readonly columns: readonly Column[];
  /** Rows are only read from the version of the file whose header was read. */
  readonly version: string;
}

/** Options for turning the rows of a file into inputs. */
export interface PlanOptions {
  readonly given: Partial<Target>;
  readonly models: Models;
  readonly keys: RowKeys;
  /** Whether rows without an idempotency key get one. Default: yes. */
  readonly derivesKeys?: boolean;
}

/** Yields the rows of a file, each with the input it stands for or with its faults. */
export async function* planRows(file: ImportFile, options: PlanOptions): AsyncGenerator<Row, void, void> {
  const duplicates = new Duplicates();
  let isHeader = true;
  for await (const record of readRecords(file.path, file.format, file.version)) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    // Spreadsheet programs write rows of nothing but delimiters.
    if (record.cells.every((cell) => cell.trim() === "")) continue;
    yield await planRow(record, file.columns, options, duplicates);
  }
}

async function planRow(
  record: CsvRecord,
  columns: readonly Column[],
  { given, models, keys, derivesKeys = true }: PlanOptions,
  duplicates: Duplicates,
): Promise<Row> {
  const { faults, ...content } = readTexts(record, columns);
  const { texts } = content;
  const targeted = readTarget(texts, given);
  if ("faults" in targeted) return { ...record, faults: [...faults, ...targeted.faults] };
  const { target } = targeted;
  const hasAttributes = [...texts.keys()].some(({ kind }) => kind === "attribute");
  const model = hasAttributes ? await models.find(target) : NO_ATTRIBUTES;
  const read = toInput(content, target, model);
  const own = "input" in read ? read.input : undefined;
  const identity = toContent(texts, target, own);
  const fingerprint = keys.toFingerprint(identity);
  const found = [
    ...faults,
    ...("faults" in read ? read.faults : []),
    ...duplicates.find(record.line, fingerprint, own),
  ];
  if (found.length > 0 || !own) return { ...record, faults: found };
  const derived = derivesKeys && own.idempotencyKey == null;
  const input = derived ? { ...own, idempotencyKey: keys.toIdempotencyKey(identity) } : own;
  return { ...record, input, fingerprint };
}

const NO_ATTRIBUTES = { attributes: new Map() };
