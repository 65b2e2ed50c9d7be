import type { Logger } from "pino";

import { createLogger } from "../../src/telemetry/logger.js";

/** Returns the program's own logger, down to trace, and the lines that it writes. */
export function recordLog(): { readonly logger: Logger; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const destination = {
    write: (line: string) => {
      lines.push(line);
    },
  };
  return { logger: createLogger("trace", destination), lines };
}
