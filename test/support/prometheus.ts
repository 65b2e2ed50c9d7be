import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { stringify } from "yaml";

import { findFreePort } from "./freePort.js";
import { until } from "./until.js";

/** Whether this machine has a Prometheus to start. */
export const prometheusIsInstalled = spawnSync("prometheus", ["--version"]).status === 0;

interface Answer {
  readonly status: "success" | "error";
  readonly error?: string;
  readonly data: {
    readonly result: readonly { readonly metric: object; readonly value: [number, string] }[];
  };
}

/** A Prometheus of one's own that scrapes a program every second, as the PodMonitor has it labeled, and knows the alerts. */
export class Prometheus {
  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  /** @param adminUrl where the program's `/metrics` is */
  static async start(adminUrl: string): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), "prometheus-"));
    const target = {
      targets: [new URL(adminUrl).host],
      labels: { namespace: "devices", job: "enos-devices-subgraph" },
    };
    const config = {
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: [resolve("deploy/prometheus/alerts.yaml")],
      scrape_configs: [{ job_name: "pods", static_configs: [target] }],
    };
    writeFileSync(join(folder, "prometheus.yml"), stringify(config));
    const address = `127.0.0.1:${await findFreePort()}`;
    const process = spawn(
      "prometheus",
      [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=${address}`,
      ],
      { stdio: "ignore" },
    );
    const prometheus = new Prometheus(`http://${address}`, folder, process);
    await until(
      async () => (await fetch(`${prometheus.url}/-/ready`).catch(() => undefined))?.status === 200,
    );
    return prometheus;
  }

  /** Returns the result of a query. */
  async query(expression: string): Promise<Answer["data"]["result"]> {
    const url = `${this.url}/api/v1/query?${new URLSearchParams({ query: expression }).toString()}`;
    const answer = (await (await fetch(url)).json()) as Answer;
    if (answer.status !== "success") throw new Error(`${expression}: ${answer.error ?? ""}`);
    return answer.data.result;
  }

  /** Returns the health of every rule, by the alert's name. */
  async ruleHealth(): Promise<Record<string, string>> {
    const answer = (await (await fetch(`${this.url}/api/v1/rules`)).json()) as {
      data: { groups: { rules: { name: string; health: string }[] }[] };
    };
    const rules = answer.data.groups.flatMap((group) => group.rules);
    return Object.fromEntries(rules.map(({ name, health }) => [name, health]));
  }

  async close(): Promise<void> {
    if (this.process.exitCode === null && this.process.kill("SIGKILL")) await once(this.process, "exit");
    rmSync(this.folder, { recursive: true });
  }
}
