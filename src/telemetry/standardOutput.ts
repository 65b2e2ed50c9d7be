import pino, { type DestinationStream } from "pino";

/** Lines are written together once there are as many. Bytes. */
const CHUNK = 4_096;
/** The longest that a line waits for others. Milliseconds. */
const LONGEST_WAIT = 200;
/** Lines that cannot be written are kept up to here, then dropped. Bytes. */
const MOST_KEPT = 1_048_576;

/**
 * Gives the standard output as a destination that writes lines together: one system call for each operation is
 * more than the rest of logging it costs.
 *
 * Only a process that is killed outright loses lines: its last. A full disk or a reader that is gone costs the log, and
 * nothing else.
 */
export function standardOutput(fd = 1): DestinationStream {
  const output = pino.destination({ dest: fd, minLength: CHUNK, maxLength: MOST_KEPT, sync: true });
  output.on("error", () => undefined);
  const flush = () => {
    output.flush();
  };
  setInterval(flush, LONGEST_WAIT).unref();
  process.once("exit", flush);
  // Not the destination itself: after a fatal line pino would call its `flushSync`, which tries a broken pipe for ever.
  return {
    write: (line) => {
      output.write(line);
    },
  };
}
