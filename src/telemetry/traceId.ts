import { randomUUID } from "node:crypto";

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/;
const INVALID = "0".repeat(32);

/**
 * Gives the trace ID of a `traceparent` header, or a new one where there is none to be read.
 *
 * @see W3C Trace Context, "traceparent Header"
 */
export function toTraceId(traceparent: string | string[] | undefined): string {
  const given = TRACEPARENT.exec(String(traceparent))?.[1];
  return given === undefined || given === INVALID ? newTraceId() : given;
}

/** A UUID without its dashes: Node keeps random numbers for UUIDs in store, and fetches bytes one call at a time. */
function newTraceId(): string {
  return randomUUID().replaceAll("-", "");
}
