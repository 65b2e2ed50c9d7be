import type { GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";

import type { AnsweredOperation } from "../runtime/telemetry.js";
import type { Metrics } from "./metrics.js";
import { type Recorded, cut } from "./operationRecord.js";
import type { Tracing } from "./tracing.js";

/** Writes one log line and one measurement for each operation. */
export type OperationLog = (answered: AnsweredOperation) => void;

/** Outcomes of valid requests that could not be served. */
const UNSERVED = ["DeviceUnconfirmedError", "EnosUnavailableError"];
/** The code of an error that hides a defect of ours. */
const DEFECT = "INTERNAL_SERVER_ERROR";

/** Returns a function that writes one log line and one measurement for each operation, without its variables, literals or answer. */
export function operationLog(logger: Logger, metrics: Metrics, tracing: Tracing): OperationLog {
  const write = createWriter(logger, metrics);
  return ({ context, document, operation, errors }) => {
    const { record } = context as Recorded;
    const durationMs = performance.now() - record.started;
    const { outcomes } = record;
    const codes = errors.length > 0 ? errorCodes(errors) : undefined;
    tracing.end(record.trace, { operation, document, outcomes, failed: errors.length > 0 });
    metrics.operationEnded(errors.length > 0 ? "errors" : "data", durationMs);
    write(levelOf(outcomes, codes), {
      traceId: record.trace.traceId,
      // From the parsed document: the request's `operationName` can be any text.
      operation: cut(operation?.name?.value),
      type: operation?.operation,
      outcomes,
      errors: codes,
      incidentIds: codes?.includes(DEFECT) ? incidentIds(errors) : undefined,
      ...record.toLog(),
      durationMs: Math.round(durationMs * 10) / 10,
    });
  };
}

type Level = "info" | "warn" | "error";

function levelOf(outcomes: Readonly<Record<string, number>>, codes: readonly string[] = []): Level {
  if (codes.includes(DEFECT)) return "error";
  if (UNSERVED.some((outcome) => outcome in outcomes) || codes.includes("ENOS_UNAVAILABLE")) return "warn";
  return "info";
}

/** Returns a function that writes lines. A line that cannot be written becomes an incident, but does not fail its operation. */
function createWriter(logger: Logger, metrics: Metrics): (level: Level, line: object) => void {
  // Every name of a line is chosen above. Looking for credentials among them cost more than the line itself.
  const unredacted = logger.child({}, { redact: [] });
  return (level, line) => {
    try {
      unredacted[level](line, "operation");
    } catch {
      metrics.incident();
    }
  };
}

function errorCodes(errors: readonly GraphQLFormattedError[]): string[] {
  const codes = errors.map(({ extensions }) => extensions?.code);
  return [...new Set(codes.map((code) => (typeof code === "string" ? code : "unknown")))];
}

function incidentIds(errors: readonly GraphQLFormattedError[]): string[] {
  const ids = errors.flatMap(({ extensions }) => {
    const id = extensions?.incidentId;
    return typeof id === "string" ? [id] : [];
  });
  return [...new Set(ids)].slice(0, 10);
}
