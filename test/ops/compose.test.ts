import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

import { parse } from "yaml";

import { readConfig } from "../../src/config/config.js";
import { SANDBOX_CREDENTIALS } from "../../src/sandbox/seed.js";

interface Compose {
  services: Record<string, { environment?: Record<string, string>; volumes?: string[]; command?: string[] }>;
  volumes: Record<string, unknown>;
}

const compose = parse(readFileSync("compose.yaml", "utf8")) as Compose;
const { services } = compose;
/** Replaces variables by their defaults, as when the shell does not set them. */
const withDefaults = (text: string) => text.replace(/\$\{\w+:-(.*?)\}/, "$1");

const isInstalled = spawnSync("docker-compose", ["version"]).status === 0;
if (!isInstalled)
  process.stderr.write(
    "SKIPPED: the syntax of compose.yaml. Install it with apt-get install docker-compose.\n",
  );

describe("compose.yaml", () => {
  (isInstalled ? it : it.skip)("is accepted by Docker Compose", () => {
    const { status, stderr } = spawnSync("docker-compose", ["config", "--quiet"], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("gives the subgraph an environment that production starts with, and the credentials of the sandbox", () => {
    const environment = Object.fromEntries(
      Object.entries(services.subgraph?.environment ?? {}).map(([name, value]) => [
        name,
        withDefaults(value),
      ]),
    );
    const config = readConfig(environment);
    expect(config.production).toBe(true);
    expect(environment).toMatchObject({
      ENOS_APP_KEY: SANDBOX_CREDENTIALS.appKey,
      ENOS_APP_SECRET: SANDBOX_CREDENTIALS.appSecret,
    });
  });

  it("gives the router the secret that the subgraph expects", () => {
    expect(services.router?.environment?.ROUTER_SECRET).toBe(services.subgraph?.environment?.ROUTER_SECRET);
  });

  it("mounts only folders and volumes that exist", () => {
    const sources = Object.values(services).flatMap(({ volumes = [] }) =>
      volumes.map((volume) => volume.split(":")[0] ?? ""),
    );
    expect(sources).not.toEqual([]);
    for (const source of sources)
      expect([source, source.startsWith(".") ? existsSync(source) : source in compose.volumes]).toEqual([
        source,
        true,
      ]);
  });
});
