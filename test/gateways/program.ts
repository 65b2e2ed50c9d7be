import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const running: ChildProcess[] = [];

/** Ends the programs that `startProgram` started. Call it in `afterAll`. */
export async function endPrograms(): Promise<void> {
  while (running.length > 0) {
    const program = running.pop();
    if (program?.exitCode !== null || !program.kill("SIGKILL")) continue;
    await once(program, "exit");
  }
}

/** Starts a program that serves HTTP, and gives the URL that it prints as the first line that is one. */
export async function startProgram(
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const program = spawn(process.execPath, [file], {
    env: { ...process.env, NODE_ENV: "development", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(program);
  const complaints: string[] = [];
  program.stderr.on("data", (chunk: Buffer) => complaints.push(chunk.toString()));
  for await (const line of createInterface(program.stdout)) {
    if (/^http:\S+$/.test(line)) return line;
  }
  throw new Error(`${file} ended before it served:\n${complaints.join("")}`);
}
