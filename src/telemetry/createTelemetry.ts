import type { Logger } from "pino";

import type { Telemetry } from "../runtime/telemetry.js";
import { EventLog } from "./eventLog.js";
import type { Metrics } from "./metrics.js";
import { operationLog } from "./operationLog.js";
import { OperationRecord, type Recorded } from "./operationRecord.js";
import type { Tracing } from "./tracing.js";

/** The telemetry of a running program: everything is counted, logged and traced. */
export interface ProgramTelemetry extends Telemetry {
  /**
   * Starts the record of an operation, which identifies it in all later reports: `Deadline.operation`.
   *
   * @param started when its first byte came, as `performance.now()` counts
   */
  operationStarted(headers: Readonly<Record<string, unknown>>, started: number): OperationRecord;
  /** Writes and sends the remaining lines and spans. */
  close(): Promise<void>;
}

/** Returns the telemetry of the program. */
export function createTelemetry(metrics: Metrics, tracing: Tracing, log: Logger): ProgramTelemetry {
  const events = new EventLog(log);
  return {
    operationStarted: (headers, started) => new OperationRecord(tracing.begin(headers), started),
    attemptStarted: (action, nth, operation) => {
      metrics.attemptStarted(action, nth);
      const record = operation instanceof OperationRecord ? operation : undefined;
      const traced = tracing.attemptStarted(action, nth, record?.trace);
      return {
        headers: traced.headers,
        ended: (end, durationMs) => {
          metrics.attemptEnded(action, end, durationMs);
          traced.ended(end, durationMs);
          record?.attemptEnded(action, nth, end, durationMs);
        },
      };
    },
    tokenFetched: (result, why) => {
      metrics.tokenFetched(result);
      const detail = [why?.reason, why?.code, why?.detail].filter((part) => part !== undefined).join(" ");
      events.dependencySeen("enos-token", result === "granted" ? "up" : "down", detail);
    },
    readBack: (result) => {
      metrics.readBack(result);
    },
    rateLimitChecked: (result) => {
      metrics.rateLimitChecked(result);
      events.dependencySeen("redis", result === "unavailable" ? "down" : "up", undefined);
    },
    requestRefused: (status, reason) => {
      metrics.requestRefused(status, reason);
      events.requestRefused(status, reason);
    },
    breakerChanged: (traffic, state) => {
      if (state === "open") metrics.breakerOpened(traffic);
      events.breakerChanged(traffic, state);
    },
    dependencySeen: (dependency, state, detail) => {
      events.dependencySeen(dependency, state, detail);
    },
    fieldAnswered: (result) => {
      const { record } = result.context as Recorded;
      metrics.answered(result.field, record.fieldAnswered(result));
    },
    operationAnswered: operationLog(log, metrics, tracing),
    incident: ({ incidentId, error }) => {
      metrics.incident();
      log.error({ incidentId, err: error }, "an error that no client may see");
    },
    close: async () => {
      events.close();
      await tracing.close();
    },
  };
}
