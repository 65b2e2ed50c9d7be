import type { Logger } from "pino";

import type { Telemetry } from "../runtime/telemetry.js";
import type { Metrics } from "./metrics.js";
import { recordField, type OperationLog, type Recorded } from "./operationLog.js";
import type { Tracing } from "./tracing.js";

/** Returns the telemetry of the program: everything is counted, traced, and logged where operators must act. */
export function createTelemetry(
  metrics: Metrics,
  tracing: Tracing,
  log: Logger,
  operationLog: OperationLog,
): Telemetry {
  return {
    attemptStarted: (action, nth, operation) => {
      const counted = metrics.attemptStarted(action, nth);
      const traced = tracing.attemptStarted(action, nth, operation);
      return {
        headers: traced.headers,
        ended: (end, durationMs) => {
          counted.ended(end, durationMs);
          traced.ended(end, durationMs);
          const { reason, detail } = end;
          if (detail !== undefined) log.warn({ action, reason, detail }, "EnOS gave no answer");
        },
      };
    },
    tokenFetched: (result, why) => {
      metrics.tokenFetched(result);
      if (!why) return;
      const { reason, code, detail } = why;
      log.warn({ reason, code, detail }, "EnOS gave no access token");
    },
    readBack: (result) => {
      metrics.readBack(result);
    },
    rateLimitChecked: (result) => {
      metrics.rateLimitChecked(result);
    },
    requestRefused: (status, reason) => {
      metrics.requestRefused(status, reason);
    },
    fieldAnswered: ({ field, value, failed, context }) => {
      metrics.answered(field, recordField(value, failed, context as Recorded));
    },
    operationAnswered: operationLog,
    incident: ({ incidentId, error }) => {
      metrics.incident();
      log.error({ incidentId, err: error }, "an error that no client may see");
    },
  };
}
