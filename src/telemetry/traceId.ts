import { randomUUID } from "node:crypto";

/** Where a trace comes from. */
export interface TraceParent {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Bit 0: whether the caller records it. */
  readonly flags: number;
}

const TRACEPARENT = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})/;

/**
 * Reads a `traceparent` header; undefined where there is none to be read.
 *
 * @see W3C Trace Context, "traceparent Header"
 */
export function readTraceParent(header: string | string[] | undefined): TraceParent | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(String(header)) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) };
}

/** Gives the trace ID of a `traceparent` header, or a new one. */
export function toTraceId(header: string | string[] | undefined): string {
  return readTraceParent(header)?.traceId ?? newTraceId();
}

/** A UUID without its dashes: Node keeps random numbers for UUIDs in store, and fetches bytes one call at a time. */
function newTraceId(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(14, 18) + uuid.slice(19, 23) + uuid.slice(24);
}
