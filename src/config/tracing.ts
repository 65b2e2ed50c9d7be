import { z } from "zod";

/** Where traces go. */
export interface TracingConfig {
  /** Base URL of an OTLP receiver over HTTP, such as `http://collector:4318`. */
  readonly endpoint: string;
  readonly serviceName: string;
}

export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
      error: "must be a URL such as http://collector:4318",
    })
    .optional(),
  OTEL_SERVICE_NAME: z.string().default("enos-devices-subgraph"),
};

/** Gives where traces go; undefined when nobody asked for them. */
export function toTracing(env: {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_SERVICE_NAME: string;
}): TracingConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: serviceName } = env;
  return endpoint === undefined ? undefined : { endpoint, serviceName };
}
