import pino, { type DestinationStream } from "pino";

/** Lines are written together once there are as many. Bytes. */
const CHUNK = 4_096;
/** The longest that a line waits for others. Milliseconds. */
const LONGEST_WAIT = 200;

/**
 * Gives the standard output as a destination that writes lines together: one system call for each operation is
 * more than the rest of logging it costs.
 *
 * Only a process that is killed outright loses lines: its last, and never those of level fatal.
 */
export function standardOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, minLength: CHUNK, sync: true });
  const flush = () => {
    output.flushSync();
  };
  setInterval(flush, LONGEST_WAIT).unref();
  process.once("exit", flush);
  return output;
}
