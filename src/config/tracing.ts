import { z } from "zod";

import { checkedText, oneOf, variable, type Values } from "./variable.js";

/** Destination of traces, and the sampler. */
export interface TracingConfig {
  /** Base URL of an OTLP receiver over HTTP, such as `http://collector:4318`. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** More attributes of this service in every trace. */
  readonly resourceAttributes: Readonly<Record<string, string>>;
  readonly sampler: {
    readonly name: (typeof SAMPLERS)[number];
    /** The share of traces that the `traceidratio` samplers keep: 0 to 1. */
    readonly ratio: number;
  };
}

const SERVICE_NAME = "enos-devices-subgraph";

const SAMPLERS = [
  ...(["always_on", "always_off", "traceidratio"] as const),
  ...(["parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"] as const),
] as const;
const SAMPLER = "parentbased_always_on";

const endpoint = checkedText((text) =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
    ? undefined
    : "must be a URL such as http://collector:4318",
);

const attributes = checkedText((text) =>
  parseAttributes(text)
    ? undefined
    : "must be a list such as deployment.environment.name=staging,team=devices",
);

const ratio = checkedText((text) =>
  /^(0(\.\d+)?|1(\.0+)?)$/.test(text) ? undefined : "must be a number from 0 to 1",
);

/** @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: variable(
    endpoint.optional(),
    "where traces go: an OTLP receiver over HTTP",
    "no traces",
  ),
  OTEL_SERVICE_NAME: variable(
    z.string().optional(),
    "the name of this service in traces; before the service.name of OTEL_RESOURCE_ATTRIBUTES",
    SERVICE_NAME,
  ),
  OTEL_RESOURCE_ATTRIBUTES: variable(
    attributes.optional(),
    "what else is said of this service in traces, as key=value,key=value",
  ),
  OTEL_TRACES_SAMPLER: variable(
    oneOf(SAMPLERS).default(SAMPLER),
    `which traces are kept: ${SAMPLERS.join(", ")}`,
    SAMPLER,
  ),
  OTEL_TRACES_SAMPLER_ARG: variable(
    ratio.optional(),
    "the share of traces that the traceidratio samplers keep, 0 to 1",
    "1",
  ),
};

/** Returns the tracing that the environment configures; undefined when it configures none. */
export function toTracing(env: Values<typeof tracingVariables>): TracingConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME } = env;
  if (OTEL_EXPORTER_OTLP_ENDPOINT === undefined) return undefined;
  const resourceAttributes = parseAttributes(env.OTEL_RESOURCE_ATTRIBUTES ?? "") ?? {};
  return {
    endpoint: OTEL_EXPORTER_OTLP_ENDPOINT,
    serviceName: OTEL_SERVICE_NAME ?? resourceAttributes["service.name"] ?? SERVICE_NAME,
    resourceAttributes,
    sampler: { name: env.OTEL_TRACES_SAMPLER, ratio: Number(env.OTEL_TRACES_SAMPLER_ARG ?? 1) },
  };
}

/** Reads `key=value,key=value` with percent-encoded values; undefined when it is something else. */
function parseAttributes(text: string): Record<string, string> | undefined {
  const pairs: [string, string][] = [];
  for (const pair of text.split(",").filter((part) => part.trim() !== "")) {
    const [, key, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
    if (key === undefined || value === undefined) return undefined;
    try {
      pairs.push([key, decodeURIComponent(value)]);
    } catch {
      return undefined;
    }
  }
  return Object.fromEntries(pairs);
}
