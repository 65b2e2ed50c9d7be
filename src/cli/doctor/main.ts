import "reflect-metadata";

// A dynamic import, so that it loads after the line above in a bundle, too: classes with decorators need that.
const { EXIT_CODES, runDoctor } = await import("./command.js");

const stop = new AbortController();

/** The first signal stops the probes and deletes the throwaway device, the second ends the program at once. */
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(EXIT_CODES.notFoundOut);
    console.error(
      "\nDeleting the throwaway device. Press Ctrl-C again to end at once; --clean-up deletes it later.",
    );
    stop.abort();
  });

process.exitCode = await runDoctor({
  args: process.argv.slice(2),
  environment: process.env,
  stop: stop.signal,
  stdout: process.stdout,
  stderr: process.stderr,
});
