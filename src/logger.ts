import pino, { type DestinationStream, type Level, type Logger } from "pino";

export interface LoggerOptions {
  readonly level?: Level;
  /** Standard output unless stated. */
  readonly destination?: DestinationStream;
}

/** Names under which a credential could come, were somebody to log a whole object. */
const CREDENTIALS = [
  ...["appSecret", "deviceSecret", "deviceSecrete", "productSecret", "secret"],
  ...["accessToken", "token", "authorization", "router-authorization"],
];

/** Gives the program's log: JSON lines, with whatever is called like a credential blotted out. */
export function createLogger({ level = "info", destination }: LoggerOptions = {}): Logger {
  const paths = CREDENTIALS.flatMap((name) => [`["${name}"]`, `*["${name}"]`]);
  return pino({ level, redact: { paths, censor: "[secret]" } }, destination ?? pino.destination(1));
}
