import "reflect-metadata";

import fc from "fast-check";

import { deleteDevice } from "../../src/devices/deleteDevices/deleteDevice.js";
import { DeleteDeviceSuccess } from "../../src/devices/deleteDevices/result.js";
import {
  DeviceNotFoundError,
  DeviceUnconfirmedError,
  EnosUnavailableError,
  OrganizationAccessDeniedError,
  UnrecognizedDeviceError,
  InvalidDeviceInputError,
} from "../../src/devices/deviceErrors.js";
import { RecentWrites } from "../../src/devices/recentWrites.js";
import { SetDevicesEnabled } from "../../src/devices/setDevicesEnabled/setDevicesEnabled.js";
import { UpdateDeviceSuccess } from "../../src/devices/updateDevice/result.js";
import { UpdateDevice } from "../../src/devices/updateDevice/updateDevice.js";
import { unlimited } from "../../src/devices/writeRateLimit.js";
import { createEnosClient } from "../../src/enos/createEnosClient.js";
import { Deadline } from "../../src/runtime/deadline.js";
import { Secret } from "../../src/runtime/secret.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";
import { ORG, PRODUCT } from "../support/createDevice.js";
import { type Fault, SandboxAdmin } from "../support/sandboxAdmin.js";
import { SkippingClock } from "../support/skippingClock.js";

const SCRIPTS = 400;
/** Scripts wait for sockets most of their time, so several run side by side, each lane with an EnOS of its own. */
const LANES = 8;
const SEED = 20_261_126;
const DEADLINE_MS = 25_000;
const MAX_ATTEMPTS = 4;

const processed = fc.boolean();
/** No swapped answers: these writes answer `data: null`. No codes by which EnOS says how the device is. */
const fault: fc.Arbitrary<Fault> = fc.record({
  on: fc.constantFrom("update", "enable", "disable", "delete", "search", "get"),
  times: fc.constantFrom(1, 1, 1, 2, 4),
  fault: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom({ kind: "resetBefore" }, { kind: "resetAfter" }) },
    fc.constantFrom({ kind: "cutBody" }, { kind: "empty" }),
    fc.record({ kind: fc.constant("html"), processed }),
    fc.record({ kind: fc.constant("hang"), processed }),
    fc.record({ kind: fc.constant("http"), status: fc.constantFrom(500, 502, 503), processed }),
    fc.record({ kind: fc.constant("code"), code: fc.constant(99500), msg: fc.constant("Oops"), processed }),
    fc.record({ kind: fc.constant("code"), code: fc.constantFrom(99400, 99403, 12_345) }),
    fc.record({ kind: fc.constant("http"), status: fc.constantFrom(429, 401, 403, 302) }),
    fc.record({ kind: fc.constant("expireToken"), format: fc.constantFrom("code", "status", "401") }),
  ),
});

const value = fc.constantFrom("x", "y");
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("update" as const),
      name: fc.option(value),
      a: fc.option(value),
      b: fc.option(value),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("switch" as const), enabled: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;

const script = fc.record({
  edition: fc.constantFrom("2.1", "2.3", "2.4"),
  patchAttributes: fc.constantFrom("merge", "replace"),
  readLagMs: fc.constantFrom(0, 2_000),
  faults: fc.array(fault, { maxLength: 6 }),
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  random: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
});
type Script = typeof script extends fc.Arbitrary<infer Made> ? Made : never;

/** Stored fields of the device; the state is undefined when it is deleted. */
interface State {
  readonly name: string;
  readonly a: string;
  readonly b: string;
  readonly enabled: boolean;
}

const INITIAL: State = { name: "n", a: "1", b: "2", enabled: true };

let lanes: Lane[] = [];
afterEach(async () => {
  await Promise.all(lanes.map(({ sandbox }) => sandbox.close()));
});

it("whatever goes wrong: EnOS stores what the answers say, after a bounded effort", async () => {
  lanes = await Promise.all(Array.from({ length: LANES }, startLane));
  const runs = lanes.map((lane, index) =>
    fc.assert(
      fc.asyncProperty(script, (played) => play(played, lane)),
      { numRuns: SCRIPTS / LANES, seed: SEED + index },
    ),
  );
  await Promise.all(runs);
}, 180_000);

interface Lane {
  readonly clock: SkippingClock;
  readonly sandbox: Sandbox;
  readonly enos: SandboxAdmin;
}

async function startLane(): Promise<Lane> {
  const clock = new SkippingClock();
  const sandbox = await startSandbox({ clock: () => clock.unix() });
  return { clock, sandbox, enos: new SandboxAdmin(sandbox.url) };
}

async function play(
  { faults, steps, random, ...settings }: Script,
  { clock, sandbox, enos }: Lane,
): Promise<void> {
  await enos.reset();
  await enos.settings(settings);
  const [added] = await enos.addDevices({
    ...{ orgId: ORG, productKey: PRODUCT, status: "online", deviceName: INITIAL.name },
    deviceAttributes: { a: INITIAL.a, b: INITIAL.b },
  });
  const device = { orgId: ORG, assetId: added?.assetId ?? "" };
  await enos.addFaults(...faults);
  const { url, appKey, appSecret } = sandbox;
  const connection = createEnosClient({
    ...{ url, appKey, appSecret: new Secret(appSecret), clock, random: () => random, answerTimeoutMs: 200 },
  });
  const options = { enos: connection.enos, clock, recentWrites: new RecentWrites(clock) };
  const updates = new UpdateDevice({ ...options, limit: unlimited, patchAttributes: "replaces" });
  const switches = new SetDevicesEnabled(options);

  let possible: (State | undefined)[] = [INITIAL];
  for (const made of steps) {
    const deadline = new Deadline({ clock, ms: DEADLINE_MS });
    const result = await run(made, deadline);
    deadline.end();
    possible = after(result, made, possible);
    expect(possible.length).toBeGreaterThan(0);
  }
  await connection.close();

  const [stored] = await enos.devices();
  expect(possible).toContainEqual(stored && toState(stored));
  const writes = (await enos.calls()).filter(({ operation }) =>
    /update|enable|disable|delete/.test(operation),
  );
  expect(writes.length).toBeLessThanOrEqual(MAX_ATTEMPTS * steps.length);
  expect(writes.every(({ signatureValid }) => signatureValid)).toBe(true);

  function run(made: Step, deadline: Deadline) {
    switch (made.do) {
      case "update":
        return updates.run({ ...device, ...toChanges(made) }, deadline);
      case "switch":
        return switches.run({ device, enabled: made.enabled, mayRead: true }, deadline);
      case "delete":
        return deleteDevice(connection.enos, device, deadline);
    }
  }
}

function toChanges({ name, a, b }: { name: string | null; a: string | null; b: string | null }) {
  const set = { ...(a !== null && { a }), ...(b !== null && { b }) };
  return {
    ...(name !== null && { deviceName: { defaultValue: name } }),
    ...(Object.keys(set).length > 0 && { deviceAttributes: set }),
  };
}

/** Returns the states that are possible after a result, of those that were possible before. */
function after(result: object, made: Step, before: readonly (State | undefined)[]): (State | undefined)[] {
  if (result instanceof UpdateDeviceSuccess)
    return before.filter((state) => state !== undefined).map((state) => apply(made, state));
  if (result instanceof DeleteDeviceSuccess) return [undefined];
  if (result instanceof DeviceNotFoundError) return before.filter((state) => state === undefined);
  if (result instanceof DeviceUnconfirmedError)
    return [...before, ...before.map((state) => state && apply(made, state))];
  const changedNothing = [
    EnosUnavailableError,
    OrganizationAccessDeniedError,
    UnrecognizedDeviceError,
    InvalidDeviceInputError,
  ].some((refusal) => result instanceof refusal);
  expect(changedNothing).toBe(true);
  return [...before];
}

function apply(made: Step, state: State): State | undefined {
  switch (made.do) {
    case "update":
      return { ...state, name: made.name ?? state.name, a: made.a ?? state.a, b: made.b ?? state.b };
    case "switch":
      return { ...state, enabled: made.enabled };
    case "delete":
      return undefined;
  }
}

function toState(stored: Readonly<Record<string, unknown>>): State {
  const { deviceName, deviceAttributes, status } = stored as {
    deviceName: { defaultValue: string };
    deviceAttributes: { a: string; b: string };
    status: string;
  };
  return {
    name: deviceName.defaultValue,
    a: deviceAttributes.a,
    b: deviceAttributes.b,
    enabled: status !== "disable",
  };
}
