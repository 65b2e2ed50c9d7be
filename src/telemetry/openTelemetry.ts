import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { type DocumentNode, Kind, print, visit } from "graphql";

import type { TracingConfig } from "../config/tracing.js";
import type { Attempt } from "../runtime/telemetry.js";
import { type OperationEnd, type Tracing, readTraceParent } from "./tracing.js";

/** Less than what ending a process leaves time for. Milliseconds. */
const SEND_LIMIT = 2_000;

/**
 * Traces by OpenTelemetry, sent by OTLP over HTTP: a span for each operation, and in it one for each request to
 * EnOS, which is told of it by `traceparent`.
 *
 * No span holds a variable, a literal or an answer.
 */
export class OpenTelemetry implements Tracing {
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;
  readonly #operations = new WeakMap<object, Span>();

  constructor({ endpoint, serviceName }: TracingConfig) {
    const exporter = new OTLPTraceExporter({
      url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
      timeoutMillis: SEND_LIMIT,
    });
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ "service.name": serviceName }),
      spanProcessors: [new BatchSpanProcessor({ exporter })],
    });
    this.#tracer = this.#provider.getTracer("enos-devices-subgraph");
  }

  begin(operation: object, traceparent: string | undefined): string {
    const span = this.#tracer.startSpan("GraphQL", { kind: SpanKind.SERVER }, toContext(traceparent));
    this.#operations.set(operation, span);
    return span.spanContext().traceId;
  }

  attemptStarted(action: string, nth: number, operation: object): Attempt {
    const parent = this.#operations.get(operation);
    const context = parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
    const attributes = { "enos.action": action, "enos.attempt": nth };
    const span = this.#tracer.startSpan(`EnOS ${action}`, { kind: SpanKind.CLIENT, attributes }, context);
    return {
      headers: { traceparent: toHeader(span) },
      ended: ({ code, requestId, reason }) => {
        if (code !== undefined) span.setAttribute("enos.code", code);
        if (requestId !== undefined) span.setAttribute("enos.request_id", requestId);
        if (reason !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: reason });
        span.end();
      },
    };
  }

  end(operation: object, { name, type, document, outcomes, failed }: OperationEnd): void {
    const span = this.#operations.get(operation);
    if (!span) return;
    span.updateName(["GraphQL", type, name].filter(Boolean).join(" "));
    span.setAttribute("graphql.outcomes", [...outcomes]);
    if (name !== undefined) span.setAttribute("graphql.operation.name", name);
    if (type !== undefined) span.setAttribute("graphql.operation.type", type);
    if (document) span.setAttribute("graphql.document", maskLiterals(document));
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }

  async close(): Promise<void> {
    // A receiver that is away must not keep a process from ending.
    await this.#provider.shutdown().catch(() => undefined);
  }
}

function toContext(traceparent: string | undefined): Context {
  const parent = readTraceParent(traceparent);
  if (!parent) return ROOT_CONTEXT;
  const { traceId, spanId, flags } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: flags, isRemote: true });
}

function toHeader(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}

/** Gives the text of a document without any value that a client wrote into it: names and shape only. */
export function maskLiterals(document: DocumentNode): string {
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
