import pino, { type DestinationStream, type Logger } from "pino";

/** Names under which a credential could come, were somebody to log a whole object. */
const CREDENTIALS = [
  ...["appSecret", "deviceSecret", "deviceSecrete", "productSecret", "secret"],
  ...["accessToken", "token", "authorization", "router-authorization"],
];

const redact = {
  paths: CREDENTIALS.flatMap((name) => [`["${name}"]`, `*["${name}"]`]),
  censor: "[secret]",
};

/**
 * Gives a logger of JSON lines, on the standard output unless stated otherwise.
 *
 * What it is told must hold no secret and no body; whatever is called like a credential is blotted out all the same.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact };
  return pino(options, destination ?? standardOutput());
}

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
