import "reflect-metadata";

import fc from "fast-check";

import { CreateDevice } from "../../src/devices/createDevice/createDevice.js";
import type { CreateDeviceInput } from "../../src/devices/createDevice/input.js";
import type { CreateDeviceResult } from "../../src/devices/createDevice/result.js";
import { CreateDeviceSuccess } from "../../src/devices/createDevice/result.js";
import { DeviceUnconfirmedError } from "../../src/devices/deviceErrors.js";
import { EnosUnavailableError } from "../../src/devices/deviceErrors.js";
import { createEnosClient } from "../../src/enos/createEnosClient.js";
import { Deadline } from "../../src/runtime/deadline.js";
import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.js";
import { Secret } from "../../src/runtime/secret.js";
import { noTelemetry } from "../../src/runtime/telemetry.js";
import { unlimited } from "../../src/devices/writeRateLimit.js";
import { INPUT } from "../support/createDevice.js";
import { SandboxAdmin, type Fault } from "../support/sandboxAdmin.js";
import { SkippingClock } from "../support/skippingClock.js";

const SCRIPTS = 2_000;
/** Scripts wait for sockets most of their time, so several run side by side, each lane with an EnOS of its own. */
const LANES = 16;
const SEED = 20_261_122;
const DEADLINE = 25_000;
/** What real sockets take on top of the time that is only said to pass. Milliseconds. */
const SLACK = 1_000;
const MAX_ATTEMPTS = 4;

const processed = fc.boolean();
const anyFault = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom({ kind: "resetBefore" }, { kind: "resetAfter" }) },
  fc.constantFrom({ kind: "cutBody" }, { kind: "empty" }, { kind: "noAssetId" }, { kind: "onlyAssetId" }),
  fc.constantFrom({ kind: "misspelled" }, { kind: "noSecret" }),
  fc.record({ kind: fc.constant("html"), processed }),
  fc.record({ kind: fc.constant("hang"), processed }),
  fc.record({ kind: fc.constant("http"), status: fc.constantFrom(500, 502, 503), processed }),
  fc.record({ kind: fc.constant("code"), code: fc.constant(99500), processed }),
  fc.record({ kind: fc.constant("code"), code: fc.constantFrom(11714, 11739, 99400, 99403, 11404) }),
  fc.record({ kind: fc.constant("http"), status: fc.constantFrom(429, 401, 403, 413) }),
  fc.record({ kind: fc.constant("expireToken"), format: fc.constantFrom("code", "status", "401") }),
);
/** With one of these EnOS may show the secret to nobody, and a device without it is still a success. */
const HIDE_THE_SECRET = new Set(["noSecret", "onlyAssetId", "noAssetId"]);
const tokenFault = fc.constantFrom(
  { kind: "resetAfter" },
  { kind: "code", code: 1001 },
  { kind: "code", code: 1005 },
  { kind: "http", status: 503 },
);
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 6, arbitrary: anyFault.map((fault) => ({ on: "create" as const, fault })) },
  { weight: 2, arbitrary: anyFault.map((fault) => ({ on: "get" as const, fault })) },
  { weight: 1, arbitrary: tokenFault.map((fault) => ({ on: "token" as const, fault })) },
);
type Script = typeof script extends fc.Arbitrary<infer Played> ? Played : never;
const script = fc.record({
  faults: fc.array(fault, { maxLength: 8 }),
  key: fc.constantFrom(
    {},
    { deviceKey: "own-key" },
    { idempotencyKey: "intent" },
    { deviceKey: "own-key", idempotencyKey: "intent" },
  ),
  /** How many processes hear of the intent at once. */
  replicas: fc.integer({ min: 1, max: 2 }),
  /** How often an unconfirmed or refused intent is repeated. */
  repeats: fc.integer({ min: 0, max: 2 }),
  random: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
});

afterEach(async () => {
  await Promise.all(lanes.map((lane) => lane.sandbox.close()));
});

it("whatever goes wrong: one device at most, its own secret, a bounded effort and a definite word", async () => {
  lanes = await Promise.all(Array.from({ length: LANES }, startLane));
  const runs = lanes.map((lane, index) =>
    fc.assert(
      fc.asyncProperty(script, (played) => play(played, lane)),
      { numRuns: SCRIPTS / LANES, seed: SEED + index },
    ),
  );
  await Promise.all(runs);
}, 120_000);

interface Lane {
  readonly clock: SkippingClock;
  readonly sandbox: Sandbox;
  readonly enos: SandboxAdmin;
}

let lanes: Lane[] = [];

async function startLane(): Promise<Lane> {
  const clock = new SkippingClock();
  const sandbox = await startSandbox({ clock: () => clock.unix(), readLagMs: 2_000 });
  return { clock, sandbox, enos: new SandboxAdmin(sandbox.url) };
}

async function play({ faults, key, replicas, repeats, random }: Script, lane: Lane): Promise<void> {
  const { enos } = lane;
  await enos.reset();
  await enos.addFaults(...faults);
  const keyed = Object.keys(key).length > 0;
  const processes = Array.from({ length: keyed ? replicas : 1 }, () => new Process(lane, random));
  const asked = processes.map((process) => process.ask({ ...INPUT, ...key }, keyed ? repeats : 0));
  const answers = (await Promise.all(asked)).flat();
  await Promise.all(processes.map((process) => process.stop()));

  const devices = await enos.devices();
  expect(devices.length).toBeLessThanOrEqual(1);
  const creates = await enos.calls("create");
  expect(creates.length).toBeLessThanOrEqual(MAX_ATTEMPTS * answers.length);
  expect(creates.every((call) => call.signatureValid)).toBe(true);

  for (const { is, elapsedMs } of answers) {
    // Two processes share the lane's clock: what one skips passes for the other, too.
    if (replicas === 1) expect(elapsedMs).toBeLessThan(DEADLINE + SLACK);
    if (is instanceof CreateDeviceSuccess) {
      expect(is.device.assetId).toBe(devices[0]?.assetId);
      if (is.secret || !faults.some(({ fault }) => HIDE_THE_SECRET.has(fault.kind)))
        expect(is.secret?.reveal()).toBe(devices[0]?.deviceSecret);
    } else if (!(is instanceof DeviceUnconfirmedError)) {
      expect(is instanceof EnosUnavailableError || is.code !== null).toBe(true);
      // "No" is a promise: where nobody else asked, nothing was created.
      if (answers.length === 1) expect(devices).toEqual([]);
    }
  }
}

/** One process of the subgraph, without its HTTP server. */
class Process {
  readonly #clock: SkippingClock;
  readonly #connection;
  readonly #createDevice: CreateDevice;

  constructor({ clock, sandbox: { url, appKey, appSecret } }: Lane, random: number) {
    this.#clock = clock;
    this.#connection = createEnosClient({
      url,
      appKey,
      appSecret: new Secret(appSecret),
      clock,
      random: () => random,
      answerTimeoutMs: 100,
    });
    this.#createDevice = new CreateDevice({
      ...{ enos: this.#connection.enos, clock, random: () => random },
      ...{ telemetry: noTelemetry, limit: unlimited, deviceKeys: "subgraph" },
    });
  }

  /** Asks, and asks again while there is no success; gives every answer. */
  async ask(input: CreateDeviceInput, repeats: number): Promise<Answer[]> {
    const started = this.#clock.now();
    const deadline = new Deadline({ clock: this.#clock, ms: DEADLINE });
    const [create] = this.#createDevice.start([input], deadline);
    if (!create) throw new Error("one input has one result");
    const is = await create();
    deadline.end();
    const answer = { is, elapsedMs: this.#clock.now() - started };
    if (repeats === 0 || is instanceof CreateDeviceSuccess) return [answer];
    return [answer, ...(await this.ask(input, repeats - 1))];
  }

  stop(): Promise<void> {
    return this.#connection.close();
  }
}

interface Answer {
  readonly is: CreateDeviceResult;
  readonly elapsedMs: number;
}
