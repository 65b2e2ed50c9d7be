import { readFileSync } from "node:fs";

import { parse } from "yaml";

import { CreateDeviceDocument } from "../generated/operations.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { readMentions } from "./promql.js";

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
}
interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

const dashboard = JSON.parse(readFileSync("deploy/grafana/dashboard.json", "utf8")) as Dashboard;
const rules = (parse(readFileSync("deploy/prometheus/alerts.yaml", "utf8")) as Rules).groups.flatMap(
  ({ rules }) => rules,
);
const queries = [
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...rules.map(({ expr }) => expr),
];

/** Labels that Prometheus itself adds. */
const FROM_PROMETHEUS = ["instance"];

afterEach(closeAll);

describe("the dashboard and the alerts", () => {
  it("ask only for metrics and labels that there are", async () => {
    const { app, ask } = await startBusySubgraph();
    await ask();
    const shown = await (await fetch(`${app.adminUrl}/metrics`)).text();
    const names = new Set(shown.match(/^[a-z_]+(?=[{ ])/gm));
    const declared = new Set([...shown.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const labels = new Set([...shown.matchAll(/[{,](\w+)="/g)].map(([, label]) => label));
    for (const query of queries) {
      const mentions = readMentions(query);
      expect(mentions.metrics).not.toEqual([]);
      for (const metric of mentions.metrics)
        expect([query, metric, names.has(metric) || declared.has(metric)]).toEqual([query, metric, true]);
      for (const label of mentions.labels)
        expect([query, label, labels.has(label) || FROM_PROMETHEUS.includes(label)]).toEqual([
          query,
          label,
          true,
        ]);
    }
  });

  it("are all explained to operators, in terms of metrics that there are", async () => {
    const manual = readFileSync("docs/operators.md", "utf8");
    const explained = [...manual.matchAll(/^- \*\*([A-Z][a-z]\w+)\*\*: /gm)].map(([, alert]) => alert);
    expect(explained).toEqual(rules.map(({ alert }) => alert));

    const { app } = await startBusySubgraph();
    const shown = await (await fetch(`${app.adminUrl}/metrics`)).text();
    const listed = [...manual.matchAll(/^\| `((?:subgraph|enos)_\w+)`/gm)].map(([, name]) => name);
    const ours = [...shown.matchAll(/^# TYPE ((?:subgraph|enos)_\w+)/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(ours.sort());
  });
});

async function startBusySubgraph() {
  const subgraph = await startSubgraph();
  const input = {
    orgId: "o15475450989191",
    productKey: "Vu82Agp3",
    timezone: "+08:00",
    deviceName: { defaultValue: "Turbine" },
  };
  return { app: subgraph.app, ask: () => subgraph.ask(CreateDeviceDocument, { input }) };
}
