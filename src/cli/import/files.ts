import { type FileHandle, open, readFile, rename, rm, stat, unlink, writeFile } from "node:fs/promises";
import { createReadStream, existsSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

import { toCsvLine, unescapeCell } from "./cells.js";
import { LINE_COLUMN, REASON_COLUMN } from "./columns.js";
import { type CsvFormat, type CsvRecord, detectFormat, readRecords } from "./csvFile.js";
import { FileError, UsageError } from "./errors.js";
import type { ImportFile } from "./plan.js";

/** Only the owner may read secrets, and the keys by which they can be requested. */
const OWNER_ONLY = 0o600;

/** The files that an import keeps beside the file it imports. */
export interface ImportPaths {
  readonly state: string;
  readonly results: string;
  readonly failed: string;
  readonly lock: string;
}

/** Returns the paths of an import's files: `devices.results.csv` beside `devices.csv`. */
export function toPaths(file: string): ImportPaths {
  const beside = join(dirname(file), basename(file, extname(file)));
  return {
    state: `${beside}.import.json`,
    results: `${beside}.results.csv`,
    failed: `${beside}.failed.csv`,
    lock: `${beside}.import.lock`,
  };
}

/**
 * Locks a file against a second import.
 *
 * @returns a function that removes the lock. If a process ends without calling it, the next import takes the lock over.
 * @throws UsageError when another import of the file is running.
 */
export async function lock(path: string): Promise<() => Promise<void>> {
  try {
    await writeFile(path, String(process.pid), { flag: "wx", mode: OWNER_ONLY });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST")
      throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
    const pid = Number(await readFile(path, "utf8"));
    if (isRunning(pid))
      throw new UsageError(
        `The file is being imported by the process ${pid}. If that is no import, delete ${path} and start again.`,
      );
    // Left behind by an import that was killed.
    await unlink(path);
    return lock(path);
  }
  return () => unlink(path);
}

function isRunning(pid: number): boolean {
  // In a container the import before this one had the same ID.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A CSV file that grows by whole batches, each written to the disk before the next one is sent. */
class CsvLog {
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly format: CsvFormat,
  ) {}

  /** @throws FileError when the file cannot be written, as when the disk is full. */
  append(rows: readonly (readonly string[])[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve();
    const text = rows.map((cells) => toCsvLine(cells, this.format.delimiter)).join("");
    // One after the other: two writes at once could be torn into each other.
    this.#last = this.#last.then(() => this.#write(text));
    return this.#last;
  }

  async #write(text: string): Promise<void> {
    try {
      await this.file.appendFile(text);
      await this.file.datasync();
    } catch (error) {
      throw new FileError(`${this.path} cannot be written: ${(error as Error).message}.`);
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

async function openLog(path: string, format: CsvFormat, header: readonly string[]): Promise<CsvLog> {
  const isNew = !existsSync(path);
  const toUsageError = (error: unknown) => {
    throw new UsageError(`${path} cannot be written: ${(error as Error).message}`);
  };
  const file = await open(path, "a", OWNER_ONLY).catch(toUsageError);
  const log = new CsvLog(path, file, format);
  if (isNew) await file.appendFile(toHead(format, header)).catch(toUsageError);
  // Programs that save a file anew let others read it.
  else await file.chmod(OWNER_ONLY).catch(toUsageError);
  return log;
}

/** Returns the text of a file before its first row. */
function toHead({ bom, delimiter }: CsvFormat, header: readonly string[]): string {
  return `${bom ? "\ufeff" : ""}${toCsvLine(header, delimiter)}`;
}

/** Renames a file, or deletes it if it has only its head. */
async function putAside(path: string, head: string): Promise<void> {
  const isEmpty =
    (await stat(path)).size === Buffer.byteLength(head) && (await readFile(path, "utf8")) === head;
  if (isEmpty) return unlink(path);
  const toName = (count: number) => path.replace(/\.csv$/, `.previous${count > 1 ? `-${count}` : ""}.csv`);
  let count = 1;
  while (existsSync(toName(count))) count += 1;
  await rename(path, toName(count));
}

/** A created device. The members are in the order of the results' columns. */
export interface ImportedDevice {
  /** Identifies the imported row. */
  readonly row: string;
  readonly line: string;
  readonly orgId: string;
  readonly productKey: string;
  readonly deviceKey: string;
  readonly assetId: string;
  readonly deviceSecret: string;
  readonly deviceSecretStatus: string;
  readonly replayed: string;
  readonly requestId: string;
}

const RESULT_COLUMNS = [
  "row",
  "line",
  "orgId",
  "productKey",
  "deviceKey",
  "assetId",
  "deviceSecret",
  "deviceSecretStatus",
  "replayed",
  "requestId",
] as const satisfies readonly (keyof ImportedDevice)[];

/** The results of all runs of an import. */
export class ResultsFile {
  private constructor(
    private readonly log: CsvLog,
    private readonly header: readonly string[],
    /** Fingerprints of the rows that need not be sent again. */
    readonly done: ReadonlySet<string>,
  ) {}

  /**
   * Opens the results of earlier runs, or starts new ones.
   *
   * A line that was only partly written when the computer stopped is removed: its row is sent again.
   *
   * @throws UsageError when the file is not a file of results.
   */
  static async open(path: string, format: CsvFormat): Promise<ResultsFile> {
    const fresh = { ...format, separatorLine: false };
    if (!existsSync(path) || (await isCutHead(path, toHead(fresh, RESULT_COLUMNS)))) {
      await rm(path, { force: true });
      return new ResultsFile(await openLog(path, fresh, RESULT_COLUMNS), RESULT_COLUMNS, new Set());
    }
    const own = await detectFormat(path);
    const header = await readHeader(path, own);
    // A file of somebody else's is left as it is.
    if (!RESULT_COLUMNS.every((column) => header.includes(column)))
      throw new UsageError(`${path} is not a file of results. Move it away.`);
    await endLastLine(path, own.delimiter, header.length);
    const done = await readFingerprints(path, own, header);
    return new ResultsFile(await openLog(path, own, header), header, done);
  }

  append(devices: readonly ImportedDevice[]): Promise<void> {
    const toCells = (device: Partial<Record<string, string>>) =>
      this.header.map((column) => device[column] ?? "");
    return this.log.append(devices.map((device) => toCells({ ...device })));
  }

  close(): Promise<void> {
    return this.log.close();
  }
}

/** Returns whether a file has the beginning of a head and no more, as when the computer stopped at once. */
async function isCutHead(path: string, head: string): Promise<boolean> {
  const { size } = await stat(path);
  return (
    size < Buffer.byteLength(head) &&
    Buffer.from(head)
      .subarray(0, size)
      .equals(await readFile(path))
  );
}

async function readHeader(path: string, format: CsvFormat): Promise<readonly string[]> {
  for await (const { cells } of readRecords(path, format)) return cells;
  return [];
}

/** Removes the last line if it has no line end and fewer cells than the header, else ends it: editors leave the end out. */
async function endLastLine(path: string, delimiter: string, width: number): Promise<void> {
  const end = await findLastLineEnd(path);
  const file = await open(path, "r+");
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(size - end), 0, size - end, end);
    if (buffer.toString().split(delimiter).length < width) await file.truncate(end);
    else await file.write("\r\n", size);
  } finally {
    await file.close();
  }
}

/** Returns how many bytes of a CSV file are whole lines. */
async function findLastLineEnd(path: string): Promise<number> {
  let [offset, end, quoted] = [0, 0, false];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (const byte of chunk) {
      offset += 1;
      if (byte === 0x22) quoted = !quoted;
      else if ((byte === 0x0a || byte === 0x0d) && !quoted) end = offset;
    }
  }
  return end;
}

async function readFingerprints(
  path: string,
  format: CsvFormat,
  header: readonly string[],
): Promise<Set<string>> {
  const done = new Set<string>();
  const [row, status] = [header.indexOf("row"), header.indexOf("deviceSecretStatus")];
  for await (const { cells } of readRecords(path, format))
    if (cells[status] !== "UNAVAILABLE") done.add(unescapeCell(cells[row] ?? ""));
  return done;
}

/** The rows of one run that were not imported, in the format of the imported file. */
export class FailedFile {
  private constructor(
    private readonly log: CsvLog,
    private readonly keyIndex: number,
  ) {}

  /** Starts a new file; those of earlier runs, which may hold corrections, are kept as `….previous.csv`, `….previous-2.csv` … */
  static async open(path: string, { columns, format }: ImportFile): Promise<FailedFile> {
    const names = columns.filter(({ kind }) => kind !== "report").map(({ name }) => name);
    const keyIndex = names.indexOf("idempotencyKey");
    const header = [LINE_COLUMN, REASON_COLUMN, ...names, ...(keyIndex < 0 ? ["idempotencyKey"] : [])];
    const own = { ...format, separatorLine: false };
    if (existsSync(path)) await putAside(path, toHead(own, header));
    const log = await openLog(path, own, header);
    return new FailedFile(log, keyIndex);
  }

  append(rows: readonly FailedRow[]): Promise<void> {
    return this.log.append(rows.map((row) => this.#toCells(row)));
  }

  #toCells({ record, columns, reason, idempotencyKey = "" }: FailedRow): string[] {
    const reports = new Set(columns.flatMap(({ kind }, index) => (kind === "report" ? [index] : [])));
    const cells = record.cells.filter((_, index) => !reports.has(index)).map(unescapeCell);
    const width = columns.length - reports.size;
    while (cells.length < width) cells.push("");
    if (this.keyIndex < 0) cells.splice(width, 0, idempotencyKey);
    else if (idempotencyKey !== "") cells[this.keyIndex] = idempotencyKey;
    return [String(record.line), reason, ...cells];
  }

  close(): Promise<void> {
    return this.log.close();
  }
}

/** A row that was not imported. */
export interface FailedRow {
  readonly record: CsvRecord;
  readonly columns: ImportFile["columns"];
  readonly reason: string;
  /** Present if the row may be created already: sent again with this key, it gets the same device. */
  readonly idempotencyKey?: string;
}
