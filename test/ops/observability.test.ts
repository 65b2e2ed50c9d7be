import { readFileSync } from "node:fs";

import { parse } from "yaml";

import { CreateDeviceDocument } from "../generated/operations.js";
import { INPUT } from "../support/createDevice.js";
import { Prometheus, prometheusIsInstalled } from "../support/prometheus.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { until } from "../support/until.js";
import { readMentions } from "./promql.js";

interface Dashboard {
  templating: { list: { name: string; query: string }[] };
  panels: { title: string; targets: { expr: string }[] }[];
}
interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

const dashboard = JSON.parse(readFileSync("deploy/grafana/dashboard.json", "utf8")) as Dashboard;
const rules = (parse(readFileSync("deploy/prometheus/alerts.yaml", "utf8")) as Rules).groups.flatMap(
  (group) => group.rules,
);
const panelQueries = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }) => [title, expr] as const),
);

/** Labels and metrics that Prometheus itself adds. */
const FROM_PROMETHEUS = ["instance", "namespace", "job", "up"];

/** Two scrapes fit into it. */
const RATE_INTERVAL = "10s";

if (!prometheusIsInstalled)
  process.stderr.write("SKIPPED: the dashboard. No Prometheus was found: apt-get install prometheus.\n");

describe("the dashboard and the alerts", () => {
  afterEach(closeAll);

  it("ask only for metrics and labels that there are", async () => {
    const subgraph = await startSubgraph();
    const { app } = subgraph;
    await subgraph.ask(CreateDeviceDocument, { input: INPUT });
    const shown = await (await fetch(`${app.adminUrl}/metrics`)).text();
    const names = new Set([
      ...(shown.match(/^[a-z_]+(?=[{ ])/gm) ?? []),
      ...[...shown.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name),
      ...FROM_PROMETHEUS,
    ]);
    const labels = new Set([
      ...[...shown.matchAll(/[{,](\w+)="/g)].map(([, label]) => label),
      ...FROM_PROMETHEUS,
    ]);
    for (const query of [...panelQueries.map(([, expr]) => expr), ...rules.map(({ expr }) => expr)]) {
      const mentions = readMentions(query);
      expect(mentions.metrics).not.toEqual([]);
      expect([query, mentions.metrics.filter((metric) => !names.has(metric))]).toEqual([query, []]);
      expect([query, mentions.labels.filter((label) => !labels.has(label))]).toEqual([query, []]);
    }
  });

  it("are explained to operators: every metric there is has a row, and no other has", async () => {
    const { app } = await startSubgraph();
    const manual = readFileSync("docs/operators.md", "utf8");
    const shown = await (await fetch(`${app.adminUrl}/metrics`)).text();
    const listed = [...manual.matchAll(/^\| `((?:subgraph|enos)_\w+)`/gm)].map(([, name]) => name);
    const ours = [...shown.matchAll(/^# TYPE ((?:subgraph|enos)_\w+)/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(ours.sort());
  });
});

(prometheusIsInstalled ? describe : describe.skip)("a Prometheus that scrapes the program", () => {
  let prometheus: Prometheus;

  beforeAll(async () => {
    const subgraph = await startSubgraph();
    prometheus = await Prometheus.start(subgraph.app.adminUrl);
    await until(async () => (await prometheus.query("subgraph_build_info")).length > 0);
    await subgraph.ask(CreateDeviceDocument, { input: INPUT });
    const created = 'subgraph_outcomes_total{outcome="CreateDeviceSuccess"}';
    await until(
      async () => (await prometheus.query(`increase(${created}[${RATE_INTERVAL}]) > 0`)).length > 0,
    );
  }, 60_000);
  afterAll(async () => {
    await prometheus.close();
    await closeAll();
  });

  it.each(panelQueries)("answers the query of the panel %s: %s", async (_, expr) => {
    const query = expr
      .replaceAll("$__rate_interval", RATE_INTERVAL)
      .replaceAll("$namespace", "devices")
      .replaceAll("$instance", ".*");
    expect(await prometheus.query(query)).not.toEqual([]);
  });

  it("can evaluate every alert", async () => {
    await until(async () => !Object.values(await prometheus.ruleHealth()).includes("unknown"));
    expect(await prometheus.ruleHealth()).toEqual(
      Object.fromEntries(rules.map(({ alert }) => [alert, "ok"])),
    );
  });

  it("has shown the CPU time of the whole process from the first scrape on", async () => {
    const [first] = await prometheus.query("min_over_time(process_cpu_seconds_total[1m])");
    expect(Number(first?.value[1])).toBeGreaterThan(0.1);
  });
});
