import type { GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";

import { microBatch } from "../runtime/microBatch.js";
import type { AnsweredOperation } from "../runtime/telemetry.js";
import type { Metrics } from "./metrics.js";
import type { Tracing } from "./tracing.js";

/** A list of a thousand devices is one line of a log, not a thousand names in it. */
const MOST_REQUEST_IDS = 10;

/** Writes one log line and one measurement for each operation. */
export type OperationLog = (answered: AnsweredOperation) => void;

/** Gives what writes one log line and one measurement for each operation: never its variables, literals or answer. */
export function operationLog(logger: Logger, metrics: Metrics, tracing: Tracing): OperationLog {
  const write = writeTogether(logger, metrics);
  return ({ context, document, operation, errors }) => {
    const { record } = context as Recorded;
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
    void microBatch().then(() => {
      write(line);
    });
  };
}

function errorCodes(errors: readonly GraphQLFormattedError[]): string[] {
  const codes = errors.map(({ extensions }) => extensions?.code);
  return [...new Set(codes.map((code) => (typeof code === "string" ? code : "unknown")))];
}

/** What one answer of a root field was. */
export interface Answer {
  /** The GraphQL type that was answered; `null` or `error` where there was none. */
  readonly outcome: string;
  readonly requestId: string | undefined;
}

/** What is noted of one GraphQL operation while it is answered: enough to find it again, and nothing of its content. */
export class OperationRecord {
  readonly #answers: Answer[] = [];

  constructor(
    /** W3C trace ID: 32 hexadecimal digits. */
    readonly traceId: string,
    /** When its first byte came, as `performance.now()` counts. */
    readonly started: number,
    /** What its trace is known by. */
    readonly operation: object,
  ) {}

  note(answer: Answer): void {
    this.#answers.push(answer);
  }

  /** How many answers were of which type. */
  outcomes(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { outcome } of this.#answers) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  }

  /** EnOS's names for the requests behind the answers, each once, at most `limit` of them. */
  requestIds(limit: number): string[] {
    const given = new Set<string>();
    for (const { requestId } of this.#answers) {
      if (given.size === limit) break;
      if (requestId !== undefined) given.add(requestId);
    }
    return [...given];
  }
}

/** A context in which an operation is recorded. */
export interface Recorded {
  readonly record: OperationRecord;
}

/**
 * Records the result of a root field in its operation.
 *
 * Classes bear the names of their GraphQL types, so the class of an instance names the type of the result.
 *
 * @returns the outcome: the GraphQL type; `null` or `error` where there was none.
 */
export function recordField(value: unknown, failed: boolean, { record }: Recorded): string {
  const answer = toAnswer(value, failed);
  record.note(answer);
  return answer.outcome;
}

function toAnswer(value: unknown, failed: boolean): Answer {
  if (failed) return { outcome: "error", requestId: undefined };
  if (value === null || value === undefined) return { outcome: "null", requestId: undefined };
  const { requestId } = value as { requestId?: unknown };
  return {
    outcome: value.constructor.name,
    requestId: typeof requestId === "string" ? requestId : undefined,
  };
}
