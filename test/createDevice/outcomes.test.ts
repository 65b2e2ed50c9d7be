import { noTelemetry, type Telemetry } from "../../src/runtime/telemetry.js";
import type { Result } from "../support/createDevice.js";
import { createDevice, expectMember } from "../support/createDevice.js";
import { listenDeaf } from "../support/deafListener.js";
import { findFreePort } from "../support/freePort.js";
import { SkippingClock } from "../support/skippingClock.js";
import type { Fault } from "../support/sandboxAdmin.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

/** Waits are for people: here a pause takes no time, and the time it would have taken passes at once. */
const IMPATIENT = { enos: { random: () => 0, answerTimeoutMs: 150, connectTimeoutMs: 150 } };

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph(IMPATIENT);
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

type Row = [what: string, fault: Fault["fault"], withKey: Expectation, withoutKey: Expectation];
interface Expectation {
  readonly member: Result["__typename"];
  readonly creates: number;
  readonly devices: number;
  readonly replayed?: boolean;
}

const madeGood = { member: "CreateDeviceSuccess", creates: 2, devices: 1 } as const;
const replayed = { ...madeGood, replayed: true };
const unsure = (devices: number) => ({ member: "DeviceUnconfirmedError", creates: 1, devices }) as const;
const refused = { member: "EnosUnavailableError", creates: 1, devices: 0 } as const;

/** What happens on the wire once, and what a client with a key and one without come to know of it. */
const TABLE: Row[] = [
  ["a 429", { kind: "http", status: 429, headers: { "retry-after": "0" } }, madeGood, madeGood],
  ["an expired token under code", { kind: "expireToken", format: "code" }, madeGood, madeGood],
  ["an expired token under status", { kind: "expireToken", format: "status" }, madeGood, madeGood],
  ["an expired token as a 401", { kind: "expireToken", format: "401" }, madeGood, madeGood],
  ["a reset before EnOS works on it", { kind: "resetBefore" }, madeGood, unsure(0)],
  ["a reset after EnOS worked on it", { kind: "resetAfter" }, replayed, unsure(1)],
  ["no answer at all", { kind: "hang" }, madeGood, unsure(0)],
  ["no answer, though the device exists", { kind: "hang", processed: true }, replayed, unsure(1)],
  ["an answer cut short", { kind: "cutBody" }, replayed, unsure(1)],
  ["an empty answer", { kind: "empty" }, replayed, unsure(1)],
  ["a page of HTML", { kind: "html", status: 200 }, madeGood, unsure(0)],
  ["a 500", { kind: "http", status: 500 }, madeGood, unsure(0)],
  [
    "a 502 in HTML, though the device exists",
    { kind: "html", status: 502, processed: true },
    replayed,
    unsure(1),
  ],
  ["a 503", { kind: "http", status: 503 }, madeGood, unsure(0)],
  ["99500", { kind: "code", code: 99500 }, madeGood, unsure(0)],
  ["99500, though the device exists", { kind: "code", code: 99500, processed: true }, replayed, unsure(1)],
  [
    "code 0 without an asset ID",
    { kind: "noAssetId" },
    { member: "CreateDeviceSuccess", creates: 1, devices: 1, replayed: false },
    unsure(1),
  ],
  ["a 403 of the gateway's", { kind: "http", status: 403 }, refused, refused],
  ["a redirect", { kind: "http", status: 302, headers: { location: "/elsewhere" } }, madeGood, unsure(0)],
  [
    "a gateway's timeout with a code of its own",
    { kind: "http", status: 504, body: '{"code":-1}' },
    madeGood,
    unsure(0),
  ],
];

describe.each(TABLE)("%s", (_, fault, withKey, withoutKey) => {
  it.each([
    ["with an idempotency key", withKey, { idempotencyKey: "intent-1" }],
    ["without a key", withoutKey, {}],
  ])("%s", async (__, expected, key) => {
    await subgraph.enos.addFaults({ on: "create", fault });
    const result = await expectMember(expected.member, createDevice(subgraph, key));
    const devices = await subgraph.enos.devices();
    expect(devices).toHaveLength(expected.devices);
    expect(await subgraph.enos.calls("create")).toHaveLength(expected.creates);
    if (result.__typename === "CreateDeviceSuccess") {
      expect(result.replayed).toBe(expected.replayed ?? false);
      expect(result.deviceSecret).toBe(devices[0]?.deviceSecret);
    }
    if (result.__typename === "DeviceUnconfirmedError") expect(result.retryable).toBe(false);
  });
});

it.each([
  ["refuses connections", async () => `http://127.0.0.1:${await findFreePort()}`],
  ["has no address", () => Promise.resolve("http://enos.invalid")],
  ["does not speak TLS", () => Promise.resolve(subgraph.sandbox.url.replace("http:", "https:"))],
])("EnOS that %s created nothing, and is asked four times", async (_, toUrl) => {
  let asked = 0;
  const telemetry = { ...noTelemetry, tokenFetched: () => void (asked += 1) };
  const lonely = await startSubgraph({ enos: { ...IMPATIENT.enos, url: await toUrl(), telemetry } });
  const error = await expectMember("EnosUnavailableError", createDevice(lonely));
  expect(error).toMatchObject({ retryable: true, code: null });
  expect(asked).toBe(4);
});

describe.each([
  ["refuses connections", () => Promise.resolve({ close: () => undefined })],
  ["lets connections time out", listenDeaf],
])("EnOS that %s once there is a token", (_, takePort) => {
  it.each([
    ["with an idempotency key", { idempotencyKey: "intent-4" }],
    ["without a key", {}],
  ])(
    "created nothing, and is asked four times %s",
    async (__, key) => {
      const attempts: string[] = [];
      const attemptStarted: Telemetry["attemptStarted"] = () => ({
        headers: {},
        ended: ({ result, detail }) => attempts.push(`${result}: ${detail}`),
      });
      const telemetry = { ...noTelemetry, attemptStarted };
      const left = await startSubgraph({ enos: { ...IMPATIENT.enos, telemetry } });
      await createDevice(left);
      attempts.length = 0;
      await left.sandbox.close();
      const taken = await takePort(Number(new URL(left.sandbox.url).port));

      const error = await expectMember("EnosUnavailableError", createDevice(left, key)).finally(() => {
        taken.close();
      });
      expect(error).toMatchObject({ retryable: true, code: null });
      expect(attempts).toEqual(Array(4).fill(attempts[0]));
      expect(attempts[0]).toMatch(/^NOT_APPLIED: .*(CONNECT_TIMEOUT|ECONNREFUSED)/);
    },
    20_000,
  );
});

it("credentials that EnOS does not know are no passing fault", async () => {
  const stranger = await startSubgraph({ enos: { ...IMPATIENT.enos, appKey: "unknown" } });
  const error = await expectMember("EnosUnavailableError", createDevice(stranger));
  expect(error).toMatchObject({ code: 1002, retryable: false });
  expect(await stranger.enos.calls()).toHaveLength(1);
});

describe("a refusal that follows a lost answer", () => {
  const key = { idempotencyKey: "intent-3" };
  const lost = (kind: string): Fault => ({ on: "create", fault: { kind } });
  const refusal: Fault = { on: "create", fault: { kind: "code", code: 11739 } };

  it("is no answer when the device is there after all", async () => {
    await subgraph.enos.addFaults(lost("resetAfter"), refusal);
    const found = await expectMember("CreateDeviceSuccess", createDevice(subgraph, key));
    const [device] = await subgraph.enos.devices();
    expect(found).toMatchObject({ replayed: true, deviceSecret: device?.deviceSecret });
  });

  it("stands when there is no device", async () => {
    const clock = new SkippingClock();
    const patient = await startSubgraph({ enos: { ...IMPATIENT.enos, clock } });
    await patient.enos.addFaults(lost("resetBefore"), refusal);
    await expectMember("DeviceLimitExceededError", createDevice(patient, key));
  });

  it("cannot be told when EnOS shows nobody what is there", async () => {
    await subgraph.enos.addFaults(lost("resetAfter"), refusal, {
      on: "get",
      fault: { kind: "code", code: 99403 },
    });
    await expectMember("DeviceUnconfirmedError", createDevice(subgraph, key));
  });

  it("is about somebody else's device when another one has the key", async () => {
    await createDevice(subgraph, { deviceKey: "taken", deviceDesc: "theirs" });
    await subgraph.enos.addFaults(lost("resetBefore"));
    await expectMember(
      "DeviceKeyTakenError",
      createDevice(subgraph, { deviceKey: "taken", deviceDesc: "ours" }),
    );
  });

  it("is a device that exists and cannot be named when its answer and all reads are bare", async () => {
    await subgraph.enos.addFaults(lost("noAssetId"), { on: "get", fault: { kind: "code", code: 99403 } });
    await expectMember("DeviceUnconfirmedError", createDevice(subgraph, key));
  });
});

it("answers that stay lost leave a keyed request unconfirmed, and the next one with its key finds the device", async () => {
  const input = { idempotencyKey: "intent-2" };
  await subgraph.enos.addFaults({ on: "create", times: 4, fault: { kind: "resetAfter" } });
  const lost = await expectMember("DeviceUnconfirmedError", createDevice(subgraph, input));
  expect(lost.retryable).toBe(true);
  const found = await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
  const devices = await subgraph.enos.devices();
  expect(devices).toHaveLength(1);
  expect(found).toMatchObject({ replayed: true, deviceSecret: devices[0]?.deviceSecret });
  expect(devices[0]?.deviceKey).toBe(lost.deviceKey);
});
