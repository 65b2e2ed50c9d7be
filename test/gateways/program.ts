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

/** Starts a program that serves HTTP, and returns the first URL that it prints. */
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
    const [url] = /http:\/\/\S+/.exec(line) ?? [];
    if (!url) continue;
    // Read on, or the program would stop when the pipe is full.
    program.stdout.resume();
    return url;
  }
  throw new Error(`${file} ended before it served:\n${complaints.join("")}`);
}
