import type { DocumentNode, GraphQLFormattedError, OperationDefinitionNode } from "graphql";
import type { Logger } from "pino";

import { endOfTurn } from "../endOfTurn.js";
import type { Metrics } from "./metrics.js";
import type { Recorded } from "./operationRecord.js";
import type { Tracing } from "./tracing.js";

/** A list of a thousand devices is one line of a log, not a thousand names in it. */
const MOST_REQUEST_IDS = 10;

/** An operation that has its answer, as the log needs to know it. */
interface Answered {
  readonly context: Recorded;
  readonly document: DocumentNode | undefined;
  readonly operation: OperationDefinitionNode | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

/** Gives what writes one log line and one measurement for each operation: never its variables, literals or answer. */
export function operationLog(
  logger: Logger,
  metrics: Metrics,
  tracing: Tracing,
): (answered: Answered) => void {
  const write = writeTogether(logger, metrics);
  return ({ context: { record }, document, operation, errors }) => {
    const durationMs = performance.now() - record.started;
    const outcomes = record.outcomes();
    tracing.end(record.operation, {
      name: operation?.name?.value,
      type: operation?.operation,
      document,
      outcomes: Object.keys(outcomes),
      failed: errors.length > 0,
    });
    metrics.operationEnded(errors.length > 0 ? "errors" : "data", durationMs);
    write({
      traceId: record.traceId,
      // From the parsed document: what a client merely claims as a name can be any text.
      operation: operation?.name?.value,
      type: operation?.operation,
      outcomes,
      errors: errors.length > 0 ? errorCodes(errors) : undefined,
      requestIds: record.requestIds(MOST_REQUEST_IDS),
      durationMs: Math.round(durationMs * 10) / 10,
    });
  };
}

/**
 * Gives what writes lines at the end of the event loop's turn: one after the other they cost a fraction.
 *
 * One that cannot be written is counted as an incident; neither its operation nor the process is worth less for it.
 */
function writeTogether(logger: Logger, metrics: Metrics): (line: object) => void {
  // Every name of a line is chosen above. Looking for credentials among them cost more than the line itself.
  const unredacted = logger.child({}, { redact: [] });
  const write = (line: object) => {
    try {
      unredacted.info(line, "operation");
    } catch {
      metrics.incident();
    }
  };
  return (line) => {
    void endOfTurn().then(() => {
      write(line);
    });
  };
}

function errorCodes(errors: readonly GraphQLFormattedError[]): string[] {
  const codes = errors.map(({ extensions }) => extensions?.code);
  return [...new Set(codes.map((code) => (typeof code === "string" ? code : "unknown")))];
}
