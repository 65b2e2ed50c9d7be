import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join, resolve } from "node:path";

import { print } from "graphql";

import {
  CreateDeviceDocument,
  CreateDevicesDocument,
  DeleteDevicesDocument,
} from "../generated/operations.js";
import { INPUT } from "../support/createDevice.js";
import { findFreePort } from "../support/freePort.js";
import { Issuer } from "../support/issuer.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { FlakyProxy } from "./flakyProxy.js";

const ROUTER_SECRET = "the-secret-that-the-snippets-send";

/** The answer of the other team's broken subgraph: clients must not see it. */
const INTERNAL = "stack trace of the other team";

interface Answer {
  readonly data?: Record<string, Record<string, unknown> | null> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** A snippet, the folder whose packages it needs, and the command line that its first line tells. */
const SNIPPETS = [
  [
    "hive-gateway.config.ts",
    "test/gateways",
    (folder: string) => [
      resolve(folder, "node_modules/.bin/hive-gateway"),
      "supergraph",
      "-c",
      "hive-gateway.config.ts",
    ],
  ],
  ["apollo-gateway.mjs", "test/supergraph", () => [process.execPath, "apollo-gateway.mjs"]],
] as const;

describe.each(SNIPPETS)("deploy/routers/%s", (snippet, packages, commandLine) => {
  let subgraph: SubgraphUnderTest;
  let proxy: FlakyProxy;
  let issuer: Issuer;
  let identity: { url: string; server: Server };
  let broken: { url: string; server: Server };
  let folder: string;
  let router: ChildProcess;
  let url: string;
  let output = "";

  beforeAll(async () => {
    subgraph = await startSubgraph({ env: { ROUTER_SECRET, CALLER_ORGS: "", CALLER_SCOPES: "" } });
    proxy = await FlakyProxy.start(() => subgraph.app.url);
    issuer = await Issuer.create();
    identity = await serve((_, response) => response.end(JSON.stringify(issuer.jwks)));
    broken = await serve((_, response) => response.writeHead(500).end(INTERNAL));
    folder = mkdtempSync(join(packages, ".snippet-"));
    cpSync(`deploy/routers/${snippet}`, join(folder, snippet));
    await writeSupergraph(folder, proxy.url, broken.url);
    const port = String(await findFreePort());
    const [command = "", ...args] = commandLine(packages);
    router = spawn(command, args, {
      cwd: folder,
      env: { ...process.env, PORT: port, HOST: "127.0.0.1", IDENTITY_URL: identity.url, ROUTER_SECRET },
    });
    router.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    router.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    url = `http://127.0.0.1:${port}/graphql`;
    await untilServed();
  });

  afterAll(async () => {
    if (router.exitCode === null && router.kill("SIGKILL")) await once(router, "exit");
    rmSync(folder, { recursive: true });
    for (const { server } of [identity, broken]) server.close().closeAllConnections();
    await proxy.close();
    await closeAll();
  });

  async function untilServed() {
    for (;;) {
      if (router.exitCode !== null) throw new Error(`${basename(snippet)} ended:\n${output}`);
      const served = await fetch(url, { method: "POST" }).catch(() => undefined);
      if (served) return;
      await new Promise((again) => setTimeout(again, 100));
    }
  }

  const token = (claims: object = {}) =>
    issuer.token({
      claims: {
        iss: identity.url,
        aud: "devices",
        orgs: [INPUT.orgId, "o-another"],
        scope: "device:create device:secret",
        ...claims,
      },
    });

  async function ask(bearer: string | undefined, query: string, variables: object = {}) {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        // Headers of the client about itself have no effect.
        "x-caller-orgs": "*",
        "x-caller-scopes": "device:create device:read device:secret",
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    return { status: response.status, text, answer: JSON.parse(text) as Answer };
  }
  const create = (bearer: string | undefined) => ask(bearer, print(CreateDeviceDocument), { input: INPUT });

  it("creates a device for a caller whose token allows it, with the secret", async () => {
    const { answer } = await create(await token());
    expect(answer.data?.createDevice).toMatchObject({
      __typename: "CreateDeviceSuccess",
      deviceSecret: expect.any(String) as string,
    });
  });

  it("takes organizations and scopes from the token, and not from the client's own headers", async () => {
    const scopeless = await create(await token({ scope: "device:create" }));
    expect(scopeless.answer.data?.createDevice).toMatchObject({ deviceSecret: null });
    const stranger = await create(await token({ orgs: ["o-another"] }));
    expect(stranger.answer.data?.createDevice?.__typename).toBe("OrganizationAccessDeniedError");
  });

  it.each([
    ["no token", () => Promise.resolve(undefined)],
    ["a token of another issuer", () => token({ iss: "https://elsewhere.example.com" })],
    ["a token that was issued for another service", () => token({ aud: "invoices" })],
  ])("refuses %s", async (_, bearer) => {
    const before = (await subgraph.enos.calls("create")).length;
    const { answer } = await create(await bearer());
    expect(answer.data?.createDevice ?? null).toBeNull();
    expect(answer.errors).not.toHaveLength(0);
    expect(await subgraph.enos.calls("create")).toHaveLength(before);
  });

  it("passes on what the subgraph says of a faulty value", async () => {
    const input = { ...INPUT, deviceName: { defaultValue: 5 } };
    const { answer } = await ask(await token(), print(CreateDeviceDocument), { input });
    expect(answer.errors?.[0]?.message).toContain("must be a string");
    expect(answer.errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
  });

  it("sends a mutation once: repeated, a deletion would find no device", async () => {
    const { orgId, productKey } = INPUT;
    const [device] = await subgraph.enos.addDevices({ orgId, productKey });
    const assetIds = [device?.assetId ?? ""];
    proxy.answersToLose = 1;
    const bearer = await token({ scope: "device:delete" });
    const { answer } = await ask(bearer, print(DeleteDevicesDocument), { orgId, assetIds });
    expect(answer.data?.deleteDevices ?? null).toBeNull();
    expect(answer.errors).toHaveLength(1);
    expect(await subgraph.enos.calls("delete")).toHaveLength(1);
  });

  it("passes on that a request is too large for the subgraph", async () => {
    const inputs = Array<object>(20).fill({ ...INPUT, deviceDesc: "x".repeat(60_000) });
    const { answer } = await ask(await token(), print(CreateDevicesDocument), { inputs });
    expect(answer.errors?.[0]?.message).toContain("Send it in parts.");
    expect(answer.errors?.[0]?.extensions?.code).toBe("PAYLOAD_TOO_LARGE");
  });

  it("keeps to itself what another subgraph answers while it is broken", async () => {
    const query = `{ tickets(orgId: "o1", assetIds: ["a"]) { id } }`;
    const { text, answer } = await ask(await token(), query);
    expect(answer.errors).toHaveLength(1);
    for (const hidden of [INTERNAL, "assetIds", broken.url]) expect(text).not.toContain(hidden);
  });
});

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Composes both subgraphs at their addresses in a process of its own, because the composers are ES modules. */
async function writeSupergraph(folder: string, devicesUrl: string, maintenanceUrl: string): Promise<void> {
  const script = `import { supergraph } from "./test/supergraph/subgraphs.mjs"; process.stdout.write(supergraph());`;
  const composing = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    env: { ...process.env, DEVICES_URL: devicesUrl, MAINTENANCE_URL: maintenanceUrl },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const chunks: Buffer[] = [];
  composing.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(composing, "close");
  writeFileSync(join(folder, "supergraph.graphql"), Buffer.concat(chunks));
}
