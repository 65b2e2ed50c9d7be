import "reflect-metadata";

import { type Config, ConfigError, readConfig } from "../../config/config.js";
import type { EnosAccess } from "../../config/enosAccess.js";
import { EnosRequestError } from "../../enos/errors.js";
import { VERSION } from "../../runtime/version.js";
import { Journal, JournalError } from "./journal.js";
import { HELP, type Options, UsageError, readOptions } from "./options.js";
import { type Finding, type Probe, type ProbeRun, Unanswered } from "./probe.js";
import { CHANGING } from "./probes/changing.js";
import { CREATING } from "./probes/creating.js";
import { ENDING } from "./probes/ending.js";
import { READING } from "./probes/reading.js";
import { Recording } from "./recording.js";
import { type Row, toReport } from "./report.js";
import { Session } from "./session.js";
import { Throwaway, cleanUp, randomTag } from "./throwaway.js";

/** The exit codes; the help text explains them. @see sysexits(3), EX_CONFIG */
export const EXIT_CODES = { done: 0, notFoundOut: 1, config: 78 } as const;

/** All probes in their order: later ones need the device that earlier ones create. */
const PROBES: readonly Probe[] = [...READING, ...CREATING, ...CHANGING, ...ENDING];

/** The arguments, environment and streams of the process that runs the doctor. */
export interface DoctorContext {
  /** The arguments behind the program's name. */
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted to send no further probe, and to delete the throwaway device. */
  readonly stop: AbortSignal;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

type Examination = Extract<Options, { mode: "examine" }>;
type EnosConfig = Config & { readonly enos: EnosAccess };

/** Runs the doctor and returns its exit code. */
export async function runDoctor(context: DoctorContext): Promise<number> {
  try {
    const options = readOptions(context.args);
    if (options.mode === "help" || options.mode === "version") {
      context.stdout.write(`${options.mode === "help" ? HELP : VERSION}\n`);
      return EXIT_CODES.done;
    }
    const config = readEnosConfig(context.environment);
    return options.mode === "cleanUp"
      ? await runCleanUp(config, options.journal, context)
      : await examine(config, options, context);
  } catch (error) {
    return toExitCode(error, context);
  }
}

/** @throws ConfigError when the environment names no EnOS. */
function readEnosConfig(environment: DoctorContext["environment"]): EnosConfig {
  const config = readConfig(environment);
  if (!config.enos) throw new ConfigError(["ENOS_URL is missing: the address of EnOS's API gateway."]);
  return { ...config, enos: config.enos };
}

function toExitCode(error: unknown, { stderr }: DoctorContext): number {
  if (error instanceof EnosRequestError) {
    stderr.write(`${error.message}${error.detail === undefined ? "" : ` (${error.detail})`}\n`);
    return error.retryable ? EXIT_CODES.notFoundOut : EXIT_CODES.config;
  }
  if (error instanceof ConfigError || error instanceof UsageError || error instanceof JournalError) {
    stderr.write(`${error.message}\n`);
    return EXIT_CODES.config;
  }
  if (!(error instanceof Unanswered)) throw error;
  stderr.write(`${error.message}\n`);
  return EXIT_CODES.notFoundOut;
}

async function runCleanUp({ enos }: EnosConfig, file: string, context: DoctorContext): Promise<number> {
  const journal = Journal.open(file);
  const { url, orgId } = journal.entry;
  if (url !== new URL(enos.url).origin)
    throw new JournalError(`${file} is about another EnOS: set ENOS_URL to ${url}.`);
  const session = new Session(enos, orgId);
  try {
    const problems = await cleanUp(session, journal);
    context.stdout.write(problems.length === 0 ? "Nothing is left behind.\n" : leftBehind(problems, file));
    return problems.length === 0 ? EXIT_CODES.done : EXIT_CODES.notFoundOut;
  } finally {
    await session.close();
  }
}

async function examine(config: EnosConfig, options: Examination, context: DoctorContext): Promise<number> {
  const { orgId, productKey, writes, record } = options;
  const session = new Session(config.enos, orgId);
  const recording = record === undefined ? undefined : new Recording(orgId);
  try {
    await session.authenticate();
    const journal = writes ? startJournal(config.enos, options) : undefined;
    const throwaway = journal && new Throwaway(session, journal, recording);
    const run: ProbeRun = { session, productKey, config, throwaway, model: undefined };
    const rows: Row[] = [];
    let problems: readonly string[] = [];
    try {
      await ask(run, context, rows);
    } finally {
      // The device is deleted even if a probe failed.
      if (journal) problems = await tryToCleanUp(session, journal);
    }
    if (record !== undefined) recording?.write(record);
    context.stdout.write(toReport(rows));
    if (problems.length > 0) context.stderr.write(leftBehind(problems, options.journal));
    const isComplete = rows.every(({ finding }) => finding !== undefined) && !context.stop.aborted;
    return isComplete && problems.length === 0 ? EXIT_CODES.done : EXIT_CODES.notFoundOut;
  } finally {
    await session.close();
  }
}

function startJournal({ url }: EnosAccess, { orgId, productKey = "", journal }: Examination): Journal {
  const entry = {
    url: new URL(url).origin,
    orgId,
    productKey,
    tag: randomTag(),
    assetIds: [],
    pending: false,
  };
  return Journal.create(journal, entry);
}

/** Asks one question after the other, and goes on when one fails. */
async function ask(run: ProbeRun, { stop, stderr }: DoctorContext, rows: Row[]): Promise<void> {
  for (const probe of PROBES.filter(({ writes }) => run.throwaway !== undefined || !writes)) {
    if (stop.aborted) return;
    stderr.write(`${probe.question}\n`);
    rows.push({ probe, ...(await findOut(probe, run)) });
  }
}

async function findOut(
  probe: Probe,
  run: ProbeRun,
): Promise<{ finding: Finding | undefined; reason?: string }> {
  try {
    return { finding: await probe.find(run) };
  } catch (error) {
    if (!(error instanceof Unanswered) && !(error instanceof EnosRequestError)) throw error;
    return { finding: undefined, reason: error.message };
  }
}

async function tryToCleanUp(session: Session, journal: Journal): Promise<readonly string[]> {
  try {
    return await cleanUp(session, journal);
  } catch (error) {
    if (error instanceof EnosRequestError || error instanceof Unanswered) return [error.message];
    throw error;
  }
}

function leftBehind(problems: readonly string[], file: string): string {
  return `${problems.join("\n")}\n${file} names what is left: run the doctor with --clean-up.\n`;
}
