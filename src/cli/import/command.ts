import { writeFile } from "node:fs/promises";
import type { Readable } from "node:stream";

import manifest from "../../../package.json" with { type: "json" };
import { AccessDeniedError, FileError, InterruptedError, ServiceError, UsageError } from "./errors.js";
import { GraphqlClient } from "./graphqlClient.js";
import { askForHeaders, readHeaders } from "./headers.js";
import { readModel } from "./models.js";
import { HELP, type Options, readOptions } from "./options.js";
import type { Output } from "./progress.js";
import { type RunOptions, checkFile, importFile } from "./runImport.js";
import { toTemplate } from "./template.js";

/** The exit codes; the help text explains them. */
export const EXIT_CODES = { done: 0, someFailed: 1, usage: 2, service: 3, interrupted: 130 } as const;

/** The arguments, credentials and streams that a command gets from its process. */
export interface CommandContext {
  /** The arguments behind the program's name. */
  readonly args: readonly string[];
  /** The value of `IMPORT_HEADERS`. */
  readonly headers: string | undefined;
  /** Aborted to finish the requests under way and send no more. */
  readonly stop: AbortSignal;
  /** Whether a person at a terminal can be asked for credentials. */
  readonly interactive: boolean;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Runs the command and returns its exit code. */
export async function runCommand(context: CommandContext): Promise<number> {
  try {
    const options = readOptions(context.args);
    if (options === "help" || options === "version") {
      context.stdout.write(`${options === "help" ? HELP : manifest.version}\n`);
      return EXIT_CODES.done;
    }
    return await withCredentials(options, context, (client) => run(options, client, context));
  } catch (error) {
    if (error instanceof UsageError) {
      context.stderr.write(`${error.message}\n`);
      return EXIT_CODES.usage;
    }
    if (error instanceof InterruptedError) return interrupted(context);
    if (!(error instanceof ServiceError || error instanceof FileError)) throw error;
    context.stderr.write(`${error.message}\nWhat was created so far stands. Start again to continue.\n`);
    return EXIT_CODES.service;
  }
}

/** Asks for credentials when the service requires them and a person is at the terminal. */
async function withCredentials(
  { url }: Options,
  { headers, interactive, stdin, stderr, stop }: CommandContext,
  use: (client: GraphqlClient) => Promise<number>,
): Promise<number> {
  try {
    return await use(new GraphqlClient(url, readHeaders(headers), stop));
  } catch (error) {
    if (!(error instanceof AccessDeniedError) || !interactive || headers !== undefined) throw error;
    return use(new GraphqlClient(url, await askForHeaders(stdin, stderr, stop), stop));
  }
}

async function run(options: Options, client: GraphqlClient, context: CommandContext): Promise<number> {
  const { stop, stdout, stderr } = context;
  if (options.mode === "template") {
    await writeTemplate(options, client);
    stdout.write(`Wrote ${options.file}.\n`);
    return EXIT_CODES.done;
  }
  const runOptions: RunOptions = { client, stop, stdout, stderr };
  const summary = await (options.mode === "dryRun" ? checkFile : importFile)(options, runOptions);
  stdout.write(`${summary.text}\n`);
  if (stop.aborted) return interrupted(context);
  return summary.failed > 0 ? EXIT_CODES.someFailed : EXIT_CODES.done;
}

function interrupted({ stderr }: CommandContext): number {
  stderr.write("Interrupted. Start the import again to continue.\n");
  return EXIT_CODES.interrupted;
}

async function writeTemplate({ file, orgId = "", productKey = "" }: Options, client: GraphqlClient) {
  const read = await readModel(client, { orgId, productKey });
  if ("fault" in read) throw new UsageError(read.fault);
  await writeFile(file, toTemplate(read.model), { flag: "wx" }).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`);
  });
}
