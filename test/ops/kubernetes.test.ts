import { existsSync, globSync, readFileSync } from "node:fs";

import { parse, parseAllDocuments } from "yaml";

import { readConfig } from "../../src/config/config.js";
import { findTypeFaults } from "./typeFaults.js";

/** An object of Kubernetes, as its manifest says it. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

const FOLDER = "deploy/kubernetes";
/** What a pod is given to read that `environment.env` does not say. */
const SECRETS = { ENOS_APP_KEY: "key", ENOS_APP_SECRET: "secret", ROUTER_SECRET: "secret" };

const read = (name: string) => readFileSync(`${FOLDER}/${name}`, "utf8");
const kustomization = parse(read("kustomization.yaml")) as { resources: string[] };
const manifests = kustomization.resources.flatMap((name) =>
  parseAllDocuments(read(name)).map((document) => document.toJS() as Manifest),
);
const environment = Object.fromEntries(
  read("environment.env")
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split(/=(.*)/s).slice(0, 2)),
) as Record<string, string>;

interface Probe {
  httpGet: { path: string; port: string };
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
}
interface DeploymentManifest extends Manifest {
  spec: {
    template: {
      spec: {
        terminationGracePeriodSeconds: number;
        containers: [
          { ports: { name: string; containerPort: number }[]; readinessProbe: Probe; livenessProbe: Probe },
        ];
      };
    };
  };
}
const deployment = manifests.find(({ kind }) => kind === "Deployment") as DeploymentManifest;
const { terminationGracePeriodSeconds, containers } = deployment.spec.template.spec;
const [container] = containers;

/** As an object literal a manifest is held to the letter: a key that Kubernetes does not know is a fault too. */
function toSource(manifest: Manifest, index = 0): string {
  const { apiVersion, kind } = manifest;
  const type = `import("kubernetes-models/${apiVersion}/${kind}").I${kind}`;
  return `export const manifest${index}: ${type} = ${JSON.stringify(manifest)};`;
}

describe("deploy/kubernetes", () => {
  it("is what Kubernetes knows, to the last key", () => {
    expect(findTypeFaults(manifests.map(toSource).join("\n"))).toEqual([]);
    const misspelt = { ...deployment, spec: { ...deployment.spec, replicaz: 2 } };
    expect(findTypeFaults(toSource(misspelt))).toEqual([expect.stringContaining("replicaz")]);
  });

  it("names every file there is, and no other", () => {
    const files = globSync(`${FOLDER}/*.yaml`).map((path) => path.slice(FOLDER.length + 1));
    expect([...kustomization.resources, "kustomization.yaml"].sort()).toEqual(files.sort());
    expect(kustomization.resources.every((name) => existsSync(`${FOLDER}/${name}`))).toBe(true);
  });

  it("gives the program an environment that it starts with, and the ports that it listens on", () => {
    const config = readConfig({ ...environment, ...SECRETS });
    expect(config.production).toBe(true);
    expect(container.ports).toEqual([
      { name: "graphql", containerPort: config.port },
      { name: "admin", containerPort: config.adminPort },
    ]);
  });

  it("leaves time to drain: everybody knows before the first is turned away, and nothing is cut", () => {
    const { deadlineMs, drainDelayMs } = readConfig({ ...environment, ...SECRETS });
    const { periodSeconds, timeoutSeconds, failureThreshold } = container.readinessProbe;
    expect((periodSeconds * failureThreshold + timeoutSeconds) * 1_000).toBeLessThan(drainDelayMs);
    expect(terminationGracePeriodSeconds * 1_000).toBeGreaterThan(drainDelayMs + deadlineMs + 5_000);
  });

  it("asks the probes for what they answer", () => {
    expect(container.readinessProbe.httpGet).toEqual({ path: "/readyz", port: "admin" });
    expect(container.livenessProbe.httpGet).toEqual({ path: "/livez", port: "admin" });
  });
});
