import { DEVICE, type EnosClient, ORG_ID, startEnos, stopAll } from "./enosClient.js";

afterEach(stopAll);

const create = (enos: EnosClient) =>
  enos.call("POST", { action: "create", orgId: ORG_ID }, JSON.stringify(DEVICE));

const devicesOf = async (enos: EnosClient) =>
  (await enos.admin<{ devices: Record<string, unknown>[] }>("GET", "devices")).devices;

const lastCall = async (enos: EnosClient) =>
  (await enos.admin<{ calls: Record<string, unknown>[] }>("GET", "calls")).calls.at(-1);

/** Starts a sandbox with a token at hand, and injects a fault into the next call. */
async function startFaulty(fault: Record<string, unknown>): Promise<EnosClient> {
  const enos = await startEnos();
  await enos.accessToken();
  await enos.injectNext(fault);
  return enos;
}

describe("a fault of the connection", () => {
  it.each([
    ["resetBefore", 0, "resetBefore"],
    ["resetAfter", 1, 0],
  ])("%s resets it and leaves %i devices behind", async (kind, devices, outcome) => {
    const enos = await startFaulty({ kind });
    await expect(create(enos)).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(await devicesOf(enos)).toHaveLength(devices);
    expect(await lastCall(enos)).toMatchObject({ operation: "create", fault: kind, outcome });
  });

  it("cutBody ends it halfway through an answer", async () => {
    const enos = await startFaulty({ kind: "cutBody" });
    const response = await create(enos);
    const received: Uint8Array[] = [];
    const reading = async () => {
      for await (const chunk of response.body ?? []) received.push(chunk as Uint8Array);
    };
    await expect(reading()).rejects.toThrow("terminated");
    expect(Buffer.concat(received)).toHaveLength(
      Math.floor(Number(response.headers.get("content-length")) / 2),
    );
    expect(await devicesOf(enos)).toHaveLength(1);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])("hang never answers, processed: %j", async (processed, devices) => {
    const enos = await startFaulty({ kind: "hang", processed });
    const winner = await Promise.race([
      create(enos).catch(() => "ended"),
      new Promise((resolve) => setTimeout(resolve, 50, "waited")),
    ]);
    expect(winner).toBe("waited");
    expect(await devicesOf(enos)).toHaveLength(devices);
  });

  it("delay answers as usual, but late", async () => {
    const enos = await startFaulty({ kind: "delay", ms: 1_500 });
    const pending = create(enos);
    // The admin API answers at once, before the delayed call is processed.
    expect(await devicesOf(enos)).toEqual([]);
    expect((await pending).status).toBe(200);
    expect(await devicesOf(enos)).toHaveLength(1);
  });
});

describe("a fault of the answer", () => {
  const gateway = { kind: "http", status: 429, headers: { "Retry-After": "1" } };

  it.each([
    [gateway, 429, '{"message":"API rate limit exceeded"}', 0],
    [{ kind: "http", status: 500, body: { oh: "no" }, processed: true }, 500, '{"oh":"no"}', 1],
    [{ kind: "http", status: 503, body: "down" }, 503, "down", 0],
    [{ kind: "html" }, 502, expect.stringMatching(/^<!doctype html>/), 0],
    [{ kind: "html", status: 200, processed: true }, 200, expect.stringMatching(/^<!doctype html>/), 1],
    [{ kind: "empty" }, 200, "", 1],
    [
      { kind: "code", code: 11714 },
      200,
      expect.stringMatching(/^{"code":11714,"msg":"Generate deviceKey failed"/),
      0,
    ],
    [
      { kind: "code", code: 99500, msg: "oh", processed: true },
      200,
      expect.stringMatching(/^{"code":99500,"msg":"oh"/),
      1,
    ],
    [{ kind: "code", code: 1203, field: "status" }, 200, expect.stringMatching(/^{"status":1203/), 0],
  ])("%j is what the client reads", async (fault, status, body, devices) => {
    const enos = await startFaulty(fault);
    const response = await create(enos);
    expect(response.status).toBe(status);
    expect(response.headers.get("retry-after")).toBe(fault === gateway ? "1" : null);
    expect(await response.text()).toEqual(body);
    expect(await devicesOf(enos)).toHaveLength(devices);
  });

  it.each([
    ["noAssetId", ["productKey", "deviceKey", "deviceSecret"]],
    ["noSecret", ["assetId", "productKey", "deviceKey"]],
    ["onlyAssetId", ["assetId"]],
    ["misspelled", ["assetId", "productKey", "deviceKey", "deviceSecrete"]],
  ])("%s creates the device, but answers only %j", async (kind, members) => {
    const enos = await startFaulty({ kind });
    const { code, data } = await enos.create();
    expect(code).toBe(0);
    expect(Object.keys(data)).toEqual(members);
    const [device = {}] = await devicesOf(enos);
    for (const member of members) expect(data[member]).toBe(device[member.replace("Secrete", "Secret")]);
  });

  it.each([
    ["code", 200, { code: 1203 }],
    ["status", 200, { status: 1203 }],
    ["401", 401, { message: "Invalid authentication credentials" }],
  ])("expireToken refuses in the format %s, and the token stays dead", async (format, status, body) => {
    const enos = await startFaulty({ kind: "expireToken", format });
    const response = await create(enos);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(body);
    expect(await enos.create()).toMatchObject({ code: 1203 });
  });
});

describe("the fault queue", () => {
  const code = (code: number) => ({ kind: "code", code });
  const codesOf = async (enos: EnosClient, calls: number) => {
    const codes = [];
    for (let call = 0; call < calls; call += 1) codes.push((await enos.create()).code);
    return codes;
  };

  it("applies in order, to the operations that are named, as often as it says", async () => {
    const enos = await startEnos();
    const faults = [
      { on: "get", fault: code(1) },
      { on: "create", times: 2, fault: code(2) },
      { on: "create", fault: code(3) },
    ];
    await enos.admin("POST", "faults", { faults });
    expect(await codesOf(enos, 4)).toEqual([2, 2, 3, 0]);
    expect(await enos.admin("GET", "faults")).toEqual({ faults: [{ on: "get", times: 1, fault: code(1) }] });
    expect(await enos.get({ assetId: "unknown1" })).toMatchObject({ code: 1 });
  });

  it("goes on until cleared with times 0", async () => {
    const enos = await startEnos();
    await enos.admin("POST", "faults", { faults: [{ on: "create", times: 0, fault: code(7) }] });
    expect(await codesOf(enos, 3)).toEqual([7, 7, 7]);
    await enos.admin("DELETE", "faults");
    expect(await codesOf(enos, 1)).toEqual([0]);
  });

  it("applies by chance, and by the same chance after the same seed", async () => {
    const run = async (seed: number) => {
      const enos = await startEnos();
      await enos.admin("POST", "faults", {
        seed,
        faults: [{ on: "create", probability: 0.5, fault: code(7) }],
      });
      return codesOf(enos, 30);
    };
    const codes = await run(42);
    expect(new Set(codes)).toEqual(new Set([0, 7]));
    expect(await run(42)).toEqual(codes);
    expect(await run(43)).not.toEqual(codes);
  });

  it.each([
    [[], /^body: .*expected object/],
    [{ fault: [] }, /^body: Unrecognized key: "fault"/],
    [{ faults: [{ fault: { kind: "empty" } }, {}] }, /^faults\.1\.fault/],
    [{ faults: [{ fault: { kind: "delay" } }] }, /^faults\.0\.fault\.ms: .*expected number/],
    [{ faults: [{ on: "destroy", fault: { kind: "empty" } }] }, /^faults\.0\.on: .*"create"/],
    [{ faults: [{ probability: 2, fault: { kind: "empty" } }] }, /^faults\.0\.probability/],
    [{ faults: [{ fault: { kind: "empty", ms: 1 } }] }, /^faults\.0\.fault: Unrecognized key: "ms"/],
  ])("refuses %j and names the place", async (order, message) => {
    const enos = await startEnos();
    const response = await enos.send("POST", "/sandbox/faults", JSON.stringify(order), {
      "content-type": "application/json",
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: expect.stringMatching(message) as string });
  });
});
