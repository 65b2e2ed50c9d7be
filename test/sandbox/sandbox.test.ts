import { connect } from "node:net";
import { once } from "node:events";
import { startSandbox } from "../../src/sandbox/sandbox.js";
import { DEVICE, ORG_ID, startEnos, stopAll } from "./enosClient.js";

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
    await enos.admin("DELETE", "devices");
    expect(await enos.admin("GET", "devices")).toEqual({ devices: [] });
  });

  it("changes settings while it runs, and says which it does not know", async () => {
    const enos = await startEnos();
    const settings = { latencyMs: 30, tokenLifetimeSeconds: 60 };
    expect(await enos.admin("POST", "settings", settings)).toMatchObject({ ...settings, edition: "2.4" });
    const started = performance.now();
    expect((await enos.askToken("get")).data).toMatchObject({ expire: 60 });
    expect(performance.now() - started).toBeGreaterThan(25);
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
    await enos.strikeNext({ kind: "hang" });
    const waiting = enos.askToken("get");
    const idle = connect(Number(new URL(enos.sandbox.url).port), "127.0.0.1");
    await once(idle, "connect");
    const ended = once(idle.resume(), "close");
    await enos.sandbox.close();
    await expect(waiting).rejects.toThrow("fetch failed");
    await ended;
    await expect(enos.send("GET", "/")).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  });

  it("listens on loopback only", async () => {
    await expect(startSandbox({ host: "0.0.0.0" })).rejects.toThrow("0.0.0.0 is not a loopback address");
  });
});
