import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

import { print } from "graphql";

import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.js";
import { CreateDeviceDocument } from "../generated/operations.js";
import { INPUT } from "../support/createDevice.js";
import { findFreePort } from "../support/freePort.js";
import { Issuer, JWT } from "../support/issuer.js";

/** Time limits for building the image, and for starting it on a busy machine. Milliseconds. */
const BUILD_LIMIT = 120_000;

jest.setTimeout(BUILD_LIMIT);

const [, entrypoint = "[]"] = /^ENTRYPOINT (.*)$/m.exec(readFileSync("deploy/Dockerfile", "utf8")) ?? [];
const command = JSON.parse(entrypoint) as string[];

it("the image starts the program as `npm start` does", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  expect(scripts.start.split(" && ").at(-1)).toBe(command.join(" "));
});

describe("the program, with no packages beside it", () => {
  let folder: string;
  let sandbox: Sandbox;
  let issuer: Issuer;
  let program: ChildProcess | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "image-"));
    for (const part of ["package.json", "dist"]) cpSync(part, join(folder, part), { recursive: true });
    sandbox = await startSandbox({ readLagMs: 0 });
    issuer = await Issuer.create();
  });
  afterEach(async () => {
    if (program?.exitCode === null && program.kill("SIGKILL")) await once(program, "exit");
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });

  /** Everything on that is loaded only where it is configured. */
  const start = async (env: Readonly<Record<string, string>> = {}) => {
    const started = spawn(process.execPath, command.slice(1), {
      cwd: folder,
      env: {
        ...JWT,
        PORT: "0",
        ADMIN_PORT: "0",
        PLAYGROUND: "on",
        ENOS_URL: sandbox.url,
        ENOS_APP_KEY: sandbox.appKey,
        ENOS_APP_SECRET: sandbox.appSecret,
        JWT_JWKS_FILE: issuer.jwksFile,
        RATE_LIMIT_REDIS_URL: `redis://127.0.0.1:${await findFreePort()}`,
        ...env,
      },
    });
    program = started;
    return started;
  };

  it("says what is wrong with its environment in one sentence each, without a stack, and ends with 78", () => {
    const run = (env: Readonly<Record<string, string>>) =>
      spawnSync(process.execPath, command.slice(1), { cwd: folder, env, encoding: "utf8" });
    const wrong = run({ HOST: '"x"', PORT: "4001", ADMIN_PORT: "4001", ENOS_DEADLINE: "1" });
    expect(wrong.status).toBe(78);
    expect(wrong.stderr.trim().split("\n").slice(1)).toEqual([
      expect.stringMatching(/^- HOST .*\.$/),
      expect.stringMatching(/^- PORT and ADMIN_PORT .*\.$/),
      expect.stringMatching(/^- ENOS_DEADLINE .*\?$/),
    ]);
    const unknown = run({ HOST: "no-such-host.invalid", ROUTER_AUTH: "none", PORT: "0", ADMIN_PORT: "0" });
    expect([unknown.status, unknown.stderr.trim().split("\n")]).toEqual([
      78,
      [expect.stringMatching(/^HOST: /)],
    ]);
  });

  it("prints its version and its help", () => {
    const run = (option: string) =>
      spawnSync(process.execPath, [...command.slice(1), option], { cwd: folder, encoding: "utf8" });
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(run("--version").stdout).toBe(`${version}\n`);
    expect(run("--help").stdout).toContain("ENOS_DEADLINE_MS\n");
    expect(run("--hlp").status).toBe(64);
  });

  it.each(["doctor", "import"])("brings the %s, which prints its version and its help", (tool) => {
    const run = (option: string) =>
      spawnSync(process.execPath, [`dist/${tool}.js`, option], { cwd: folder, env: {}, encoding: "utf8" });
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(run("--version")).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
    expect(run("--help")).toMatchObject({
      ...{ status: 0, stderr: "" },
      stdout: expect.stringContaining(`npm run ${tool}`) as string,
    });
  });

  it("creates a device, counts it by its type, and serves the playground", async () => {
    const { stdout } = await start();
    let ready: { msg?: string; url?: string; adminUrl?: string } = {};
    for await (const line of createInterface(stdout)) {
      ready = JSON.parse(line) as typeof ready;
      if (ready.msg === "ready") break;
    }
    stdout.resume();
    const response = await fetch(String(ready.url), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await issuer.token()}` },
      body: JSON.stringify({ query: print(CreateDeviceDocument), variables: { input: INPUT } }),
    });
    expect(await response.json()).toMatchObject({
      data: { createDevice: { __typename: "CreateDeviceSuccess" } },
    });
    const metrics = await (await fetch(new URL("/metrics", ready.adminUrl))).text();
    expect(metrics).toContain(
      'subgraph_outcomes_total{field="createDevice",outcome="CreateDeviceSuccess"} 1',
    );
    const playground = await fetch(new URL("/playground", ready.url));
    expect(await playground.text()).toContain("<!doctype html>");
  });

  it("logs what it runs with as soon as it listens, although EnOS refuses the credentials", async () => {
    const { stdout } = await start({
      NODE_ENV: "production",
      ENOS_APP_SECRET: "wrong",
      ENOS_PATCH_ATTRIBUTES: "merges",
      DEVICE_KEYS: "enos",
      HTTP_PROXY: "http://user:password-of-the-proxy@proxy.example.com:3128",
      NO_PROXY: "127.0.0.1",
    });
    const lines: string[] = [];
    for await (const line of createInterface(stdout)) {
      lines.push(line);
      if (line.includes("not ready")) break;
    }
    stdout.resume();
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    const listening = lines.find((line) => line.includes('"msg":"listening"'));
    expect(JSON.parse(listening ?? "{}")).toMatchObject({
      msg: "listening",
      url: expect.stringMatching(/^http:.*\/graphql$/) as string,
      adminUrl: expect.stringMatching(/^http:/) as string,
      version,
      node: process.version,
      enosHost: new URL(sandbox.url).host,
      proxyHost: "proxy.example.com:3128",
      routerAuth: "jwt",
      deviceKeys: "enos",
      patchAttributes: "merges",
      deadlineMs: 25_000,
      limits: { operation: { depth: 10 }, http: { bodyBytes: 1_048_576 } },
      tracing: "off",
      rateLimit: { perMinute: 600 },
    });
    expect(lines.join()).not.toMatch(/password-of-the-proxy|"ready"/);
  });

  it("says what to install for traces", async () => {
    const started = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" });
    const [complaint] = await Promise.all([text(started.stderr), once(started, "exit")]);
    expect(complaint).toContain("OpenTelemetry is not installed");
    expect(started.exitCode).toBe(78);
  });
});
