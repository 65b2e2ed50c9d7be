import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runDoctor } from "../../src/cli/doctor/command.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../src/sandbox/state.js";
import { ORG, PRODUCT } from "../support/createDevice.js";
import { SandboxAdmin } from "../support/sandboxAdmin.js";

/** A line of the report. */
export interface ReportRow {
  readonly answer: string;
  readonly sandbox: string;
  readonly advice: string;
  /** Whether the report marks that the sandbox answers otherwise by default. */
  readonly isMarked: boolean;
}

/** Output and result of a run of the doctor. */
export interface DoctorRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly rows: ReadonlyMap<string, ReportRow>;
}

/** The signal that a person's Ctrl-C aborts, and what is called before each question. */
export interface Interruption {
  readonly stop: AbortSignal;
  readonly onQuestion: (text: string) => void;
}

const NEVER: Interruption = { stop: new AbortController().signal, onQuestion: () => undefined };

/** A sandbox to examine, and a folder for the doctor's files. */
export class Patient {
  private constructor(
    readonly sandbox: Sandbox,
    readonly admin: SandboxAdmin,
    readonly folder: string,
  ) {}

  /** Starts a sandbox; reads show writes at once unless the options say otherwise. */
  static async start(options: SandboxOptions = {}): Promise<Patient> {
    const sandbox = await startSandbox({ readLagMs: 0, ...options });
    return new Patient(sandbox, new SandboxAdmin(sandbox.url), await mkdtemp(join(tmpdir(), "doctor-")));
  }

  get journal(): string {
    return join(this.folder, "journal.json");
  }

  /** Runs the doctor with these arguments beside `--journal`. */
  async run(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    { stop, onQuestion }: Interruption = NEVER,
  ): Promise<DoctorRun> {
    const texts = { stdout: "", stderr: "" };
    const { url, appKey, appSecret } = this.sandbox;
    const code = await runDoctor({
      args: [...args, "--journal", this.journal],
      environment: { ENOS_URL: url, ENOS_APP_KEY: appKey, ENOS_APP_SECRET: appSecret, ...environment },
      stop,
      stdout: { write: (text) => (texts.stdout += text) },
      stderr: {
        write: (text) => {
          texts.stderr += text;
          onQuestion(text);
        },
      },
    });
    return { code, ...texts, rows: readRows(texts.stdout) };
  }

  /** Asks every question, by writing too. */
  examine(productKey = PRODUCT): Promise<DoctorRun> {
    return this.run(["--org", ORG, "--write", productKey]);
  }

  async stop(): Promise<void> {
    await this.sandbox.close();
    await rm(this.folder, { recursive: true });
  }
}

/** Starts a sandbox with these options, asks every question, and stops it. */
export async function examine(options: SandboxOptions, productKey?: string): Promise<DoctorRun> {
  const patient = await Patient.start(options);
  try {
    return await patient.examine(productKey);
  } finally {
    await patient.stop();
  }
}

/** Returns the table's rows by question: the dashes below the header say where its columns begin. */
function readRows(report: string): ReadonlyMap<string, ReportRow> {
  const [, dashes = "", ...body] = report.split("\n");
  const columns = [...dashes.matchAll(/-+/g)].map(
    ({ index, 0: text }) => [index, index + text.length] as const,
  );
  const rows = body
    .join("\n")
    .split("\n\n")
    .filter((row) => row !== "");
  return new Map(
    rows.map((row) => {
      const lines = row.split("\n");
      const [question = "", answer = "", sandbox = "", advice = ""] = columns.map(([start, end]) =>
        lines
          .map((line) => line.slice(start, end).trim())
          .join(" ")
          .trim(),
      );
      const isMarked = question.startsWith("* ");
      return [question.replace(/^\* /, ""), { answer, sandbox, advice, isMarked }];
    }),
  );
}
