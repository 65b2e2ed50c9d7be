import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { readConfig } from "../../src/config/config.js";
import { createDevice, expectMember } from "../support/createDevice.js";
import { ManualClock } from "../support/manualClock.js";
import { SkippingClock } from "../support/skippingClock.js";
import { systemClock } from "../../src/runtime/clock.js";
import { Secret } from "../../src/runtime/secret.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { until } from "../support/until.js";

afterEach(closeAll);

const TOKEN_LIFETIME = 7_200_000;
const RENEWED_BEFORE = 600_000;
const CALLERS = 100;
const everybody = (ask: () => Promise<unknown>) => Promise.all(Array.from({ length: CALLERS }, ask));

it("a hundred callers at once need one token", async () => {
  const subgraph = await startSubgraph();
  await everybody(() => expectMember("CreateDeviceSuccess", createDevice(subgraph)));
  expect(await subgraph.enos.calls("token")).toHaveLength(1);
});

it.each(["code", "status", "401"] as const)(
  "a token that expires under a hundred callers is renewed by a handful of calls (EnOS says so by %s)",
  async (expiredTokenFormat) => {
    const subgraph = await startSubgraph({ sandbox: { expiredTokenFormat } });
    await createDevice(subgraph);
    await subgraph.enos.addFaults({
      on: "create",
      fault: { kind: "expireToken", format: expiredTokenFormat },
    });
    await everybody(() => expectMember("CreateDeviceSuccess", createDevice(subgraph)));
    expect((await subgraph.enos.calls("token")).length).toBeLessThanOrEqual(4);
    expect(await subgraph.enos.devices()).toHaveLength(CALLERS + 1);
  },
);

it("a token request that EnOS has seen before is sent anew with another timestamp", async () => {
  const subgraph = await startSubgraph({ enos: { random: () => 0 } });
  await subgraph.enos.addFaults({ on: "token", times: 2, fault: { kind: "code", code: 1001 } });
  await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  const timestamps = (await subgraph.enos.calls("token")).map(
    ({ body }) => (JSON.parse(body) as { timestamp: string }).timestamp,
  );
  expect(new Set(timestamps).size).toBe(3);
});

it.each([
  ["a success", { code: 0, msg: "OK", data: { assetId: "a", deviceSecret: "s" } }],
  ["a refusal", { code: 11404, msg: "Product not found" }],
])("%s of another request is no answer about the credentials", async (_name, body) => {
  const subgraph = await startSubgraph({ enos: { random: () => 0 } });
  await subgraph.enos.addFaults({ on: "token", fault: { kind: "http", status: 200, body } });
  await expectMember("CreateDeviceSuccess", createDevice(subgraph));
});

it("a token is renewed before it expires, while the old one still serves", async () => {
  const clock = new SkippingClock();
  const subgraph = await startSubgraph({ enos: { clock } });
  await createDevice(subgraph);
  await clock.sleep(TOKEN_LIFETIME - RENEWED_BEFORE - 1_000);
  await createDevice(subgraph);
  expect(await subgraph.enos.calls("token")).toHaveLength(1);

  await clock.sleep(2_000);
  await subgraph.enos.addFaults({ on: "token", fault: { kind: "delay", ms: 100 } });
  await createDevice(subgraph);
  await createDevice(subgraph);
  expect(await subgraph.enos.calls("token")).toHaveLength(2);
});

it("no token means that nothing was created", async () => {
  const subgraph = await startSubgraph({ enos: { random: () => 0 } });
  await subgraph.enos.addFaults({ on: "token", times: 0, fault: { kind: "http", status: 503 } });
  const error = await expectMember("EnosUnavailableError", createDevice(subgraph));
  expect(error.retryable).toBe(true);
  expect(await subgraph.enos.calls("create")).toEqual([]);
});

it("credentials that EnOS refuses are asked about once in a growing while, not once for each request", async () => {
  const clock = new ManualClock(Date.now());
  const subgraph = await startSubgraph({ enos: { appKey: "unknown", clock } });
  const refusals = async (requests: number) => {
    for (let request = 0; request < requests; request++) {
      const error = await expectMember("EnosUnavailableError", createDevice(subgraph));
      expect(error).toMatchObject({ code: 1002, retryable: false });
    }
    return (await subgraph.enos.calls("token")).length;
  };
  expect(await refusals(20)).toBe(1);
  clock.advance(1_000);
  expect(await refusals(20)).toBe(2);
  clock.advance(1_000);
  expect(await refusals(20)).toBe(2);
  clock.advance(1_000);
  expect(await refusals(20)).toBe(3);
});

it("a clock that was ahead for a while is followed when it is put back", async () => {
  let ahead = 600_000;
  const clock = { ...systemClock, unix: () => Date.now() + ahead };
  const subgraph = await startSubgraph({ sandbox: { clockWindowMs: 300_000 }, enos: { clock } });
  const refused = await expectMember("EnosUnavailableError", createDevice(subgraph));
  expect(refused.retryable).toBe(false);
  ahead = 0;
  await until(async () => (await createDevice(subgraph)).__typename === "CreateDeviceSuccess");
});

it("a new pair of credentials is tried when a token is fetched, and the old one serves while EnOS refuses it", async () => {
  const clock = new SkippingClock();
  const [appKey, appSecret] = ["key-of-tests", "secret-of-tests"];
  let pair = { appKey, appSecret: new Secret(appSecret) };
  const subgraph = await startSubgraph({
    sandbox: { appKey, appSecret },
    enos: { clock, rereadCredentials: () => pair },
  });
  await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  pair = { appKey, appSecret: new Secret("not accepted yet") };
  await clock.sleep(TOKEN_LIFETIME);
  await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  const tokens = await subgraph.enos.calls("token");
  expect(tokens).toHaveLength(3);
});

it("a pair that is rotated in its files is read again, and never mixed with the one of the start", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pair-"));
  const [keyFile, secretFile] = [join(folder, "key"), join(folder, "secret")];
  const write = (appKey: string, appSecret: string) => {
    writeFileSync(keyFile, appKey);
    writeFileSync(secretFile, appSecret);
  };
  write("key-before", "secret-before");
  const { enos } = readConfig({
    ...{ ENOS_URL: "http://127.0.0.1:1", ENOS_APP_KEY_FILE: keyFile, ENOS_APP_SECRET_FILE: secretFile },
  });
  if (!enos?.rereadCredentials) throw new Error("the pair is not read again");
  const subgraph = await startSubgraph({
    sandbox: { appKey: "key-after", appSecret: "secret-after" },
    enos: { rereadCredentials: enos.rereadCredentials },
  });
  await expectMember("EnosUnavailableError", createDevice(subgraph));

  write("key-after", "secret-after");
  await until(async () => (await createDevice(subgraph)).__typename === "CreateDeviceSuccess");

  const fetched = (await subgraph.enos.calls("token")).length;
  writeFileSync(secretFile, "");
  // Files are read every 5 s.
  await sleep(5_500);
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "expireToken", format: "401" } });
  await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  expect((await subgraph.enos.calls("token")).length).toBe(fetched + 1);
}, 60_000);

it.each([
  ["the long-lived token has expired, under apim_status", '{"apim_status":4012}'],
  ["the token could not be refreshed", '{"status":1204}'],
])("a new token is fetched when EnOS says that %s", async (_, body) => {
  const subgraph = await startSubgraph({ env: { DEVICE_KEYS: "enos" } });
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "http", status: 200, body } });
  await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  expect(await subgraph.enos.calls("create")).toHaveLength(2);
  expect(await subgraph.enos.calls("token")).toHaveLength(2);
});
