import {
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  type Tracer,
  defaultTextMapGetter,
  defaultTextMapSetter,
  isValidTraceId,
  trace,
} from "@opentelemetry/api";
import { W3CTraceContextPropagator } from "@opentelemetry/core";
import { type DocumentNode, Kind, type OperationDefinitionNode, print, visit } from "graphql";
import { randomUUID } from "node:crypto";

import type { TracingConfig } from "../config/tracing.js";
import type { Attempt } from "../runtime/telemetry.js";
import { cut } from "./operationRecord.js";

/** The end of an operation, as a span shows it. */
export interface OperationEnd {
  readonly operation: OperationDefinitionNode | undefined;
  readonly document: DocumentNode | undefined;
  /** How many answers were of which type. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly failed: boolean;
}

/** Destination of spans. */
export interface SpanDestination {
  readonly tracer: Tracer;
  /** Whether spans are recorded: then they get attributes, and requests to EnOS carry their IDs. */
  readonly isRecording: boolean;
  /** Sends the remaining spans. */
  close(): Promise<void>;
}

/** No spans: OpenTelemetry's own no-op, which passes the caller's trace ID on. */
const NOWHERE: SpanDestination = {
  tracer: trace.getTracer("enos-devices-subgraph"),
  isRecording: false,
  close: () => Promise.resolve(),
};

const propagator = new W3CTraceContextPropagator();

/** A header that came twice is no valid trace context. */
const getter: TextMapGetter<Readonly<Record<string, unknown>>> = {
  keys: (headers) => defaultTextMapGetter.keys(headers),
  get: (headers, name) => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  },
};

/** An operation in a trace. */
export interface OperationTrace {
  /** W3C trace ID: 32 hexadecimal digits. */
  readonly traceId: string;
  /** Undefined while no traces are kept. */
  readonly span: Span | undefined;
}

/**
 * Follows operations to EnOS: a span for each operation, and in it one for each request to EnOS, whose
 * headers `traceparent` and `tracestate` name the span.
 *
 * No span holds a variable, a literal or an answer.
 *
 * @see https://www.w3.org/TR/trace-context/
 */
export class Tracing {
  constructor(private readonly destination: SpanDestination = NOWHERE) {}

  /** Starts the span of an operation; its trace is its caller's, or a new one. */
  begin(headers: Readonly<Record<string, unknown>>): OperationTrace {
    // Where nothing is recorded, a request in no trace needs an ID and no span.
    if (!this.destination.isRecording && headers.traceparent === undefined)
      return { traceId: newTraceId(), span: undefined };
    const parent = propagator.extract(ROOT_CONTEXT, headers, getter);
    const span = this.destination.tracer.startSpan("GraphQL", { kind: SpanKind.SERVER }, parent);
    const { traceId } = span.spanContext();
    return {
      traceId: isValidTraceId(traceId) ? traceId : newTraceId(),
      span: this.destination.isRecording ? span : undefined,
    };
  }

  attemptStarted(action: string, nth: number, operation: OperationTrace | undefined): Attempt {
    const { tracer, isRecording } = this.destination;
    if (!isRecording) return UNSEEN;
    const context = operation?.span ? trace.setSpan(ROOT_CONTEXT, operation.span) : ROOT_CONTEXT;
    const attributes = { "enos.action": action, "enos.attempt": nth };
    const span = tracer.startSpan(`EnOS ${action}`, { kind: SpanKind.CLIENT, attributes }, context);
    const headers: Record<string, string> = {};
    propagator.inject(trace.setSpan(context, span), headers, defaultTextMapSetter);
    return {
      headers,
      ended: ({ code, requestId, reason }) => {
        if (code !== undefined) span.setAttribute("enos.code", code);
        if (requestId !== undefined) span.setAttribute("enos.request_id", requestId);
        if (reason !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
        span.end();
      },
    };
  }

  end({ span }: OperationTrace, { operation, document, outcomes, failed }: OperationEnd): void {
    if (!span) return;
    const { operation: type } = operation ?? {};
    const name = cut(operation?.name?.value);
    span.updateName(["GraphQL", type, name].filter(Boolean).join(" "));
    span.setAttribute("graphql.outcomes", Object.keys(outcomes));
    if (name !== undefined) span.setAttribute("graphql.operation.name", name);
    if (type !== undefined) span.setAttribute("graphql.operation.type", type);
    if (document) span.setAttribute("graphql.document", maskLiterals(document).slice(0, MAX_DOCUMENT));
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }

  async close(): Promise<void> {
    await this.destination.close();
  }
}

const UNSEEN: Attempt = { headers: {}, ended: () => undefined };

/** The longest document in a span: names of fragments and arguments may be of any length. UTF-16 units. */
const MAX_DOCUMENT = 16 * 1024;

/** A UUID without its dashes: Node has a cache of random numbers for UUIDs, but fetches bytes one call at a time. */
function newTraceId(): string {
  const id = randomUUID();
  return id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24);
}

/** Returns the text of a document without any value that a client wrote into it: names and shape only. */
function maskLiterals(document: DocumentNode): string {
  return print(
    visit(document, {
      [Kind.INT]: (node) => ({ ...node, value: "0" }),
      [Kind.FLOAT]: (node) => ({ ...node, value: "0" }),
      [Kind.STRING]: (node) => ({ ...node, value: "", block: false }),
      // The keys of a scalar's object are data, too.
      [Kind.OBJECT]: (node) => ({ ...node, fields: [] }),
      [Kind.LIST]: (node) => ({ ...node, values: [] }),
    }),
  );
}

/** Tracing is configured, but its packages are not installed; the message names them. */
export class TracingNotInstalled extends Error {
  override readonly name = "TracingNotInstalled";
}

/**
 * Returns the tracing that is configured. OpenTelemetry's SDK is loaded only then, and need not be installed otherwise.
 *
 * @param onExport called after each export of spans with its success
 * @throws TracingNotInstalled when tracing is configured but the SDK is not installed.
 */
export async function connectTracing(
  config: TracingConfig | undefined,
  onExport: (error: Error | undefined) => void,
): Promise<Tracing> {
  if (!config) return new Tracing();
  try {
    const { createSpanExport } = await import("./openTelemetry.js");
    return new Tracing(createSpanExport(config, onExport));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new TracingNotInstalled(
      "OTEL_EXPORTER_OTLP_ENDPOINT: OpenTelemetry is not installed. Install the packages that package.json " +
        "names under peerDependencies.",
      { cause: error },
    );
  }
}
