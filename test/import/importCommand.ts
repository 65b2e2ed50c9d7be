import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";

import { parse } from "csv-parse/sync";

import { runCommand } from "../../src/cli/import/command.js";
import { ORG, PRODUCT } from "../support/createDevice.js";
import type { SubgraphUnderTest } from "../support/subgraph.js";

/** Output of a run of the import, and its exit code. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type Row = Readonly<Record<string, string>>;

const folders: string[] = [];

/** Deletes the folders of all imports. Call it in `afterEach`. */
export async function removeFolders(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
}

/** A folder with one file to import, and what the import leaves beside it. */
export class ImportFolder {
  private constructor(
    private readonly subgraph: SubgraphUnderTest,
    readonly path: string,
  ) {}

  static async create(subgraph: SubgraphUnderTest, content: string | Buffer): Promise<ImportFolder> {
    const path = await mkdtemp(join(tmpdir(), "import-"));
    folders.push(path);
    const folder = new ImportFolder(subgraph, path);
    await folder.write(content);
    return folder;
  }

  file(name = "devices.csv"): string {
    return join(this.path, name);
  }

  async write(content: string | Buffer, name?: string): Promise<void> {
    await writeFile(this.file(name), content);
  }

  async read(name?: string): Promise<string> {
    return readFile(this.file(name), "utf8");
  }

  /** Runs the command for the file with these options beside those that say where to import. */
  async run(
    args: readonly string[] = [],
    context: Partial<Parameters<typeof runCommand>[0]> = {},
  ): Promise<Run> {
    const output = { stdout: "", stderr: "" };
    const code = await runCommand({
      args: [...[this.file(), "--url", this.subgraph.app.url, "--org", ORG, "--product", PRODUCT], ...args],
      headers: undefined,
      stop: new AbortController().signal,
      interactive: false,
      stdin: new PassThrough(),
      stdout: { write: (text) => (output.stdout += text) },
      stderr: { write: (text) => (output.stderr += text) },
      ...context,
    });
    return { code, ...output };
  }

  /** Returns the rows of a file of the import, by column; none when it is not there. */
  async rows(name: "devices.results.csv" | "devices.failed.csv"): Promise<Row[]> {
    const text = await this.read(name).catch(() => "");
    return parse(text, { columns: true, bom: true, relax_column_count: true });
  }
}
