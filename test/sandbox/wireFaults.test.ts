import { once } from "node:events";
import { Agent, request } from "node:http";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";

import { DEVICE, type EnosClient, ORG_ID, startEnos, stopAll } from "./enosClient.js";

afterEach(stopAll);

const create = (enos: EnosClient, change = {}) =>
  enos.call("POST", { action: "create", orgId: ORG_ID }, JSON.stringify({ ...DEVICE, ...change }));

const devicesOf = async (enos: EnosClient) =>
  (await enos.admin<{ devices: Record<string, unknown>[] }>("GET", "devices")).devices;

async function startFaulty(...faults: Record<string, unknown>[]): Promise<EnosClient> {
  const enos = await startEnos();
  await enos.accessToken();
  await enos.admin("POST", "faults", { faults: faults.map((fault) => ({ fault })) });
  return enos;
}

/** Sends a request over a connection that is kept, and returns the body and the connection's port. */
async function sendOver(
  agent: Agent,
  url: string,
): Promise<{ status?: number; port?: number; body: string }> {
  const sent = request(url, { agent }).end();
  const [response] = (await once(sent, "response")) as [AsyncIterable<Buffer> & { statusCode?: number }];
  let body = "";
  for await (const chunk of response) body += chunk.toString();
  const { localPort } = sent.socket ?? {};
  return {
    ...(response.statusCode !== undefined && { status: response.statusCode }),
    ...(localPort !== undefined && { port: localPort }),
    body,
  };
}

describe("a fault of time", () => {
  it("late creates the device at once and answers later", async () => {
    const enos = await startFaulty({ kind: "late", ms: 2_000 });
    const pending = create(enos);
    while ((await devicesOf(enos)).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const first = await Promise.race([pending, Promise.resolve("still pending")]);
    expect(first).toBe("still pending");
    expect((await pending).status).toBe(200);
  });

  it("drip sends the body piece by piece", async () => {
    const enos = await startFaulty({ kind: "drip", everyMs: 2, bytes: 20 });
    const response = await create(enos);
    let chunks = 0;
    for await (const _ of response.body ?? []) chunks += 1;
    expect(chunks).toBeGreaterThan(2);
  });
});

describe("a response for somebody else", () => {
  it("swap exchanges the responses of two pending calls", async () => {
    const enos = await startFaulty({ kind: "swap" }, { kind: "swap" });
    const [one, other] = await Promise.all([
      enos.create({ deviceKey: "one1" }),
      enos.create({ deviceKey: "other1" }),
    ]);
    expect([one.data.deviceKey, other.data.deviceKey]).toEqual(["other1", "one1"]);
  });

  it("swap answers as usual when no other call comes", async () => {
    const enos = await startFaulty({ kind: "swap", waitMs: 5 });
    expect((await enos.create({ deviceKey: "one1" })).data.deviceKey).toBe("one1");
  });

  it("duplicate answers the next request on the connection, too", async () => {
    const enos = await startEnos();
    await enos.admin("POST", "faults", { faults: [{ on: "other", fault: { kind: "duplicate" } }] });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const first = await sendOver(agent, `${enos.sandbox.url}/unknown`);
    const second = await sendOver(agent, `${enos.sandbox.url}/sandbox/settings`);
    agent.destroy();
    expect(first.body).toBe('{"message":"no Route matched with those values"}');
    expect(second.body).toBe(first.body);
  });
});

describe("a connection that is idle", () => {
  it.each([
    ["by a fault", { kind: "closeIdle", ms: 5 }, {}],
    ["by a setting", { kind: "delay", ms: 0 }, { idleConnectionMs: 5 }],
  ])("is closed %s, and not while a request is pending", async (_, fault, settings) => {
    const enos = await startFaulty(fault, { kind: "delay", ms: 50 });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await enos.admin("POST", "settings", settings);
    const url = `${enos.sandbox.url}/unknown`;
    const first = await sendOver(agent, url);
    const open = () => Object.keys({ ...agent.sockets, ...agent.freeSockets }).length;
    while (open() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await sendOver(agent, url);
    expect(second.status).toBe(404);
    expect(second.port).not.toBe(first.port);
    agent.destroy();
  });
});

describe("a response that is hard to read", () => {
  it.each([
    ["gzip", gunzipSync],
    ["br", brotliDecompressSync],
    ["deflate", inflateSync],
  ] as const)("is compressed with %s though nothing asked for it", async (coding, decompress) => {
    const enos = await startFaulty({ kind: "encoded", coding });
    const agent = new Agent();
    const sent = request(`${enos.sandbox.url}/unknown`, { agent }).end();
    const [response] = (await once(sent, "response")) as [
      AsyncIterable<Buffer> & { headers: Record<string, string> },
    ];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    expect(response.headers["content-encoding"]).toBe(coding);
    expect(decompress(Buffer.concat(chunks)).toString()).toContain("no Route matched");
  });

  it("begins with a byte order mark", async () => {
    const enos = await startFaulty({ kind: "bom" });
    const bytes = Buffer.from(await (await create(enos)).arrayBuffer());
    expect(bytes.subarray(0, 4).toString("latin1")).toBe("ï»¿{");
  });

  it("has IDs as numbers, with all of their digits", async () => {
    const enos = await startFaulty({ kind: "numericIds" });
    await enos.admin("POST", "settings", { assetIds: "digits" });
    const text = await (await create(enos, { deviceKey: "9007199254740993" })).text();
    expect(text).toContain('"deviceKey":9007199254740993');
    expect(text).toMatch(/"assetId":[1-9]\d{19},/);
    expect((await devicesOf(enos))[0]?.assetId).toMatch(/^\d{20}$/);
  });

  it("is nested more deeply than JSON.stringify could write", async () => {
    const enos = await startFaulty({ kind: "delay", ms: 0 }, { kind: "nested", depth: 20_000 });
    await create(enos);
    const found = await enos.call("POST", { action: "search", orgId: ORG_ID }, "{}");
    expect(await found.text()).toContain(`"nested":${"[".repeat(20_000)}]`);
  });

  it("has a request ID and a message of any length", async () => {
    const enos = await startFaulty({ kind: "oversized", requestId: 100_000, msg: 200_000 });
    const { requestId, msg } = await enos.create();
    expect([requestId?.length, msg?.length]).toEqual([100_000, 200_000]);
  });
});

describe("the store", () => {
  it("keeps numbers exactly, and lone surrogates", async () => {
    const enos = await startEnos();
    const attributes = '{"big":9007199254740993,"fine":123456789.123456789123,"tiny":1e-400,"one":1.0}';
    const body = JSON.stringify(DEVICE).replace(/}$/, `,"deviceAttributes":${attributes}}`);
    await enos.call("POST", { action: "create", orgId: ORG_ID }, body);
    const found = await (await enos.call("POST", { action: "search", orgId: ORG_ID }, "{}")).text();
    expect(found).toContain('{"big":9007199254740993,"fine":123456789.123456789123,"tiny":1e-400,"one":1}');
    const expression = "deviceAttributes.big = 9007199254740993";
    expect((await enos.search({ expression })).data).toHaveLength(1);
    const device = `{"orgId":"${ORG_ID}","productKey":"Vu82Agp3","deviceKey":"odd1","deviceDesc":"\\ud800"}`;
    const headers = { "content-type": "application/json" };
    await enos.send("POST", "/sandbox/devices", `{"devices":[${device}]}`, headers);
    const odd = await enos.call("GET", {
      action: "get",
      orgId: ORG_ID,
      productKey: "Vu82Agp3",
      deviceKey: "odd1",
    });
    expect(await odd.text()).toContain('"deviceDesc":"\\ud800"');
  });
});

describe("the clock window", () => {
  it("refuses timestamps that are too far from the sandbox's clock", async () => {
    const enos = await startEnos({ clockWindowMs: 60_000 });
    expect(await enos.create()).toMatchObject({ code: 0 });
    const late = await startEnos({ clockWindowMs: 60_000, clock: () => Date.now() + 70_000 });
    expect(await late.askToken("get")).toMatchObject({ status: 1003 });
    await late.admin("POST", "settings", { clockWindowMs: null });
    await late.accessToken();
    await late.admin("POST", "settings", { clockWindowMs: 60_000 });
    expect((await create(late)).status).toBe(401);
  });
});

describe("denied operations", () => {
  it("are refused with 99403 while others work", async () => {
    const enos = await startEnos({ deniedOperations: ["get", "search"] });
    const { data } = await enos.create();
    expect(await enos.get({ assetId: data.assetId as string })).toMatchObject({ code: 99403 });
    expect(await enos.search({})).toMatchObject({ code: 99403 });
  });
});
