import type { Stats } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Readable, pipeline } from "node:stream";

import { CsvError, parse } from "csv-parse";

import { FileError, UsageError } from "./errors.js";

/** Delimiters of spreadsheet programs, in the order of preference. */
const DELIMITERS = [",", ";", "\t", "|"];

/** Bounds the memory of one record: after a quote that is never closed, the record would be the rest of the file. */
const MAX_RECORD_BYTES = 1024 * 1024;

/** The format of a file's cells. The files that belong to it have the same format. */
export interface CsvFormat {
  readonly delimiter: string;
  /** Whether the file begins with a byte order mark, by which spreadsheet programs recognize UTF-8. */
  readonly bom: boolean;
  /** Whether the first line is `sep=…`, from which spreadsheet programs read the delimiter. */
  readonly separatorLine: boolean;
}

/** A record of a file with at least one character. */
export interface CsvRecord {
  /** Line on which the record begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** The fault of its quotes, if there is one. */
  readonly fault?: string;
}

/**
 * Returns the format of a file, detected from its first bytes.
 *
 * @throws UsageError when the file cannot be read, or is in UTF-16.
 */
export async function detectFormat(path: string): Promise<CsvFormat> {
  const toUsageError = (error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  };
  const file = await open(path).catch(toUsageError);
  try {
    const { buffer, bytesRead } = await file
      .read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
      .catch(toUsageError);
    const head = buffer.subarray(0, bytesRead);
    if (/^(\xff\xfe|\xfe\xff)/.test(head.toString("latin1", 0, 2)))
      throw new UsageError(`${path} is in UTF-16. Save it as “CSV UTF-8” and start again.`);
    const bom = head.toString("latin1", 0, 3) === "\xef\xbb\xbf";
    const text = head.toString("utf8", bom ? 3 : 0);
    const separator = /^sep=(.)\r?\n/i.exec(text)?.[1];
    return {
      delimiter: separator ?? findDelimiter(text),
      bom,
      separatorLine: separator !== undefined,
    };
  } finally {
    await file.close();
  }
}

/** Returns a text that changes with a file: read it before the file. */
export async function readVersion(path: string): Promise<string> {
  return toVersion(await stat(path));
}

function toVersion({ ino, size, mtimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs}`;
}

/** Returns the delimiter that is most frequent in the header line, outside its quotes. */
function findDelimiter(text: string): string {
  const header = /^[\r\n]*((?:"(?:[^"]|"")*"|[^"\r\n])*)/.exec(text)?.[1] ?? "";
  const bare = header.replace(/"(?:[^"]|"")*"/g, "");
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

/**
 * Yields the records of a file, the header first.
 *
 * @param version the expected version of the file; any unless given.
 * @throws FileError when the file has another version, or is changed while it is read.
 * @throws UsageError when the file cannot be read, is not in UTF-8, or has a quote that is never closed.
 */
export async function* readRecords(
  path: string,
  format: CsvFormat,
  version?: string,
): AsyncGenerator<CsvRecord, void, void> {
  const wellQuoted = toQuotePattern(format.delimiter);
  const parser = parse({
    delimiter: format.delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    from_line: format.separatorLine ? 2 : 1,
    max_record_size: MAX_RECORD_BYTES,
    relax_column_count: true,
    // A quote out of place is reported with its row. Without this option the parser would drop all rows after it.
    relax_quotes: true,
    skip_empty_lines: true,
    info: true,
    raw: true,
  });
  let lastLine = 0;
  let counted = 0;
  try {
    const parsed = pipeline(Readable.from(readText(path, version)), parser, () => undefined);
    for await (const { record, info, raw: text } of parsed as AsyncIterable<ParsedRecord>) {
      // Empty lines before and behind the record are part of it here.
      const raw = text.replace(/^[\r\n]+|[\r\n]+$/g, "");
      // Within quotes, the parser counts CR LF as two lines. It leaves out the LF of those between records.
      counted += raw.match(/\r\n/g)?.length ?? 0;
      lastLine = info.lines - counted;
      const line = lastLine - countLineBreaks(raw);
      const fault =
        raw.includes('"') && !wellQuoted.test(raw)
          ? 'has a quote out of place: a cell with quotes is written in quotes, and each of its own twice ("a ""b""").'
          : undefined;
      yield { line, cells: record, ...(fault !== undefined && { fault }) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(
      `${path}, line ${lastLine + 1} or a later one: a quote is opened and never closed. Close it, or write it twice.`,
    );
  }
}

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
  readonly raw: string;
}

/** @see RFC 4180, section 2 */
function toQuotePattern(delimiter: string): RegExp {
  const separator = delimiter.replace(/[\\^|\]-]/g, "\\$&");
  const cell = `(?:"(?:[^"]|"")*"|[^"${separator}]*)`;
  return new RegExp(`^${cell}(?:[${separator}]${cell})*$`);
}

function countLineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

/** Yields a file's text without its byte order mark. A character is never cut by a chunk's edge. */
async function* readText(path: string, version: string | undefined): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  const file = await open(path);
  // Editors that write in place move the rest of the file: what is read from there is no row, or another one.
  const requireVersion = async () => {
    if (version !== undefined && toVersion(await file.stat()) !== version)
      throw new FileError(`${path} was changed while it was read.`);
  };
  try {
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) {
      await requireVersion();
      let text: string;
      try {
        text = decoder.decode(chunk, { stream: true });
      } catch {
        throw notUtf8(path, line, chunk);
      }
      line += text.split("\n").length - 1;
      yield text;
    }
    await requireVersion();
  } finally {
    await file.close();
  }
  try {
    decoder.decode();
  } catch {
    throw notUtf8(path, line);
  }
}

/** Returns the error that names the first line of a chunk that is not UTF-8. */
function notUtf8(path: string, firstLine: number, chunk: Buffer = Buffer.of()): UsageError {
  const lines = chunk.toString("latin1").split("\n");
  const index = lines.findIndex((text) => Buffer.from(text, "latin1").toString("utf8").includes("\ufffd"));
  return new UsageError(
    `${path}, line ${firstLine + Math.max(0, index)}: the text is not in UTF-8, but perhaps in Windows-1252. ` +
      "Save the file as “CSV UTF-8” and start again.",
  );
}
