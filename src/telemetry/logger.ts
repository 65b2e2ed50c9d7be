import pino, { type DestinationStream, type Logger } from "pino";

import { LineWriter } from "./lineWriter.js";

/** Names under which a credential could come, were somebody to log a whole object. */
const CREDENTIALS = [
  ...["appSecret", "deviceSecret", "deviceSecrete", "productSecret", "secret"],
  ...["accessToken", "token", "authorization", "router-authorization", "idempotencyKey"],
];

const redact = {
  paths: CREDENTIALS.flatMap((name) => [`["${name}"]`, `*["${name}"]`]),
  censor: "[secret]",
};

let output: LineWriter | undefined;

/** Returns the log's way to the standard output: one for the process. */
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
 * What it is told must hold no secret and no body; whatever is called like a credential is replaced all the same.
 */
export function createLogger(level: string, destination: DestinationStream = standardOutput()): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact }, destination);
}
