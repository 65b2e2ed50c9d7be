import { collectDefaultMetrics, Registry } from "prom-client";

let registry: Registry | undefined;

/**
 * Gives the figures of this process: memory, CPU, garbage collection, event-loop lag.
 *
 * There is one set of them however many servers run in the process, because their observers cannot be ended.
 */
export function processMetrics(): Registry {
  if (!registry) {
    registry = new Registry();
    collectDefaultMetrics({ register: registry });
  }
  return registry;
}
