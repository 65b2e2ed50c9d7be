import { noTelemetry, type Telemetry } from "../../src/runtime/telemetry.js";
import type { Result } from "../support/createDevice.js";
import { createDevice, expectMember } from "../support/createDevice.js";
import { listenDeaf } from "../support/deafListener.js";
import { findFreePort } from "../support/freePort.js";
import { SkippingClock } from "../support/skippingClock.js";
import type { Fault } from "../support/sandboxAdmin.js";
import {
  closeAll,
  startSubgraph,
  type SubgraphOptions,
  type SubgraphUnderTest,
} from "../support/subgraph.js";

/** Pauses take no real time here; only an answer that never comes does. Milliseconds. */
const ANSWER_TIMEOUT_MS = 1_500;

/** Every test has a sandbox, a breaker and a clock of its own. */
function start(options: SubgraphOptions = {}): Promise<SubgraphUnderTest> {
  const enos = { clock: new SkippingClock(), answerTimeoutMs: ANSWER_TIMEOUT_MS, ...options.enos };
  return startSubgraph({ ...options, enos });
}

afterEach(closeAll);

type Row = [what: string, fault: Fault["fault"], withKey: Expectation, keyless: Expectation];
interface Expectation {
  readonly member: Result["__typename"];
  readonly creates: number;
  readonly devices: number;
  readonly replayed?: boolean;
}

const again = { member: "CreateDeviceSuccess", creates: 2, devices: 1 } as const;
const found = { member: "CreateDeviceSuccess", creates: 1, devices: 1, replayed: true } as const;
const unsure = (devices: number) => ({ member: "DeviceUnconfirmedError", creates: 1, devices }) as const;
const refused = { member: "EnosUnavailableError", creates: 1, devices: 0 } as const;

const redirect = (body: string) => ({
  kind: "http",
  ...{ status: 303, headers: { location: "/x" }, body, processed: true },
});

/** A fault on the wire, and the results of a request with a key and of one whose key EnOS assigns. */
const TABLE: Row[] = [
  ["a 429", { kind: "http", status: 429, headers: { "retry-after": "0" } }, again, again],
  ["an expired token under code", { kind: "expireToken", format: "code" }, again, again],
  ["an expired token under status", { kind: "expireToken", format: "status" }, again, again],
  ["an expired token as a 401", { kind: "expireToken", format: "401" }, again, again],
  ["a reset before EnOS works on it", { kind: "resetBefore" }, again, unsure(0)],
  ["a reset after EnOS worked on it", { kind: "resetAfter" }, found, unsure(1)],
  ["no answer at all", { kind: "hang" }, again, unsure(0)],
  ["no answer, though the device exists", { kind: "hang", processed: true }, found, unsure(1)],
  ["an answer cut short", { kind: "cutBody" }, found, unsure(1)],
  ["an empty answer", { kind: "empty" }, found, unsure(1)],
  ["a page of HTML", { kind: "html", status: 200 }, again, unsure(0)],
  ["a 500", { kind: "http", status: 500 }, again, unsure(0)],
  [
    "a 502 in HTML, though the device exists",
    { kind: "html", status: 502, processed: true },
    found,
    unsure(1),
  ],
  [
    "a 504 with Retry-After, though the device exists",
    { kind: "http", status: 504, headers: { "retry-after": "60" }, processed: true },
    found,
    unsure(1),
  ],
  ["a 503", { kind: "http", status: 503 }, again, unsure(0)],
  ["99500", { kind: "code", code: 99500 }, again, unsure(0)],
  ["99500, though the device exists", { kind: "code", code: 99500, processed: true }, found, unsure(1)],
  ["99504, though the device exists", { kind: "code", code: 99504, processed: true }, found, unsure(1)],
  ["a 408, though the device exists", { kind: "http", status: 408, processed: true }, found, unsure(1)],
  ["a redirect with an unknown code", redirect('{"code":11900}'), found, unsure(1)],
  ["a redirect with a documented code", redirect('{"code":11739}'), found, unsure(1)],
  ["a 504 with a code of its own", { kind: "http", status: 504, body: '{"code":-1}' }, again, unsure(0)],
  ["a 500 with 10504", { kind: "http", status: 500, body: '{"code":10504}' }, again, unsure(0)],
  ["a 500 with 1", { kind: "http", status: 500, body: '{"code":1}' }, again, unsure(0)],
  ["a 502 with 99999", { kind: "http", status: 502, body: '{"code":99999}' }, again, unsure(0)],
  ["a 502 with code 0", { kind: "http", status: 502, body: '{"code":0,"data":null}' }, again, unsure(0)],
  ["code 0 without an asset ID", { kind: "noAssetId" }, found, unsure(1)],
  ["a 403 of the gateway's", { kind: "http", status: 403 }, refused, refused],
  ["a 400 without a code", { kind: "html", status: 400 }, refused, refused],
  [
    "a redirect",
    { kind: "http", status: 303, headers: { location: "/x" }, processed: true },
    found,
    unsure(1),
  ],
];

describe.each(TABLE)("%s", (_, fault, withKey, keyless) => {
  it.each([
    ["with an idempotency key", withKey, { idempotencyKey: "intent-1" }, "subgraph"],
    ["without a key", { ...withKey, replayed: false }, {}, "subgraph"],
    ["without a key, where EnOS assigns them", keyless, {}, "enos"],
  ])("%s", async (__, expected: Expectation, key, DEVICE_KEYS) => {
    const subgraph = await start({ env: { DEVICE_KEYS } });
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
    if (result.__typename === "EnosUnavailableError") expect(result.retryable).toBe(false);
  });
});

it.each([11702, 11714, 11739, 99400])(
  "a 500 with %i, which the manual's page lists, is that refusal",
  async (code) => {
    const subgraph = await start();
    const body = JSON.stringify({ code, msg: "m", requestId: "r1", data: null });
    await subgraph.enos.addFaults({ on: "create", times: 0, fault: { kind: "http", status: 500, body } });
    expect(await createDevice(subgraph, { deviceKey: "own-key" })).toMatchObject({ code, requestId: "r1" });
  },
);

it.each([
  ["refuses connections", async () => `http://127.0.0.1:${await findFreePort()}`],
  ["has no address", () => Promise.resolve("http://enos.invalid")],
  ["does not speak TLS", async () => (await start()).sandbox.url.replace("http:", "https:")],
])("EnOS that %s created nothing, and is asked four times", async (_, toUrl) => {
  let asked = 0;
  const telemetry = { ...noTelemetry, tokenFetched: () => void (asked += 1) };
  const lonely = await start({ enos: { url: await toUrl(), telemetry } });
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
      const left = await start({ enos: { connectTimeoutMs: 150, telemetry } });
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
  const stranger = await start({ enos: { appKey: "unknown" } });
  const error = await expectMember("EnosUnavailableError", createDevice(stranger));
  expect(error).toMatchObject({ code: 1002, retryable: false });
  expect(await stranger.enos.calls()).toHaveLength(1);
});

describe("a refusal that follows a lost answer", () => {
  const key = { idempotencyKey: "intent-3" };
  const lost = (kind: string): Fault => ({ on: "create", fault: { kind } });
  const refusal = (code: number): Fault => ({ on: "create", fault: { kind: "code", code } });
  const missing = (times: number): Fault => ({ on: "get", times, fault: { kind: "code", code: 99404 } });

  it.each([11739, 99400, 11404])("is no answer when the device is there after all (%i)", async (code) => {
    const subgraph = await start();
    // Reads lag: the first one does not show the device yet, and neither do the next ones.
    await subgraph.enos.addFaults(lost("resetAfter"), refusal(code), missing(4));
    const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph, key));
    const [device] = await subgraph.enos.devices();
    expect(success).toMatchObject({ replayed: true, deviceSecret: device?.deviceSecret });
  });

  it("stands when there is no device after the lag", async () => {
    const subgraph = await start();
    await subgraph.enos.addFaults(lost("resetBefore"), refusal(11739));
    await expectMember("DeviceLimitExceededError", createDevice(subgraph, key));
  });

  it("stands when it is the gateway's and there is no device after the lag", async () => {
    const subgraph = await start();
    await subgraph.enos.addFaults(lost("resetBefore"), {
      on: "create",
      fault: { kind: "http", status: 413 },
    });
    const error = await expectMember("EnosUnavailableError", createDevice(subgraph, key));
    expect(error.retryable).toBe(false);
  });

  it("cannot be told when EnOS does not let this application read", async () => {
    const subgraph = await start();
    await subgraph.enos.addFaults(lost("resetAfter"), refusal(11739), {
      on: "get",
      times: 0,
      fault: { kind: "code", code: 99403 },
    });
    const error = await expectMember("DeviceUnconfirmedError", createDevice(subgraph, key));
    expect(error.retryable).toBe(false);
    expect(error.message).toContain("permission to read devices");
  });

  it("is about another device when one with other fields has the key", async () => {
    const subgraph = await start();
    await createDevice(subgraph, { deviceKey: "taken", deviceDesc: "theirs" });
    await subgraph.enos.addFaults(lost("resetBefore"));
    await expectMember(
      "DeviceKeyTakenError",
      createDevice(subgraph, { deviceKey: "taken", deviceDesc: "ours" }),
    );
  });
});

describe("reads that EnOS denies for good", () => {
  it.each([
    ["an idempotency key", { idempotencyKey: "k" }],
    ["no key", {}],
  ])("are said to be so after a lost answer, with %s", async (_, key) => {
    const subgraph = await start();
    await subgraph.enos.addFaults(
      { on: "create", fault: { kind: "resetAfter" } },
      { on: "get", times: 0, fault: { kind: "code", code: 99403 } },
    );
    const error = await expectMember("DeviceUnconfirmedError", createDevice(subgraph, key));
    expect(error).toMatchObject({ retryable: false, code: 11702 });
    expect(error.message).toContain("A device holds the key, but EnOS does not let this application read");
    expect(await subgraph.enos.calls("get")).toHaveLength(1);
  });
});

it("a refusal of another request, delivered as the answer to a read, denies no reads", async () => {
  const subgraph = await start();
  await subgraph.enos.addFaults(
    { on: "create", fault: { kind: "resetAfter" } },
    { on: "get", fault: { kind: "code", code: 11702 } },
  );
  await expectMember("CreateDeviceSuccess", createDevice(subgraph));
});

it("answers that are all lost do not hide the device: it is found by its key", async () => {
  const subgraph = await start();
  await subgraph.enos.addFaults(
    { on: "create", times: 0, fault: { kind: "html", status: 502, processed: true } },
    { on: "get", times: 6, fault: { kind: "code", code: 99404 } },
  );
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph));
  const [device] = await subgraph.enos.devices();
  expect(success).toMatchObject({ replayed: false, deviceSecret: device?.deviceSecret });
  expect(await subgraph.enos.calls("create")).toHaveLength(4);
});

it("a device that nobody can see until the deadline stays unconfirmed, and the next request with its key finds it", async () => {
  const subgraph = await start();
  const input = { idempotencyKey: "intent-2" };
  await subgraph.enos.addFaults(
    { on: "create", times: 0, fault: { kind: "resetAfter" } },
    { on: "get", times: 0, fault: { kind: "resetAfter" } },
  );
  const lost = await expectMember("DeviceUnconfirmedError", createDevice(subgraph, input));
  expect(lost.retryable).toBe(true);
  const [device] = await subgraph.enos.devices();
  expect(device?.deviceKey).toBe(lost.deviceKey);
  await subgraph.enos.clearFaults();
  const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
  expect(success).toMatchObject({ replayed: true, deviceSecret: device?.deviceSecret });
});

it("a device of a request without a key that stays unconfirmed can be fetched as the message says", async () => {
  const subgraph = await start();
  await subgraph.enos.addFaults(
    { on: "create", times: 0, fault: { kind: "resetAfter" } },
    { on: "get", times: 0, fault: { kind: "resetAfter" } },
  );
  const lost = await expectMember("DeviceUnconfirmedError", createDevice(subgraph));
  expect(lost).toMatchObject({
    retryable: false,
    deviceKey: expect.stringMatching(/^[a-z0-9]{16}$/) as string,
  });
  expect(lost.message).toContain(`the deviceKey “${lost.deviceKey}” and an idempotencyKey`);
  await subgraph.enos.clearFaults();
  const success = await expectMember(
    "CreateDeviceSuccess",
    createDevice(subgraph, { deviceKey: lost.deviceKey, idempotencyKey: "fetch-1" }),
  );
  const [device] = await subgraph.enos.devices();
  expect(success.deviceSecret).toBe(device?.deviceSecret);
  expect(await subgraph.enos.devices()).toHaveLength(1);
});

it("a refusal after a lost answer does not stand when the deadline comes before EnOS's reads are current", async () => {
  const subgraph = await startSubgraph({ env: { ENOS_DEADLINE_MS: "2000" } });
  await createDevice(subgraph);
  await subgraph.enos.addFaults(
    { on: "create", fault: { kind: "resetAfter" } },
    { on: "create", fault: { kind: "code", code: 11739 } },
    { on: "get", times: 0, fault: { kind: "code", code: 99404 } },
  );
  await expectMember("DeviceUnconfirmedError", createDevice(subgraph, { idempotencyKey: "k" }));
});

it("the pause after a lost answer leaves time to look for the device", async () => {
  const subgraph = await start({ env: { ENOS_DEADLINE_MS: "400" }, enos: { random: () => 1 } });
  // The first request also fetches the token and opens the connections.
  await createDevice(subgraph);
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "resetAfter" } });
  await expectMember("CreateDeviceSuccess", createDevice(subgraph, { idempotencyKey: "k" }));
});

it("an application that may not read devices reads no more once EnOS has said so", async () => {
  const subgraph = await start();
  await subgraph.enos.addFaults(
    { on: "create", times: 2, fault: { kind: "resetBefore" } },
    { on: "get", times: 0, fault: { kind: "code", code: 99403 } },
  );
  await expectMember("CreateDeviceSuccess", createDevice(subgraph, { idempotencyKey: "k" }));
  expect(await subgraph.enos.calls("get")).toHaveLength(1);
});

it("the device key that an idempotency key gives never changes: devices of years ago are found by it", async () => {
  const subgraph = await start();
  const { device } = await expectMember(
    "CreateDeviceSuccess",
    createDevice(subgraph, { idempotencyKey: "intent-1" }),
  );
  expect(device.deviceKey).toBe("a10a4e94d8bfec769a8ae648f783c255");
});

it("of two inputs with one idempotency key at the same moment one is a conflict", async () => {
  const subgraph = await startSubgraph({ sandbox: { latencyMs: 200 } });
  const results = await Promise.all(
    ["a", "b"].map((deviceDesc) => createDevice(subgraph, { idempotencyKey: "k", deviceDesc })),
  );
  const types = results.map(({ __typename }) => __typename).sort();
  expect(types).toEqual(["CreateDeviceSuccess", "IdempotencyConflictError"]);
});
