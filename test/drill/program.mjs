import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";

import { startSandbox } from "../../dist/sandbox/sandbox.js";

const ROUTER_SECRET = "the-router-secret-of-the-drill";

/** An organization of the sandbox with one of its products. */
export const TURBINES = { orgId: "o15475450989191", productKey: "Vu82Agp3" };
export const METERS = { orgId: "o15475450989192", productKey: "Qx94Bmt7" };

const MUTATION = `mutation Drill($input: CreateDeviceInput!) {
  createDevice(input: $input) { __typename }
}`;

/** The program in production, a sandbox EnOS behind it and a Prometheus that scrapes it, with the repository's alerts. */
export class Scene {
  /** The lines of the program's log, parsed. */
  log = [];
  #close = [];

  static async start(env = {}) {
    const scene = new Scene();
    await scene.#startProgram(env);
    await scene.#startPrometheus();
    return scene;
  }

  async #startProgram(env) {
    this.sandbox = await startSandbox({ readLagMs: 0 });
    this.#close.push(() => this.sandbox.close());
    const program = spawn(process.execPath, ["dist/main.js"], {
      env: {
        ...process.env,
        ...{ NODE_ENV: "production", HOST: "127.0.0.1", PORT: "0", ADMIN_PORT: "0", DRAIN_DELAY_MS: "0" },
        ...{ ENOS_URL: this.sandbox.url, ENOS_APP_KEY: this.sandbox.appKey },
        ...{ ENOS_APP_SECRET: this.sandbox.appSecret, ROUTER_SECRET },
        ...env,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    endWithUs(program);
    this.#close.push(() => end(program));
    createInterface(program.stdout).on("line", (line) => this.log.push(JSON.parse(line)));
    await until(() => this.find({ msg: "ready" }).length > 0);
    [this.ready] = this.find({ msg: "ready" });
  }

  async #startPrometheus() {
    const folder = mkdtempSync(join(tmpdir(), "drill-"));
    const target = {
      targets: [new URL(this.ready.adminUrl).host],
      labels: { namespace: "devices", job: "enos-devices-subgraph" },
    };
    const config = {
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: [resolve("deploy/prometheus/alerts.yaml")],
      scrape_configs: [{ job_name: "pods", static_configs: [target] }],
    };
    // YAML is a superset of JSON.
    writeFileSync(join(folder, "prometheus.yml"), JSON.stringify(config));
    // Prometheus has no port of the system's choosing.
    const port = 20_000 + (process.pid % 10_000);
    const prometheus = spawn(
      "prometheus",
      [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: "ignore" },
    );
    endWithUs(prometheus);
    this.#close.push(async () => {
      await end(prometheus);
      rmSync(folder, { recursive: true });
    });
    this.prometheus = `http://127.0.0.1:${port}`;
    await until(async () => (await fetch(`${this.prometheus}/-/ready`).catch(() => undefined))?.ok);
    await until(async () => (await this.query("subgraph_build_info")).length > 0);
  }

  /** Tells the sandbox how to fail. */
  async fail(...faults) {
    const response = await fetch(`${this.sandbox.url}/sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ faults }),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Asks for `count` devices at once, as the router would for a client of an organization. */
  async create(count, owner, secret = ROUTER_SECRET) {
    const requests = Array.from({ length: count }, async () => {
      const input = { ...owner, timezone: "+08:00", deviceName: { defaultValue: "Drill" } };
      const response = await fetch(this.ready.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "router-authorization": secret,
          "x-caller-orgs": owner.orgId,
          "x-caller-scopes": "device:create device:read device:secret",
        },
        body: JSON.stringify({ query: MUTATION, variables: { input } }),
      });
      await response.text();
    });
    await Promise.all(requests);
    // The last scrape shall have seen all of it.
    await wait(2_500);
  }

  /** Returns the series that a PromQL query answers with. */
  async query(expression) {
    const url = `${this.prometheus}/api/v1/query?${new URLSearchParams({ query: expression })}`;
    const answer = await (await fetch(url)).json();
    if (answer.status === "error") throw new Error(`${expression}: ${answer.error}`);
    return answer.data.result.map(({ metric, value }) => ({ ...metric, value: Number(value[1]) }));
  }

  /** Returns the names of the alerts that are pending or fire. */
  async alerts() {
    const { data } = await (await fetch(`${this.prometheus}/api/v1/alerts`)).json();
    return [...new Set(data.alerts.map(({ labels }) => labels.alertname))].sort();
  }

  /** Returns the log lines that have all of these members. */
  find(members) {
    return this.log.filter((line) => Object.entries(members).every(([name, value]) => line[name] === value));
  }

  async close() {
    for (const close of this.#close.reverse()) await close();
  }
}

/** Ends a program with this one, however this one ends. */
function endWithUs(program) {
  process.once("exit", () => program.kill("SIGKILL"));
}

async function end(program) {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = once(program, "exit");
  program.kill("SIGKILL");
  await ended;
}

async function until(holds) {
  while (!(await holds())) await wait(50);
}

/** Returns the PromQL that docs/operators.md gives for an incident, its windows shortened to what a drill lasts. */
export function queryOf(incident) {
  const manual = readFileSync("docs/operators.md", "utf8");
  const [, section = ""] = manual.split(`### ${incident}\n`);
  const [, query] = /```promql\n([^]*?)\n```/.exec(section.split("\n### ")[0]) ?? [];
  if (!query) throw new Error(`docs/operators.md has no query for "${incident}"`);
  return query.replaceAll(/\[\d+m\]/g, "[30s]");
}
