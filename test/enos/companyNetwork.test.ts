import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, type Server, connect, createServer } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { createServer as createTlsServer } from "node:tls";

import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.js";
import { CREATE_DEVICE, INPUT } from "../support/createDevice.js";
import { findFreePort } from "../support/freePort.js";
import { PRODUCTION, fromRouter } from "../support/production.js";
import { SandboxAdmin } from "../support/sandboxAdmin.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { until } from "../support/until.js";

/** What building and starting the program may take on a busy machine. Milliseconds. */
jest.setTimeout(120_000);

const FOLDER = join(__dirname, "privateAuthority");
const TRUSTED = { NODE_EXTRA_CA_CERTS: join(FOLDER, "ca.pem") };

const open: { close(): unknown }[] = [];
afterEach(async () => {
  while (open.length > 0) await open.pop()?.close();
  await closeAll();
});

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push(server);
  return (server.address() as AddressInfo).port;
}

/** Puts TLS, with a certificate of a private authority, before the sandbox. */
async function startTls(sandbox: Sandbox) {
  const seen = { connections: 0 };
  const files = { key: readFileSync(join(FOLDER, "enos.key")), cert: readFileSync(join(FOLDER, "enos.pem")) };
  const server = createTlsServer(files, (socket) => {
    const onward = connect(Number(new URL(sandbox.url).port), "127.0.0.1");
    pipeline(socket, onward, socket, () => undefined);
  });
  server.on("tlsClientError", () => (seen.connections += 1));
  return { host: `localhost:${await listen(server)}`, seen };
}

/** A proxy that opens tunnels to this machine; only to who knows the password, where it has one. */
async function startProxy(password?: string) {
  const heads: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (data) => {
      const head = data.toString();
      heads.push(head);
      const [, port] = /^CONNECT [^:]+:(\d+) HTTP/.exec(head) ?? [];
      const credentials = Buffer.from(`user:${password}`).toString("base64");
      if (password !== undefined && !head.includes(`Basic ${credentials}\r\n`)) {
        socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        return;
      }
      const onward = connect(Number(port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        pipeline(socket, onward, socket, () => undefined);
      });
    });
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, heads };
}

/** The program in production, in a process of its own: Node reads NODE_EXTRA_CA_CERTS only when it starts. */
async function startProgram(sandbox: Sandbox, env: Readonly<Record<string, string>>) {
  const [port, adminPort] = [await findFreePort(), await findFreePort()];
  const { appKey: ENOS_APP_KEY, appSecret: ENOS_APP_SECRET } = sandbox;
  const ports = { PORT: String(port), ADMIN_PORT: String(adminPort) };
  const program = spawn(process.execPath, ["dist/main.js"], {
    env: { ...PRODUCTION, ...ports, ENOS_APP_KEY, ENOS_APP_SECRET, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let log = "";
  program.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  open.push({
    close: async () => {
      if (program.exitCode === null && program.kill("SIGKILL")) await once(program, "exit");
    },
  });
  const readyz = () =>
    fetch(`http://127.0.0.1:${adminPort}/readyz`).then(
      async (response) => ({ status: response.status, text: await response.text() }),
      () => undefined,
    );
  const create = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...CALLER },
      body: JSON.stringify({ query: CREATE_DEVICE, variables: { input: INPUT } }),
    });
    return response.json();
  };
  return { readyz, create, log: () => log };
}

const CALLER = fromRouter({ orgs: INPUT.orgId, scopes: "device:create" });
const SUCCESS = { data: { createDevice: { __typename: "CreateDeviceSuccess" } } };

describe("an EnOS whose certificate is of a private authority", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ readLagMs: 0 });
    open.push(sandbox);
  });

  it.each([
    ["a proxy", undefined],
    ["a proxy with a password", "p@ss word"],
  ])("is reached through %s with NODE_EXTRA_CA_CERTS", async (_, password) => {
    const { host } = await startTls(sandbox);
    const proxy = await startProxy(password);
    const url = new URL(proxy.url);
    if (password !== undefined) Object.assign(url, { username: "user", password });
    const program = await startProgram(sandbox, {
      ...{ ...TRUSTED, ENOS_URL: `https://${host}`, HTTPS_PROXY: url.href },
    });
    await until(async () => (await program.readyz())?.status === 200);
    expect(await program.create()).toEqual(SUCCESS);
    expect(await new SandboxAdmin(sandbox.url).devices()).toHaveLength(1);
    expect(proxy.heads.length).toBeGreaterThan(0);
    for (const head of proxy.heads) expect(head).toMatch(`CONNECT ${host} HTTP/1.1\r\n`);
    expect(program.log()).not.toContain("p%40ss");
  });

  it("is reached past the proxy where NO_PROXY names its host", async () => {
    const { host } = await startTls(sandbox);
    const proxy = await startProxy();
    const program = await startProgram(sandbox, {
      ...{ ...TRUSTED, ENOS_URL: `https://${host}`, HTTPS_PROXY: proxy.url, NO_PROXY: "localhost" },
    });
    await until(async () => (await program.readyz())?.status === 200);
    expect(await program.create()).toEqual(SUCCESS);
    expect(proxy.heads).toEqual([]);
  });

  it("without it is not asked, and log and /readyz say what to set", async () => {
    const { host } = await startTls(sandbox);
    const proxy = await startProxy();
    const program = await startProgram(sandbox, { ENOS_URL: `https://${host}`, HTTPS_PROXY: proxy.url });
    const reason = /not ready: EnOS cannot be reached\. The certificate is not trusted .+NODE_EXTRA_CA_CERTS/;
    await until(async () => reason.test((await program.readyz())?.text ?? ""));
    expect((await program.readyz())?.status).toBe(503);
    expect(program.log()).toMatch(reason);
    expect(await new SandboxAdmin(sandbox.url).calls()).toEqual([]);
  });

  it("without it never becomes ready, unlike an EnOS that is away", async () => {
    const { host, seen } = await startTls(sandbox);
    const enos = { url: `https://${host}`, clock: new SkippingClock() };
    const { app } = await startSubgraph({ env: PRODUCTION, enos, waitUntilReady: false });
    // More questions than fit into the wait for an EnOS that is away.
    await until(() => Promise.resolve(seen.connections > 40));
    expect((await fetch(`${app.adminUrl}/readyz`)).status).toBe(503);
  });
});

it("a proxy that wants a password keeps the program unready and is named as the cause", async () => {
  const proxy = await startProxy("secret");
  const enos = { proxy: { httpProxy: proxy.url }, clock: new SkippingClock() };
  const { app } = await startSubgraph({ env: PRODUCTION, enos, waitUntilReady: false });
  await until(() => Promise.resolve(proxy.heads.length > 40));
  const answer = await fetch(`${app.adminUrl}/readyz`);
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringMatching(/407.+HTTPS_PROXY/)]);
});
