import { existsSync } from "node:fs";

import { type BatchOptions, runBatches } from "./batches.js";
import { checkRows } from "./checkRows.js";
import { type Field, readColumns } from "./columns.js";
import { createRows } from "./createRows.js";
import { detectFormat, readRecords, readVersion } from "./csvFile.js";
import { UsageError } from "./errors.js";
import { FailedFile, type ImportPaths, ResultsFile, lock, toPaths } from "./files.js";
import type { GraphqlClient } from "./graphqlClient.js";
import { openKeys, temporaryKeys } from "./keys.js";
import { Models } from "./models.js";
import type { Options } from "./options.js";
import { type FaultyRow, type ImportFile, type PlannedRow, isFaulty, planRows } from "./plan.js";
import { type Output, Progress } from "./progress.js";
import { type Fault, type Target, describe } from "./rowToInput.js";

/** A service can create this number within its deadline even when EnOS takes seconds for each device. */
const ROWS_PER_REQUEST = 50;
/** A check costs EnOS a hundredth of a create, and larger batches are not faster. */
const ROWS_PER_CHECK = 200;

/** Client, streams and stop signal of a run. */
export interface RunOptions {
  readonly client: GraphqlClient;
  /** Aborted to send no further batch; batches under way are finished. */
  readonly stop: AbortSignal;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Result of a run. */
export interface Summary {
  readonly failed: number;
  /** The result as one line for people. */
  readonly text: string;
}

/**
 * Creates the devices of a file that were not created yet.
 *
 * @throws UsageError when the file is at fault as a whole; then nothing was created.
 * @throws ServiceError when the service cannot be used; devices created so far are in the results.
 * @throws FileError when the file is changed, or the results cannot be written.
 */
export async function importFile(options: Options, run: RunOptions): Promise<Summary> {
  const opened = await openFile(options);
  const paths = toPaths(options.file);
  const unlock = await lock(paths.lock);
  return importRows(options, opened, paths, run).finally(unlock);
}

async function importRows(
  options: Options,
  { file, total }: OpenedFile,
  paths: ImportPaths,
  run: RunOptions,
): Promise<Summary> {
  const models = await openModels(file, options, run);
  const keys = await openKeys(paths.state, !existsSync(paths.results));
  const results = await ResultsFile.open(paths.results, file.format);
  const failed = await FailedFile.open(paths.failed, file);
  const progress = new Progress(total, run.stderr);
  const tally = { created: 0, replayed: 0, withoutSecret: 0 };

  const toFailed = (row: FaultyRow | PlannedRow, faults: readonly Fault[], idempotencyKey = "") => ({
    ...{ record: row, columns: file.columns, idempotencyKey },
    reason: faults.map(describe).join(" · "),
  });
  const rows = sendable(planRows(file, { given: given(options), models, keys }), {
    isDone: ({ fingerprint }) => results.done.has(fingerprint),
    onDone: () => {
      progress.count({ known: 1 });
    },
    onFaulty: async (row) => {
      report(row.line, row.faults, progress, run);
      progress.count({ failed: 1 });
      await failed.append([toFailed(row, row.faults)]);
    },
  });
  const send: BatchOptions["send"] = async (batch, pace) => {
    const { created, refused, retries } = await createRows(run.client, batch, pace);
    await results.append(created);
    await failed.append(
      refused.map(({ row, faults, keepKey }) =>
        toFailed(row, faults, keepKey ? (row.input.idempotencyKey ?? "") : ""),
      ),
    );
    tally.created += created.length;
    tally.replayed += created.filter(({ replayed }) => replayed === "true").length;
    tally.withoutSecret += created.filter(({ deviceSecret }) => deviceSecret === "").length;
    for (const { row, faults } of refused) report(row.line, faults, progress, run);
    progress.count({ done: created.length, failed: refused.length });
    return retries;
  };
  try {
    const { concurrency } = options;
    await runBatches(rows, { size: ROWS_PER_REQUEST, concurrency, stop: run.stop, send });
  } finally {
    progress.clear();
    await results.close();
    await failed.close();
  }
  const { created, replayed, withoutSecret } = tally;
  return {
    failed: progress.failed,
    text: [
      `${total} rows: ${created} devices created${replayed > 0 ? `, ${replayed} of them by an earlier attempt` : ""}, ` +
        `${progress.known} were imported before, ${progress.failed} failed.`,
      created > 0 ? `Devices and secrets: ${paths.results}` : "",
      withoutSecret > 0 ? `${withoutSecret} secrets are missing: column deviceSecretStatus says why.` : "",
      progress.failed > 0 ? `Rows to correct and import: ${paths.failed}` : "",
    ]
      .filter((line) => line !== "")
      .join("\n"),
  };
}

/**
 * Reports the faults of a file's rows and creates nothing.
 *
 * @throws UsageError when the file is at fault as a whole.
 * @throws ServiceError when the service cannot be used.
 */
export async function checkFile(options: Options, run: RunOptions): Promise<Summary> {
  const { file, total } = await openFile(options);
  const models = await openModels(file, options, run);
  const { state } = toPaths(options.file);
  const hasKeys = existsSync(state);
  const keys = hasKeys ? await openKeys(state, false) : temporaryKeys();
  const progress = new Progress(total, run.stderr);
  const tally = { clean: 0, existing: 0 };
  const rows = sendable(planRows(file, { given: given(options), models, keys, derivesKeys: hasKeys }), {
    isDone: () => false,
    onDone: () => undefined,
    onFaulty: (row) => {
      report(row.line, row.faults, progress, run);
      progress.count({ failed: 1 });
    },
  });
  const send: BatchOptions["send"] = async (batch, pace) => {
    const { refused, clean, existing, retries } = await checkRows(run.client, batch, pace);
    for (const { row, faults } of refused) report(row.line, faults, progress, run);
    progress.count({ done: clean, failed: refused.length });
    tally.clean += clean;
    tally.existing += existing;
    return retries;
  };
  const { concurrency } = options;
  await runBatches(rows, { size: ROWS_PER_CHECK, concurrency, stop: run.stop, send }).finally(() => {
    progress.clear();
  });
  const existing = tally.existing > 0 ? `, ${tally.existing} of them devices already` : "";
  return {
    failed: progress.failed,
    text: `${total} rows: ${tally.clean} without a fault${existing}, ${progress.failed} with faults. Nothing was created.`,
  };
}

interface OpenedFile {
  readonly file: ImportFile;
  /** Number of its rows. */
  readonly total: number;
}

/** Reads the whole file once, so that a fault of the file shows before anything is sent. */
async function openFile(options: Options): Promise<OpenedFile> {
  const format = await detectFormat(options.file);
  const version = await readVersion(options.file);
  let header: readonly string[] | undefined;
  let total = 0;
  for await (const { cells, fault } of readRecords(options.file, format, version)) {
    if (header !== undefined) total += cells.some((cell) => cell.trim() !== "") ? 1 : 0;
    else if (fault === undefined) header = cells;
    else throw new UsageError(`The header of ${options.file} ${fault}`);
  }
  if (header === undefined) throw new UsageError(`${options.file} is empty.`);
  const fields: [Field, string | undefined][] = [
    ["orgId", options.orgId],
    ["productKey", options.productKey],
  ];
  const known = new Set(fields.flatMap(([field, value]) => (value === undefined ? [] : [field])));
  return { file: { path: options.file, format, columns: readColumns(header, known), version }, total };
}

/** @throws UsageError when columns of attributes need the model of the command line's product and it is not known. */
async function openModels(
  { columns }: ImportFile,
  options: Options,
  { client }: RunOptions,
): Promise<Models> {
  const models = new Models(client);
  const { orgId, productKey } = options;
  if (orgId === undefined || productKey === undefined) return models;
  if (!columns.some(({ kind }) => kind === "attribute")) return models;
  const model = await models.find({ orgId, productKey });
  if ("fault" in model) throw new UsageError(`The columns attributes.… cannot be imported: ${model.fault}`);
  return models;
}

function given({ orgId, productKey }: Options): Partial<Target> {
  return { ...(orgId !== undefined && { orgId }), ...(productKey !== undefined && { productKey }) };
}

/** Yields the rows that can be sent, and passes the others to a callback. */
async function* sendable(
  rows: AsyncIterable<PlannedRow | FaultyRow>,
  handlers: {
    readonly isDone: (row: PlannedRow) => boolean;
    readonly onDone: (row: PlannedRow) => void;
    readonly onFaulty: (row: FaultyRow) => void | Promise<void>;
  },
): AsyncGenerator<PlannedRow, void, void> {
  for await (const row of rows) {
    if (isFaulty(row)) await handlers.onFaulty(row);
    else if (handlers.isDone(row)) handlers.onDone(row);
    else yield row;
  }
}

function report(line: number, faults: readonly Fault[], progress: Progress, { stdout }: RunOptions): void {
  progress.clear();
  // A cell or a column's name may hold line ends and the control characters of terminals.
  for (const fault of faults) stdout.write(`line ${line}, ${describe(fault).replace(/\p{Cc}+/gu, " ")}\n`);
}
