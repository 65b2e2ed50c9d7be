import pino, { type DestinationStream, type Logger } from "pino";

import { standardOutput } from "./standardOutput.js";

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
