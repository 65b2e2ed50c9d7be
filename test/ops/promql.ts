import { parser } from "@prometheus-io/lezer-promql";

/** Metrics and labels in a PromQL expression. */
export interface Mentions {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
}

/**
 * Returns the metrics and labels that an expression names.
 *
 * @throws Error when it is not PromQL.
 */
export function readMentions(expression: string): Mentions {
  // Grafana puts a duration in this place.
  const text = expression.replaceAll("$__rate_interval", "5m");
  const metrics: string[] = [];
  const labels: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expression}`);
      const word = text.slice(from, to);
      if (type.name === "Identifier" && node.parent?.name === "VectorSelector") metrics.push(word);
      if (type.name === "LabelName") labels.push(word);
    },
  });
  return { metrics, labels };
}
