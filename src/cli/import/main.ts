import { setFlagsFromString } from "node:v8";

import { EXIT_CODES, runCommand } from "./command.js";

// V8 would use 200 MiB for a long file, mostly for garbage: rows live too long for its young generation.
setFlagsFromString("--semi-space-growth-factor=1");
setFlagsFromString("--heap-growing-percent=20");

const stop = new AbortController();

/** The first signal finishes the requests under way, the second ends the program at once. */
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(EXIT_CODES.interrupted);
    console.error("\nFinishing the requests under way. Press Ctrl-C again to end at once.");
    stop.abort();
  });

process.exitCode = await runCommand({
  args: process.argv.slice(2),
  headers: process.env.IMPORT_HEADERS,
  stop: stop.signal,
  interactive: process.stdin.isTTY,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
});
