import pino, { type Logger } from "pino";

/** Gives a logger of JSON lines on the standard output. What it is told must hold no secret and no body. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
