import type { Observer } from "../enos/observer.js";
import type { Tracing } from "./tracing.js";

/** Gives an observer that counts and traces. */
export function countAndTrace(metrics: Observer, tracing: Tracing): Observer {
  return {
    attempting: (action, nth, patience) => {
      const counted = metrics.attempting(action, nth, patience);
      const traced = tracing.attempting(action, nth, patience);
      return {
        headers: { ...counted.headers, ...traced.headers },
        ended: (verdict, durationMs) => {
          counted.ended(verdict, durationMs);
          traced.ended(verdict, durationMs);
        },
      };
    },
    tokenFetched: (result) => {
      metrics.tokenFetched(result);
    },
  };
}
