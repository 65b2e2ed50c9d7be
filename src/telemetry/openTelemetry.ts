import { ExportResultCode } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

import type { TracingConfig } from "../config/tracing.js";
import { VERSION } from "../runtime/version.js";
import type { SpanDestination } from "./tracing.js";

/** Less than the time that a process has for ending. Milliseconds. */
const SEND_LIMIT_MS = 2_000;

/** Returns a destination that records spans and sends them by OTLP over HTTP. */
export function createSpanExport(
  { endpoint, serviceName, resourceAttributes, sampler }: TracingConfig,
  onExport: (error: Error | undefined) => void,
): SpanDestination {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, "")}/v1/traces`,
    timeoutMillis: SEND_LIMIT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      ...resourceAttributes,
      "service.name": serviceName,
      "service.version": VERSION,
    }),
    sampler: createSampler(sampler),
    spanProcessors: [new BatchSpanProcessor({ exporter: reportingExporter(exporter, onExport) })],
  });
  return {
    tracer: provider.getTracer("enos-devices-subgraph", VERSION),
    isRecording: true,
    // A receiver that is away must not keep a process from ending.
    close: () => provider.shutdown().catch(() => undefined),
  };
}

/** Returns the sampler that `OTEL_TRACES_SAMPLER` names. */
function createSampler({ name, ratio }: TracingConfig["sampler"]): Sampler {
  const roots = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
  };
  const root = roots[name.replace("parentbased_", "") as keyof typeof roots]();
  return name.startsWith("parentbased_") ? new ParentBasedSampler({ root }) : root;
}

/** Takes any object with a code: the SDK has its own copy of the enumeration. */
function isSuccess({ code }: { readonly code: number }): boolean {
  const success: number = ExportResultCode.SUCCESS;
  return code === success;
}

/** Returns an exporter that tells after each export whether it succeeded. */
function reportingExporter(
  exporter: SpanExporter,
  onExport: (error: Error | undefined) => void,
): SpanExporter {
  return {
    export: (spans, done) => {
      exporter.export(spans, (result) => {
        onExport(isSuccess(result) ? undefined : (result.error ?? new Error("the spans were not taken")));
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}
