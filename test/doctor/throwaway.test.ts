import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { ORG, PRODUCT } from "../support/createDevice.js";
import { Patient } from "./runDoctor.js";

let patient: Patient;

beforeEach(async () => {
  patient = await Patient.start();
});

afterEach(async () => {
  await patient.stop();
});

it("deletes the device that it created, and no other", async () => {
  const [other] = await patient.admin.addDevices({
    orgId: ORG,
    productKey: PRODUCT,
    deviceKey: "others-key",
  });
  expect((await patient.examine()).code).toBe(0);
  expect(await patient.admin.devices()).toEqual([other]);
  expect(existsSync(patient.journal)).toBe(false);
  const accepted = (await patient.admin.calls("delete")).map(({ query }) => query.assetId);
  expect(accepted).not.toContain(other?.assetId);
});

it("finds and deletes the device whose creation was not answered", async () => {
  await patient.admin.addFaults({ on: "create", times: 0, fault: { kind: "resetAfter" } });
  const run = await patient.examine();
  expect(run.code).toBe(1);
  expect(run.rows.get("May the account create devices?")?.answer).toMatch(/^not found out: /);
  expect(await patient.admin.devices()).toEqual([]);
  expect(existsSync(patient.journal)).toBe(false);
});

it("deletes the device when it is interrupted after the creation, and asks no further question", async () => {
  const stop = new AbortController();
  const asked: string[] = [];
  const onQuestion = (text: string) => {
    if (asked.at(-1)?.startsWith("May the account create devices?")) stop.abort();
    asked.push(text);
  };
  const run = await patient.run(["--org", ORG, "--write", PRODUCT], {}, { stop: stop.signal, onQuestion });
  expect(run.code).toBe(1);
  expect(asked.at(-2)).toContain("May the account create devices?");
  expect(await patient.admin.calls("create")).not.toEqual([]);
  expect(await patient.admin.devices()).toEqual([]);
  expect(existsSync(patient.journal)).toBe(false);
});

it("writes the device down, and cleans up after a run that could not", async () => {
  const [other] = await patient.admin.addDevices({
    orgId: ORG,
    productKey: PRODUCT,
    deviceKey: "others-key",
  });
  // The first two deletions are about a device that does not exist.
  await patient.admin.addFaults({ on: "delete", times: 2, fault: { kind: "delay", ms: 0 } });
  await patient.admin.addFaults({ on: "delete", times: 0, fault: { kind: "http", status: 503 } });
  const run = await patient.examine();
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("run the doctor with --clean-up");

  const left = (await patient.admin.devices()).filter(({ assetId }) => assetId !== other?.assetId);
  const journal = JSON.parse(readFileSync(patient.journal, "utf8")) as { assetIds: string[] };
  expect(journal.assetIds).toEqual(left.map(({ assetId }) => assetId));
  expect(statSync(patient.journal).mode & 0o777).toBe(0o600);

  const again = await patient.examine();
  expect([again.code, again.stderr]).toEqual([78, expect.stringContaining("with --clean-up first")]);

  await patient.admin.clearFaults();
  expect((await patient.run(["--clean-up"])).code).toBe(0);
  expect(await patient.admin.devices()).toEqual([other]);
  expect(existsSync(patient.journal)).toBe(false);
});

it("creates nothing when it may not delete", async () => {
  await patient.admin.settings({ deniedOperations: ["delete"] });
  const run = await patient.examine();
  expect(run.code).toBe(1);
  expect(run.rows.get("May the account create devices?")?.answer).toContain("may not delete it");
  expect(await patient.admin.devices()).toEqual([]);
});

it("records what was said about the device without secrets and IDs", async () => {
  const record = join(patient.folder, "record.json");
  const run = await patient.run(["--org", ORG, "--write", PRODUCT, "--record", record]);
  expect(run.code).toBe(0);
  const text = readFileSync(record, "utf8");
  const exchanges = JSON.parse(text) as {
    request: { action: string };
    answer: { code: number; data: unknown };
  }[];
  const created = exchanges.find(({ request, answer }) => request.action === "create" && answer.code === 0);
  expect(created?.answer.data).toEqual({
    assetId: "<assetId>",
    productKey: "<productKey>",
    deviceKey: "<deviceKey>",
    deviceSecret: "<string>",
  });
  const [token] = (await patient.admin.calls("create")).map(({ headers }) => headers["apim-accesstoken"]);
  const [deleted] = (await patient.admin.calls("delete")).map(({ query }) => query.assetId).slice(-1);
  for (const hidden of [ORG, PRODUCT, patient.sandbox.appSecret, patient.sandbox.appKey, token, deleted])
    expect(text).not.toContain(hidden);
  expect(statSync(record).mode & 0o777).toBe(0o600);
});

it.each([
  ["no EnOS", { ENOS_URL: "" }, "ENOS_URL is missing"],
  ["no secret key", { ENOS_APP_SECRET: "" }, "ENOS_APP_SECRET is missing"],
  ["a wrong secret key", { ENOS_APP_SECRET: "wrong" }, "did not accept the subgraph's credentials"],
])("exits with 78 for %s", async (_, environment, message) => {
  const run = await patient.run(["--org", ORG, "--write", PRODUCT], environment);
  expect([run.code, run.stderr]).toEqual([78, expect.stringContaining(message)]);
  expect(existsSync(patient.journal)).toBe(false);
});

it.each([
  [["--organization", ORG], "Unknown option"],
  [["--product", PRODUCT], "--org is missing"],
  [["--org", ORG, "--record", "file"], "--record needs --write"],
  [["--org", ORG, "--write", "' or assetId = '"], "--write must be a product key"],
  [["--clean-up"], "There is nothing to clean up"],
])("exits with 78 for the arguments %j", async (args, message) => {
  const run = await patient.run(args);
  expect([run.code, run.stderr]).toEqual([78, expect.stringContaining(message)]);
});
