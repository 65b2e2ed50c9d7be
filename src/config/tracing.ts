import { z } from "zod";

import { checkedText, variable, type Values } from "./variable.js";

/** Where traces go. */
export interface TracingConfig {
  /** Base URL of an OTLP receiver over HTTP, such as `http://collector:4318`. */
  readonly endpoint: string;
  readonly serviceName: string;
}

const SERVICE_NAME = "enos-devices-subgraph";

const endpoint = checkedText((text) =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
    ? undefined
    : "must be a URL such as http://collector:4318",
);

export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    endpoint.optional(),
    "where traces go: an OTLP receiver over HTTP",
    "no traces",
  ),
  OTEL_SERVICE_NAME: variable(
    z.string().default(SERVICE_NAME),
    "the name of this service in traces",
    SERVICE_NAME,
  ),
};

/** Returns where traces go; undefined when nobody asked for them. */
export function toTracing(env: Values<typeof tracingVariables>): TracingConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME } = env;
  if (OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return undefined;
  return { endpoint: OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: OTEL_SERVICE_NAME };
}
