import type { Answer } from "./operationRecord.js";

/**
 * Reads what is noted of an answer from what its resolver gave.
 *
 * Classes bear the names of their GraphQL types, so the class of an instance names the type it is answered as.
 */
export function toAnswer(value: unknown, failed: boolean): Answer {
  if (failed) return { outcome: "error", requestId: undefined };
  if (value === null || value === undefined) return { outcome: "null", requestId: undefined };
  const { requestId } = value as { requestId?: unknown };
  return {
    outcome: value.constructor.name,
    requestId: typeof requestId === "string" ? requestId : undefined,
  };
}
