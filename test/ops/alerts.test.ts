import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { parse, stringify } from "yaml";

interface Rule {
  readonly alert: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

const FILE = "deploy/prometheus/alerts.yaml";
const { groups } = parse(readFileSync(FILE, "utf8")) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

const isInstalled = spawnSync("promtool", ["--version"]).status === 0;
if (!isInstalled)
  process.stderr.write(
    "SKIPPED: the alerts' unit tests. Install promtool with apt-get install prometheus.\n",
  );

/**
 * The series of an alert's metrics, in promtool's notation with a sample each minute, and the minutes in which the alert
 * must fire, and must not.
 */
interface Scenario {
  readonly series: Readonly<Record<string, string>>;
  readonly fires: number;
  readonly resolved: number;
  /** Labels of the alert; those of a target of ours unless given. */
  readonly labels?: Readonly<Record<string, string>>;
}

const TARGET = 'namespace="devices",job="enos-devices-subgraph",instance="a"';
const outcome = (name: string) => `subgraph_outcomes_total{${TARGET},field="createDevice",outcome="${name}"}`;

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  DevicesUnconfirmed: {
    series: { [outcome("DeviceUnconfirmedError")]: "0x10 1x60" },
    ...{ fires: 12, resolved: 40 },
  },
  EnosUnavailable: {
    series: {
      [outcome("CreateDeviceSuccess")]: "0+50x10 500x10 500+50x60",
      [outcome("EnosUnavailableError")]: "0x10 0+50x10 500x60",
      [`subgraph_rate_limit_total{${TARGET},result="limited"}`]: "0x90",
    },
    ...{ fires: 18, resolved: 35 },
  },
  AllDevicesRefused: {
    series: {
      [outcome("CreateDeviceSuccess")]: "0+1x20 20x30 20+5x40",
      [outcome("OrganizationAccessDeniedError")]: "0x20 0+5x30 150x40",
    },
    ...{ fires: 45, resolved: 80 },
  },
  EnosBreakerOpened: {
    series: { [`enos_breaker_openings_total{${TARGET},traffic="writes"}`]: "0x5 1x60" },
    ...{ fires: 6, resolved: 30 },
  },
  EnosTokenRefused: {
    series: { [`enos_token_calls_total{${TARGET},result="refused"}`]: "0x5 0+2x10 20x60" },
    ...{ fires: 12, resolved: 40 },
  },
  EnosRetries: {
    series: {
      [`enos_retries_total{${TARGET},action="create"}`]: "0x5 0+40x25 1000x60",
      [`enos_attempts_total{${TARGET},action="create",outcome="unknown",status="5xx",codes="none"}`]:
        "0+100x95",
    },
    ...{ fires: 25, resolved: 50 },
  },
  EnosLoadShed: {
    series: { [`enos_load_shed_total{${TARGET},action="create"}`]: "0x5 0+20x5 100x60" },
    ...{ fires: 9, resolved: 30 },
  },
  EnosQueueGrows: {
    series: { [`enos_queue_depth{${TARGET}}`]: "0x5 500x10 0x60" },
    ...{ fires: 12, resolved: 30 },
  },
  CallersRefused: {
    series: {
      [`subgraph_refused_requests_total{${TARGET},status="401",reason="UNAUTHENTICATED"}`]:
        "0x5 0+30x5 150x60",
    },
    ...{ fires: 8, resolved: 30 },
  },
  SubgraphFails: {
    series: { [`subgraph_incidents_total{${TARGET}}`]: "0x5 1x60" },
    ...{ fires: 7, resolved: 30 },
  },
  SubgraphSlow: {
    series: {
      [`subgraph_operation_duration_seconds_bucket{${TARGET},result="data",le="10"}`]:
        "0+10x5 50+80x30 2450+100x60",
      [`subgraph_operation_duration_seconds_bucket{${TARGET},result="data",le="25"}`]:
        "0+10x5 50+100x30 3050+100x60",
      [`subgraph_operation_duration_seconds_bucket{${TARGET},result="data",le="+Inf"}`]:
        "0+10x5 50+100x30 3050+100x60",
    },
    ...{ fires: 30, resolved: 60 },
  },
  SubgraphOverloaded: {
    series: { [`nodejs_eventloop_lag_p99_seconds{${TARGET}}`]: "0.01x5 2x10 0.01x60" },
    ...{ fires: 14, resolved: 30 },
  },
  RateLimitWithoutRedis: {
    series: { [`subgraph_rate_limit_total{${TARGET},result="unavailable"}`]: "0x5 0+10x10 100x60" },
    ...{ fires: 14, resolved: 40 },
  },
  LogLinesLost: {
    series: { [`subgraph_log_lines_lost_total{${TARGET}}`]: "0x5 40x60" },
    ...{ fires: 8, resolved: 40 },
  },
  SubgraphDown: {
    series: {
      [`up{${TARGET}}`]: "1x5 0x10 1x60",
      'up{namespace="devices",job="enos-devices-subgraph",instance="b"}': "1x5 0x10 1x60",
    },
    ...{ fires: 10, resolved: 30 },
  },
  SubgraphAbsent: {
    series: { [`up{${TARGET}}`]: "1x5 stale _x20 1x60" },
    ...{ fires: 20, resolved: 40 },
  },
};

const OF_TARGET = { namespace: "devices", job: "enos-devices-subgraph" };

/** Returns promtool's complaints about a scenario; an empty text when the alert fires as it must. */
function runPromtool(rule: Rule, { series, fires, resolved, labels = OF_TARGET }: Scenario): string {
  const folder = mkdtempSync(join(tmpdir(), "alerts-"));
  const expected = { exp_labels: { ...labels, ...rule.labels }, exp_annotations: rule.annotations };
  const test = {
    rule_files: [resolve(FILE)],
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        alert_rule_test: [
          { eval_time: "2m", alertname: rule.alert, exp_alerts: [] },
          { eval_time: `${fires}m`, alertname: rule.alert, exp_alerts: [expected] },
          { eval_time: `${resolved}m`, alertname: rule.alert, exp_alerts: [] },
        ],
      },
    ],
  };
  writeFileSync(join(folder, "test.yaml"), stringify(test));
  const { status, stdout, stderr } = spawnSync("promtool", ["test", "rules", join(folder, "test.yaml")], {
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  return status === 0 ? "" : stdout + stderr;
}

describe("the alerts", () => {
  it("each have a scenario, a severity, a summary and a page", () => {
    expect(rules.map(({ alert }) => alert).sort()).toEqual(Object.keys(SCENARIOS).sort());
    const manual = readFileSync("docs/operators.md", "utf8");
    const anchors = [...manual.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading?.toLowerCase());
    for (const { alert, labels, annotations } of rules) {
      expect(labels.severity).toMatch(/^(warning|critical)$/);
      expect(annotations.summary).toMatch(/\.$/);
      expect(annotations.runbook_url).toBe(
        `https://git.example.com/enos-devices-subgraph/docs/operators.md#${alert.toLowerCase()}`,
      );
      expect(anchors).toContain(alert.toLowerCase());
    }
  });

  (isInstalled ? it.each(rules) : it.skip.each(rules))("$alert fires, and resolves", (rule) => {
    const scenario = SCENARIOS[rule.alert];
    if (!scenario) throw new Error("no scenario");
    expect(runPromtool(rule, scenario)).toBe("");
  });

  (isInstalled ? it : it.skip).each<[string, Scenario]>([
    [
      "of one namespace while another keeps its own",
      {
        series: {
          [`up{${TARGET}}`]: "1x5 stale _x20 1x60",
          'up{namespace="staging",job="enos-devices-subgraph",instance="b"}': "1x90",
        },
        ...{ fires: 20, resolved: 40 },
      },
    ],
    [
      "wherever no namespace ever had one",
      {
        series: { [`up{${TARGET}}`]: "_x20 1x60" },
        ...{ fires: 15, resolved: 40, labels: { job: "enos-devices-subgraph" } },
      },
    ],
  ])("miss the replicas %s", (_, scenario) => {
    const rule = rules.find(({ alert }) => alert === "SubgraphAbsent");
    if (!rule) throw new Error("no rule");
    expect(runPromtool(rule, scenario)).toBe("");
  });

  (isInstalled ? it : it.skip)("are told to fail by promtool when they fire and must not", () => {
    const [rule] = rules;
    const scenario = SCENARIOS[rule?.alert ?? ""];
    if (!rule || !scenario) throw new Error("no scenario");
    expect(runPromtool(rule, { ...scenario, resolved: scenario.fires + 1 })).not.toBe("");
  });
});
