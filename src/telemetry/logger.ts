import pino, { type DestinationStream, type Logger } from "pino";

import { LineWriter } from "./lineWriter.js";

/** Names of members that could hold a credential, in case a whole object is logged. */
const CREDENTIALS = [
  ...["appSecret", "deviceSecret", "deviceSecrete", "productSecret", "secret"],
  ...["accessToken", "token", "authorization", "router-authorization", "idempotencyKey"],
];

const redact = {
  paths: CREDENTIALS.flatMap((name) => [`["${name}"]`, `*["${name}"]`]),
  censor: "[secret]",
};

let output: LineWriter | undefined;

/** Returns the writer of the standard output, one for the process. */
export function standardOutput(): LineWriter {
  if (!output) {
    output = new LineWriter(process.stdout);
    process.once("exit", output.flush);
  }
  return output;
}

/**
 * Returns a logger of JSON lines, on the standard output unless stated otherwise.
 *
 * Callers must not log secrets or bodies. As a second protection, members named like a credential are replaced.
 */
export function createLogger(level: string, destination: DestinationStream = standardOutput()): Logger {
  return pino({ level, base: null, timestamp: timeMember, redact }, destination);
}

let time = { at: NaN, member: "" };

/** Returns the member `time` of a line. Lines of one millisecond share its text. */
function timeMember(): string {
  const at = Date.now();
  if (time.at !== at) time = { at, member: `,"time":"${new Date(at).toISOString()}"` };
  return time.member;
}
