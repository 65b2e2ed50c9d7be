import type { Logger } from "pino";

import type { Observer } from "../enos/observer.js";
import type { Tracing } from "./tracing.js";

/** Gives an observer that counts and traces, and logs what operators have to mend: how EnOS could not be asked. */
export function countAndTrace(metrics: Observer, tracing: Tracing, log: Logger): Observer {
  return {
    attempting: (action, nth, operation) => {
      const counted = metrics.attempting(action, nth, operation);
      const traced = tracing.attempting(action, nth, operation);
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
  };
}
