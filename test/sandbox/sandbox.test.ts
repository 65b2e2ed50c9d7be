import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startSandbox } from "../../src/sandbox/sandbox.js";
import { DEVICE, type EnosClient, ORG_ID, type Reply, startEnos, stopAll } from "./enosClient.js";

afterEach(stopAll);

describe("the sandbox", () => {
  it("writes down what was sent, counts it, and forgets it when told to", async () => {
    const enos = await startEnos();
    await enos.create({ deviceKey: "key1" });
    const { calls } = await enos.admin<{ calls: unknown[] }>("GET", "calls");
    expect(calls[1]).toEqual({
      operation: "create",
      method: "POST",
      path: "/connect-service/v2.1/devices",
      query: { action: "create", orgId: ORG_ID },
      headers: expect.objectContaining({ "apim-accesstoken": await enos.accessToken() }) as object,
      body: JSON.stringify({ ...DEVICE, deviceKey: "key1" }),
      signatureValid: true,
      fault: null,
      outcome: 0,
      at: expect.any(Number) as number,
    });
    await enos.admin("DELETE", "calls");
    expect(await enos.admin("GET", "calls")).toEqual({ calls: [] });
    expect(await enos.admin("GET", "counts")).toMatchObject({ token: 1, create: 1, get: 0 });
  });

  it("writes nothing down when it is not to", async () => {
    const enos = await startEnos({ requestLog: false });
    await enos.create();
    expect(await enos.admin("GET", "calls")).toEqual({ calls: [] });
  });

  it("shows its devices by organization, and forgets them when told to", async () => {
    const enos = await startEnos();
    const { data } = await enos.create();
    expect(await enos.admin("GET", `devices?orgId=${ORG_ID}`)).toMatchObject({ devices: [data] });
    expect(await enos.admin("GET", "devices?orgId=o1")).toEqual({ devices: [] });
    await enos.admin("DELETE", "devices?orgId=o1");
    expect(await enos.admin("GET", "devices")).toMatchObject({ devices: [data] });
    await enos.admin("DELETE", `devices?orgId=${ORG_ID}`);
    expect(await enos.admin("GET", "devices")).toEqual({ devices: [] });
    await enos.create();
    await enos.admin("DELETE", "devices");
    expect(await enos.admin("GET", "devices")).toEqual({ devices: [] });
  });

  it("changes settings while it runs, and says which it does not know", async () => {
    const enos = await startEnos();
    const settings = { latencyMs: 30, tokenLifetimeSeconds: 60 };
    expect(await enos.admin("POST", "settings", settings)).toMatchObject({ ...settings, edition: "2.4" });
    expect((await enos.askToken("get")).data).toMatchObject({ expire: 60 });
    expect(await enos.admin("POST", "settings", { latency: 1 })).toMatchObject({
      message: 'body: Unrecognized key: "latency"',
    });
  });

  it("says which admin calls there are, and that EnOS has no other routes", async () => {
    const enos = await startEnos();
    expect(await enos.admin("GET", "nothing")).toMatchObject({
      message: expect.stringContaining("POST /sandbox/faults") as string,
    });
    expect((await enos.send("GET", "/elsewhere")).status).toBe(404);
  });

  it("ends at once, whoever still waits", async () => {
    const enos = await startEnos();
    await enos.injectNext({ kind: "hang" });
    const waiting = enos.askToken("get");
    const idle = connect(Number(new URL(enos.sandbox.url).port), "127.0.0.1");
    await once(idle, "connect");
    const ended = once(idle.resume(), "close");
    await enos.sandbox.close();
    await expect(waiting).rejects.toThrow("fetch failed");
    await ended;
    await expect(enos.send("GET", "/")).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  });

  it("listens beyond loopback only when the names of its hosts are given", async () => {
    await expect(startSandbox({ host: "0.0.0.0" })).rejects.toThrow("0.0.0.0 is not a loopback address");
    const sandbox = await startSandbox({ host: "0.0.0.0", allowedHosts: ["enos"] });
    await sandbox.close();
  });

  it("begins with devices to look at when asked to", async () => {
    const enos = await startEnos({ demoDevices: true });
    const demo = await enos.search({ pagination: { pageSize: 50 } });
    expect(new Set(demo.data.map(({ status }) => status))).toEqual(
      new Set(["online", "offline", "inactive", "disable"]),
    );
    expect(new Set(demo.data.map(({ productKey }) => productKey))).toEqual(new Set(["Vu82Agp3", "AllTypes"]));
  });
});

describe("the state file", () => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("keeps the devices, their secrets and every digit of their numbers across restarts", async () => {
    const stateFile = join(folder, "kept.json");
    const first = await startEnos({ stateFile });
    const body = JSON.stringify(DEVICE).replace(/}$/, ',"deviceAttributes":{"big":9007199254740993}}');
    const created = await first.call("POST", { action: "create", orgId: ORG_ID }, body);
    const { data } = (await created.json()) as Reply;
    await first.create({ deviceKey: "deleted1" });
    const { assetId } = (await first.get({ productKey: "Vu82Agp3", deviceKey: "deleted1" })).data;
    await first.call("POST", { action: "delete", orgId: ORG_ID, assetId: assetId as string });
    await first.sandbox.close();
    const second = await startEnos({ stateFile, demoDevices: true, readLagMs: 60_000 });
    const query = { action: "get", orgId: ORG_ID, assetId: data.assetId as string };
    const kept = await (await second.call("GET", query)).text();
    expect(kept).toContain('"deviceAttributes":{"big":9007199254740993}');
    expect(kept).toContain(`"deviceSecret":"${data.deviceSecret as string}"`);
    expect((await second.search({})).data).toHaveLength(1);
    expect(statSync(stateFile).mode & 0o777).toBe(0o600);
  });

  it("is written while the sandbox runs, too", async () => {
    const stateFile = join(folder, "running.json");
    const enos = await startEnos({ stateFile });
    await enos.create({ deviceKey: "running1" });
    const isWritten = () => readFileSync(stateFile, "utf8").includes("running1");
    while (!isWritten()) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(isWritten()).toBe(true);
  });

  it("is refused when it cannot be written", async () => {
    const stateFile = join(folder, "missing", "state.json");
    await expect(startSandbox({ stateFile })).rejects.toThrow(/state\.json cannot be written: .*ENOENT/);
  });

  it.each(["{}", "not JSON", '{"version":2,"devices":[]}'])(
    "is refused when it holds %s",
    async (content) => {
      const stateFile = join(folder, "broken.json");
      writeFileSync(stateFile, content);
      await expect(startSandbox({ stateFile })).rejects.toThrow(/broken\.json is no state file/);
      expect(readFileSync(stateFile, "utf8")).toBe(content);
    },
  );
});

describe("a request under a foreign name", () => {
  const ask = (enos: EnosClient, headers: Record<string, string>, path = "/sandbox/devices") =>
    new Promise<number | undefined>((resolve, reject) => {
      request(enos.sandbox.url + path, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });

  it("is refused, whatever it asks for", async () => {
    const enos = await startEnos({ allowedHosts: ["enos.example"] });
    for (const host of ["localhost:4010", "127.0.0.1", "[::1]:80", "enos.example", "LOCALHOST.", "10.1.2.3"])
      expect([host, await ask(enos, { host })]).toEqual([host, 200]);
    for (const host of ["rebind.evil.example:4010", "localhost.evil.example", "2130706433"])
      expect([host, await ask(enos, { host })]).toEqual([host, 421]);
    expect(await ask(enos, { host: "evil.example" }, "/apim-token-service/v2.0/token/get")).toBe(421);
  });

  it("is refused when a foreign page sends it", async () => {
    const enos = await startEnos();
    for (const origin of ["http://localhost:4001", "http://127.0.0.1:5173"])
      expect([origin, await ask(enos, { origin })]).toEqual([origin, 200]);
    for (const origin of ["https://evil.example", "null", "http://localhost.evil.example"])
      expect([origin, await ask(enos, { origin })]).toEqual([origin, 403]);
  });

  it("cannot change anything without the content type that pages have to ask for", async () => {
    const enos = await startEnos();
    const fault = JSON.stringify({ faults: [{ fault: { kind: "hang" } }] });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", undefined])
      for (const [method, path, body] of [
        ["POST", "faults", fault],
        ["DELETE", "devices", undefined],
      ] as const) {
        const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
        expect((await enos.send(method, `/sandbox/${path}`, body, headers)).status).toBe(415);
      }
    expect(await enos.admin("GET", "faults")).toEqual({ faults: [] });
    const headers = { "content-type": "Application/JSON; charset=utf-8" };
    expect((await enos.send("POST", "/sandbox/faults", fault, headers)).status).toBe(200);
  });
});
