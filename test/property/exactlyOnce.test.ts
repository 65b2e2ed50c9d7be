import "reflect-metadata";

import fc from "fast-check";

import { CreateDevice } from "../../src/devices/createDevice/createDevice.js";
import type { CreateDeviceInput } from "../../src/devices/createDevice/input.js";
import type { CreateDeviceResult } from "../../src/devices/createDevice/result.js";
import { CreateDeviceSuccess } from "../../src/devices/createDevice/result.js";
import type { DeviceKeys } from "../../src/devices/createDevice/deviceKeys.js";
import {
  DeviceUnconfirmedError,
  EnosUnavailableError,
  IdempotencyConflictError,
} from "../../src/devices/deviceErrors.js";
import { createEnosClient } from "../../src/enos/createEnosClient.js";
import { Deadline } from "../../src/runtime/deadline.js";
import { NORMALIZATION_NAMES } from "../../src/sandbox/devices/normalizations.js";
import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.js";
import { Secret } from "../../src/runtime/secret.js";
import { noTelemetry } from "../../src/runtime/telemetry.js";
import { RecentWrites } from "../../src/devices/recentWrites.js";
import { unlimited } from "../../src/devices/writeRateLimit.js";
import { INPUT } from "../support/createDevice.js";
import { type DeviceRecord, type Fault, SandboxAdmin } from "../support/sandboxAdmin.js";
import { SkippingClock } from "../support/skippingClock.js";

/** A multiple of `LANES`. */
const SCRIPTS = 1_008;
/** Scripts wait for sockets most of their time, so several run side by side, each lane with an EnOS of its own. */
const LANES = 16;
const SEED = 20_261_122;
const DEADLINE = 25_000;
/** Time of real sockets on a busy machine, in addition to the time that is skipped. Milliseconds. */
const SLACK = 5_000;
const MAX_ATTEMPTS = 4;
const ANSWER_TIMEOUT_MS = 100;

const processed = fc.boolean();
const anyFault = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom({ kind: "resetBefore" }, { kind: "resetAfter" }) },
  { weight: 2, arbitrary: fc.constant({ kind: "swap", waitMs: 20 }) },
  fc.constantFrom({ kind: "duplicate" }, { kind: "closeIdle", ms: 1 }),
  fc.constantFrom({ kind: "late", ms: 2 * ANSWER_TIMEOUT_MS }, { kind: "drip", everyMs: 5 }),
  fc.constantFrom({ kind: "cutBody" }, { kind: "empty" }, { kind: "noAssetId" }, { kind: "onlyAssetId" }),
  fc.constantFrom({ kind: "misspelled" }, { kind: "noSecret" }, { kind: "encoded", coding: "gzip" }),
  fc.record({ kind: fc.constant("html"), processed }),
  fc.record({ kind: fc.constant("hang"), processed }),
  fc.record({ kind: fc.constant("http"), status: fc.constantFrom(303, 500, 502, 503), processed }),
  fc.record({
    kind: fc.constant("http"),
    status: fc.constant(504),
    body: fc.constant({ code: -1 }),
    processed,
  }),
  fc.record({ kind: fc.constant("code"), code: fc.constant(99500), processed }),
  fc.record({ kind: fc.constant("code"), code: fc.constantFrom(11714, 11739, 99400, 99403, 11404) }),
  fc.record({ kind: fc.constant("http"), status: fc.constantFrom(429, 401, 403, 413) }),
  fc.record({ kind: fc.constant("expireToken"), format: fc.constantFrom("code", "status", "401") }),
);
/** With one of these faults no answer may have the secret; the result is still a success. */
const HIDE_THE_SECRET = new Set(["noSecret", "onlyAssetId", "noAssetId", "code"]);
/** When EnOS assigns the key, an answer about another device cannot be recognized. */
const MIX_ANSWERS = new Set(["swap", "duplicate"]);
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
const key = fc.constantFrom(
  {},
  { deviceKey: "own-key" },
  { idempotencyKey: "intent" },
  { deviceKey: "own-key", idempotencyKey: "intent" },
);
type Script = typeof script extends fc.Arbitrary<infer Played> ? Played : never;
const script = fc.record({
  faults: fc.array(fault, { maxLength: 8 }),
  /** Changes that the platform makes when it stores values. */
  normalize: fc.subarray([...NORMALIZATION_NAMES], { maxLength: 3 }),
  /** The keys of one or two intents that are sent at the same moment. */
  keys: fc.array(key, { minLength: 1, maxLength: 2 }),
  deviceKeys: fc.oneof(
    { weight: 4, arbitrary: fc.constant("subgraph" as const) },
    { weight: 1, arbitrary: fc.constant("enos" as const) },
  ),
  /** How many processes hear of each intent at once. */
  replicas: fc.integer({ min: 1, max: 2 }),
  /** How often an intent is repeated whose result says that this may succeed. */
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
}, 600_000);

interface Lane {
  readonly clock: SkippingClock;
  readonly sandbox: Sandbox;
  readonly enos: SandboxAdmin;
  /** How many scripts were played so far. */
  scripts: number;
}

let lanes: Lane[] = [];

async function startLane(): Promise<Lane> {
  const clock = new SkippingClock();
  const sandbox = await startSandbox({
    ...{ clock: () => clock.unix(), readLagMs: 2_000, unknownAttributes: "accept" },
  });
  return { clock, sandbox, enos: new SandboxAdmin(sandbox.url), scripts: 0 };
}

/** An input with something in it for every way in which a platform may change it. */
const toInput = (intent: string, key: Partial<CreateDeviceInput>): CreateDeviceInput => ({
  ...INPUT,
  deviceName: { defaultValue: "Cafe\u0301 7 ", i18nValue: {} },
  timezone: "Asia/Calcutta",
  deviceDesc: "a\r\nb ",
  deviceAttributes: { half: 0.1, whole: 7, text: "7", on: true, day: "2019-05-06", part: { a: 1, c: null } },
  deviceTags: { intent, none: "" },
  ...(key.deviceKey != null && { deviceKey: `${key.deviceKey}-${intent}` }),
  ...(key.idempotencyKey != null && { idempotencyKey: `${key.idempotencyKey}-${intent}` }),
});

async function play(played: Script, lane: Lane): Promise<void> {
  const { enos } = lane;
  // A busy EnOS may create a device of the script before, whose client has given up, when it has been reset already.
  const intents = played.keys.map((_, index) => `${lane.scripts}.${index}`);
  lane.scripts += 1;
  const { normalize, keys, deviceKeys, replicas, repeats, random } = played;
  const faults = played.faults.filter(
    ({ fault }) => deviceKeys === "subgraph" || !MIX_ANSWERS.has(fault.kind),
  );
  await enos.reset();
  await enos.settings({ normalize });
  await enos.addFaults(...faults);
  const processes = Array.from({ length: replicas }, () => new Process(lane, random, deviceKeys));
  const answers = await Promise.all(
    keys.map(async (key, index) => {
      const input = toInput(intents[index] ?? "", key);
      // Without a key of the client's, two requests are two devices.
      const hearing = Object.keys(key).length > 0 ? processes : processes.slice(0, 1);
      return (await Promise.all(hearing.map((process) => process.ask(input, repeats)))).flat();
    }),
  );
  await Promise.all(processes.map((process) => process.stop()));

  const devices = await enos.devices();
  const creates = (await enos.calls("create")).filter(({ body }) =>
    intents.some((intent) => body.includes(`"intent":"${intent}"`)),
  );
  expect(creates.length).toBeLessThanOrEqual(MAX_ATTEMPTS * answers.flat().length);
  expect(creates.every((call) => call.signatureValid)).toBe(true);
  const mayHideSecret = faults.some(({ fault }) => HIDE_THE_SECRET.has(fault.kind));
  answers.forEach((own, index) => {
    const created = devices.filter(
      ({ deviceTags }) => (deviceTags as Record<string, string> | null)?.intent === intents[index],
    );
    expect(created.length).toBeLessThanOrEqual(1);
    for (const answer of own) {
      expectTruth(answer, created[0], { isOnlyAnswer: own.length === 1, mayHideSecret });
      // Processes and intents share the lane's clock: what one skips passes for all.
      if (replicas === 1 && keys.length === 1) expect(answer.elapsedMs).toBeLessThan(DEADLINE + SLACK);
    }
  });
}

function expectTruth(
  { is }: Answer,
  created: DeviceRecord | undefined,
  { isOnlyAnswer, mayHideSecret }: { readonly isOnlyAnswer: boolean; readonly mayHideSecret: boolean },
): void {
  if (is instanceof CreateDeviceSuccess) {
    expect(is.device.assetId).toBe(created?.assetId);
    if (is.secret || !mayHideSecret) expect(is.secret?.reveal()).toBe(created?.deviceSecret);
  } else if (!(is instanceof DeviceUnconfirmedError)) {
    expect(is instanceof EnosUnavailableError || is.code !== null).toBe(true);
    if (is instanceof EnosUnavailableError && is.retryable) expect(is.retryAfterMs).not.toBeNull();
    // A refusal promises that this request created no device. Only if it was the only one, no device may exist.
    if (isOnlyAnswer) expect(created).toBeUndefined();
    expect(is).not.toBeInstanceOf(IdempotencyConflictError);
  }
}

/** A process of the subgraph, without its HTTP server. */
class Process {
  readonly #clock: SkippingClock;
  readonly #connection;
  readonly #createDevice: CreateDevice;

  constructor({ clock, sandbox: { url, appKey, appSecret } }: Lane, random: number, deviceKeys: DeviceKeys) {
    this.#clock = clock;
    this.#connection = createEnosClient({
      url,
      appKey,
      appSecret: new Secret(appSecret),
      clock,
      random: () => random,
      answerTimeoutMs: ANSWER_TIMEOUT_MS,
    });
    this.#createDevice = new CreateDevice({
      ...{ enos: this.#connection.enos, clock, random: () => random },
      ...{ telemetry: noTelemetry, limit: unlimited, deviceKeys },
      recentWrites: new RecentWrites(clock),
    });
  }

  /** Asks, and asks again while the result says that this may succeed; returns every answer. */
  async ask(input: CreateDeviceInput, repeats: number): Promise<Answer[]> {
    const started = this.#clock.now();
    const deadline = new Deadline({ clock: this.#clock, ms: DEADLINE });
    const is = await this.#createDevice.create(input, deadline);
    deadline.end();
    const answer = { is, elapsedMs: this.#clock.now() - started };
    if (repeats === 0 || is instanceof CreateDeviceSuccess || !is.retryable) return [answer];
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
