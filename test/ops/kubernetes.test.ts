import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";

import { parse, parseAllDocuments } from "yaml";

import { readConfig } from "../../src/config/config.js";
import { findTypeFaults } from "./typeFaults.js";

/** An object of Kubernetes, as its manifest says it. */
interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}
interface Probe {
  httpGet: { path: string; port: string };
  periodSeconds: number;
  timeoutSeconds: number;
  failureThreshold: number;
}
interface Container {
  image: string;
  env: { name: string; value: string }[];
  ports: { name: string; containerPort: number }[];
  startupProbe: Probe;
  readinessProbe: Probe;
  livenessProbe: Probe;
  terminationMessagePolicy: string;
  resources: { requests: { memory: string }; limits: { memory: string } };
}
interface PodSpec {
  enableServiceLinks: boolean;
  terminationGracePeriodSeconds: number;
  topologySpreadConstraints: { topologyKey: string }[];
  containers: [Container];
}
interface Deployment extends Manifest {
  spec: { template: { metadata: { annotations: Record<string, string> }; spec: PodSpec } };
}
interface NetworkPolicy extends Manifest {
  spec: {
    egress: { to?: object[]; ports: { port: number | string }[] }[];
    ingress: { from: object[]; ports: { port: string }[] }[];
  };
}
interface PodMonitor extends Manifest {
  spec: { podMetricsEndpoints: { port: string; path: string }[] };
}

const FOLDER = "deploy/kubernetes";
/** Variables that a pod gets from secrets instead of `environment.env`. */
const SECRETS = {
  ENOS_APP_KEY: "key-of-the-service-account",
  ENOS_APP_SECRET: "secret-of-the-service-account",
  ROUTER_SECRET: "secret-of-the-router",
};
const MIB = 1_048_576;

const read = (name: string) => readFileSync(`${FOLDER}/${name}`, "utf8");
const toManifests = (text: string) => parseAllDocuments(text).map((document) => document.toJS() as Manifest);
const kustomization = parse(read("base/kustomization.yaml")) as { resources: string[] };
const base = kustomization.resources.flatMap((name) => toManifests(read(`base/${name}`)));
const podMonitor = toManifests(read("components/prometheus-operator/podMonitor.yaml")) as PodMonitor[];

function find(manifests: readonly Manifest[], kind: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

const { spec: pod } = (find(base, "Deployment") as Deployment).spec.template;
const [container] = pod.containers;

function readEnvironment(file: string): Record<string, string> {
  const lines = read(file).split("\n").filter(Boolean);
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
}

/** As an object literal a manifest is held to the letter: a key that Kubernetes does not know is a fault too. */
function toSource(manifest: Manifest, index = 0): string {
  const { apiVersion, kind } = manifest;
  const [, group] = /^monitoring\.coreos\.com\/(.+)/.exec(apiVersion) ?? [];
  const module = group
    ? `@kubernetes-models/prometheus-operator/monitoring.coreos.com/${group}/${kind}`
    : `kubernetes-models/${apiVersion}/${kind}`;
  return `export const manifest${index}: import("${module}").I${kind} = ${JSON.stringify(manifest)};`;
}

describe("the manifests", () => {
  it("are what Kubernetes and the Prometheus operator know, to the last key", () => {
    const manifests = [...base, ...podMonitor];
    expect(findTypeFaults(manifests.map(toSource).join("\n"))).toEqual([]);
    const deployment = find(base, "Deployment") as Deployment;
    const misspelt = { ...deployment, spec: { ...deployment.spec, replicaz: 2 } };
    expect(findTypeFaults(toSource(misspelt))).toEqual([expect.stringContaining("replicaz")]);
  });

  it("are all named by the kustomization, and no other is", () => {
    const files = globSync(`${FOLDER}/base/*.yaml`).map((path) => path.slice(`${FOLDER}/base/`.length));
    expect([...kustomization.resources, "kustomization.yaml"].sort()).toEqual(files.sort());
  });

  it("leave time to drain: everybody knows before the first request is refused, and no operation is cut", () => {
    const environment = { ...readEnvironment("base/environment.env"), ENOS_URL: "https://apim.example.com" };
    const { deadlineMs, drainDelayMs } = readConfig({ ...environment, ...SECRETS });
    const { periodSeconds, timeoutSeconds, failureThreshold } = container.readinessProbe;
    expect((periodSeconds * failureThreshold + timeoutSeconds) * 1_000).toBeLessThan(drainDelayMs);
    expect(pod.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(drainDelayMs + deadlineMs + 5_000);
  });

  it("keep a replica in service through one slow second, and do not restart one that is not ready", () => {
    const { periodSeconds, timeoutSeconds, failureThreshold } = container.readinessProbe;
    const slowSecondMisses = Math.ceil((1 + timeoutSeconds) / periodSeconds);
    expect(failureThreshold).toBeGreaterThan(slowSecondMisses);
    expect(container.readinessProbe.httpGet).toEqual({ path: "/readyz", port: "admin" });
    for (const { httpGet } of [container.livenessProbe, container.startupProbe])
      expect(httpGet).toEqual({ path: "/livez", port: "admin" });
  });

  it("give V8 no more memory than the limit has, with room for what is not its heap", () => {
    const [, oldSpace] = /--max-old-space-size=(\d+)/.exec(container.env[0]?.value ?? "") ?? [];
    const [, semiSpace] =
      /"--max-semi-space-size=(\d+)"/.exec(readFileSync("deploy/Dockerfile", "utf8")) ?? [];
    const [, limit] = /^(\d+)Mi$/.exec(container.resources.limits.memory) ?? [];
    // The young generation is three semi-spaces. Code, buffers and connections take some 100 MiB at full load.
    const heap = Number(oldSpace) + 3 * Number(semiSpace);
    expect(heap).toBeGreaterThan(384);
    expect((heap + 128) * MIB).toBeLessThanOrEqual(Number(limit) * MIB);
  });

  it("show why a program ended, spread replicas over zones and nodes, and inject no variables of services", () => {
    expect(container.terminationMessagePolicy).toBe("FallbackToLogsOnError");
    expect(pod.topologySpreadConstraints.map(({ topologyKey }) => topologyKey)).toEqual([
      "topology.kubernetes.io/zone",
      "kubernetes.io/hostname",
    ]);
    expect(pod.enableServiceLinks).toBe(false);
  });

  it("let Prometheus reach the admin port that the PodMonitor scrapes", () => {
    const ports = Object.fromEntries(container.ports.map(({ name, containerPort }) => [name, containerPort]));
    const endpoint = podMonitor[0]?.spec.podMetricsEndpoints[0];
    expect(endpoint).toMatchObject({ port: "admin", path: "/metrics" });
    expect(ports).toEqual({ graphql: 4001, admin: 4002 });
    const { ingress } = (find(base, "NetworkPolicy") as NetworkPolicy).spec;
    expect(ingress.find((rule) => rule.ports[0]?.port === "admin")?.from).toHaveLength(1);
  });
});

const kubectl = (folder: string) => spawnSync("kubectl", ["kustomize", folder], { encoding: "utf8" });
describe.each(["staging", "production"])("the sources of the overlay for %s", (name) => {
  interface Overlay {
    patches: { path: string; target?: { kind: string; name: string } }[];
    images: { name: string }[];
  }
  type Named = Manifest & { metadata: { name: string } };
  const overlay = parse(read(`overlays/${name}/kustomization.yaml`)) as Overlay;

  it("give the program an environment that it starts with", () => {
    const [common, own] = ["base", `overlays/${name}`].map((folder) =>
      readEnvironment(`${folder}/environment.env`),
    );
    expect(readConfig({ ...common, ...own, ...SECRETS }).production).toBe(true);
  });

  it("change objects and the image that are there", () => {
    const namesOf = (manifests: readonly Manifest[]) =>
      manifests.map((manifest) => `${manifest.kind} ${(manifest as Named).metadata.name}`);
    const targets = overlay.patches.flatMap(({ path, target }) =>
      target ? [`${target.kind} ${target.name}`] : namesOf(toManifests(read(`overlays/${name}/${path}`))),
    );
    expect(namesOf(base)).toEqual(expect.arrayContaining(targets));
    expect(container.image.split(":")[0]).toBe(overlay.images[0]?.name);
  });
});

const canRender = kubectl(`${FOLDER}/base`).status === 0;
if (!canRender) process.stderr.write("SKIPPED: the overlays. No kubectl with kustomize 5 was found.\n");

(canRender ? describe : describe.skip).each(["staging", "production"])("the overlay for %s", (name) => {
  const rendered = canRender ? toManifests(kubectl(`${FOLDER}/overlays/${name}`).stdout) : [];

  it("is what Kubernetes knows, all in one namespace", () => {
    expect(rendered.map(({ kind }) => kind).sort()).toEqual(
      [...base, ...podMonitor]
        .map(({ kind }) => kind)
        .concat("ConfigMap")
        .sort(),
    );
    expect(findTypeFaults(rendered.map(toSource).join("\n"))).toEqual([]);
    const namespaces = rendered.map(
      (manifest) => (manifest as never as { metadata: { namespace: string } }).metadata,
    );
    expect(new Set(namespaces.map(({ namespace }) => namespace)).size).toBe(1);
  });

  it("gives the program an environment that it starts with, and the ports that it listens on", () => {
    const { data } = find(rendered, "ConfigMap") as Manifest & { data: Record<string, string> };
    const config = readConfig({ ...data, ...SECRETS });
    expect(config.production).toBe(true);
    expect(container.ports.map(({ containerPort }) => containerPort)).toEqual([
      config.port,
      config.adminPort,
    ]);
  });

  it("names the image by its digest, and scrapes each pod once", () => {
    const { template } = (find(rendered, "Deployment") as Deployment).spec;
    expect(template.spec.containers[0].image).toMatch(/^registry\.example\.com\/[\w-]+@sha256:[\da-f]{64}$/);
    expect(template.metadata.annotations).toEqual({});
  });

  it("lets the pods connect to DNS, Redis, the collector, the proxy and EnOS, each by name or address", () => {
    const { egress } = (find(rendered, "NetworkPolicy") as NetworkPolicy).spec;
    expect(egress.map(({ ports }) => ports[0]?.port)).toEqual([53, 6379, 4318, 3128, 443]);
    for (const rule of egress) expect(rule.to?.length).toBeGreaterThan(0);
    expect(JSON.stringify(egress[0])).toContain("169.254.20.10/32");
  });
});
