import type { DocumentNode } from "graphql";
import { randomUUID } from "node:crypto";

import type { TracingConfig } from "../config/tracing.js";
import type { Attempt } from "../runtime/telemetry.js";

/** How an operation ended, as a trace says it. */
export interface OperationEnd {
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly document: DocumentNode | undefined;
  readonly outcomes: readonly string[];
  readonly failed: boolean;
}

/** Follows operations to EnOS. An operation is known by one object, which everything done for it is given. */
export interface Tracing {
  /** Gives the trace ID of an operation that begins: its caller's, or a new one. */
  begin(operation: object, traceparent: string | undefined): string;
  attemptStarted(action: string, nth: number, operation: object): Attempt;
  end(operation: object, end: OperationEnd): void;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
}

const UNSEEN = { headers: {}, ended: () => undefined };

/** No traces: an operation has a trace ID for the log, and EnOS is told nothing. */
export const untraced: Tracing = {
  begin: (_operation, traceparent) => toTraceId(traceparent),
  attemptStarted: () => UNSEEN,
  end: () => undefined,
  close: () => Promise.resolve(),
};

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

/** Tracing is asked for and not installed; the message says what to install. */
export class TracingNotInstalled extends Error {
  override readonly name = "TracingNotInstalled";
}

/**
 * Gives the tracing that is configured. OpenTelemetry is loaded only then, and need not be installed otherwise.
 *
 * @throws TracingNotInstalled when it is not.
 */
export async function connectTracing(config: TracingConfig | undefined): Promise<Tracing> {
  if (!config) return untraced;
  try {
    const { OpenTelemetry } = await import("./openTelemetry.js");
    return new OpenTelemetry(config);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new TracingNotInstalled(
      "OTEL_EXPORTER_OTLP_ENDPOINT: OpenTelemetry is not installed. Install the packages that package.json " +
        "names under peerDependencies.",
      { cause: error },
    );
  }
}
