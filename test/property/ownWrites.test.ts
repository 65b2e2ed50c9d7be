import fc from "fast-check";

import { createDevice, expectMember, INPUT, ORG } from "../support/createDevice.js";
import type { DeviceRecord } from "../support/sandboxAdmin.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { deleteDevices } from "../support/writes.js";

const RUNS = 40;
const SEED = 20_261_127;

const value = fc.constantFrom("x", "y", "z");
/** Whether EnOS's first answer to the step is lost. */
const lost = fc.boolean();
const step = fc.oneof(
  fc.record({ do: fc.constant("create" as const), name: value, lost }),
  fc.record({ do: fc.constant("name" as const), name: value, lost }),
  fc.record({ do: fc.constant("attribute" as const), attribute: value, to: value, lost }),
  fc.record({ do: fc.constant("switch" as const), enabled: fc.boolean(), lost }),
  fc.record({ do: fc.constant("delete" as const), lost }),
  fc.record({ do: fc.constant("wait" as const), ms: fc.nat(3_000), lost }),
);
type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;

/** Returns the action of EnOS's that a step takes; undefined when it takes none. */
function actionOf(made: Step) {
  switch (made.do) {
    case "create":
    case "delete":
      return made.do;
    case "name":
    case "attribute":
      return "update";
    case "switch":
      return made.enabled ? "enable" : "disable";
    case "wait":
      return undefined;
  }
}

afterAll(closeAll);

it("a process shows the device of a key as its own writes left it, though EnOS's reads lag", async () => {
  const clock = new SkippingClock();
  const subgraph = await startSubgraph({
    sandbox: { readLagMs: 2_000, patchAttributes: "replace", clock: () => clock.unix() },
    enos: { clock, random: () => 0 },
  });
  const steps = fc.array(step, { minLength: 1, maxLength: 12 });
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(steps, (made) => play(made, `intent-${runs++}`, subgraph, clock)),
    { numRuns: RUNS, seed: SEED },
  );
}, 120_000);

async function play(
  steps: readonly Step[],
  idempotencyKey: string,
  subgraph: SubgraphUnderTest,
  clock: SkippingClock,
): Promise<void> {
  await subgraph.enos.reset();
  const key = { idempotencyKey };
  const first = await expectMember("CreateDeviceSuccess", createDevice(subgraph, { ...key, ...named("x") }));
  const { deviceKey } = first.device;
  let { assetId } = first.device;
  for (const made of steps) {
    const [before] = await subgraph.enos.devices();
    await subgraph.enos.clearFaults();
    const on = actionOf(made);
    if (on && made.lost) await subgraph.enos.addFaults({ on, fault: { kind: "resetAfter" } });
    switch (made.do) {
      case "create": {
        const result = await createDevice(subgraph, { ...key, ...named(made.name) });
        const isConflict = before !== undefined && nameOf(before) !== made.name;
        expect(result.__typename).toBe(isConflict ? "IdempotencyConflictError" : "CreateDeviceSuccess");
        if (result.__typename === "CreateDeviceSuccess") {
          if (!made.lost) expect(result.replayed).toBe(before !== undefined);
          const [created] = await subgraph.enos.devices();
          expect(result.deviceSecret).toBe(created?.deviceSecret);
          assetId = result.device.assetId;
        }
        break;
      }
      case "name":
        await update(subgraph, { assetId, ...named(made.name) });
        break;
      case "attribute":
        await update(subgraph, { assetId, deviceAttributes: { [made.attribute]: made.to } });
        break;
      case "switch":
        await switchDevice(subgraph, { assetId, enabled: made.enabled });
        break;
      case "delete":
        await deleteDevices(subgraph, [assetId]);
        break;
      case "wait":
        await clock.sleep(made.ms);
    }
    const [stored] = await subgraph.enos.devices();
    const expected = stored ? toShown(stored) : null;
    expect(await show(subgraph, { assetId, deviceKey })).toEqual({ device: expected, deviceByKey: expected });
  }
}

/** Updates a device without asking for it: the mutation would wait until it can be shown. */
async function update(subgraph: SubgraphUnderTest, changes: object): Promise<void> {
  await subgraph.askText(
    "mutation ($input: UpdateDeviceInput!) { updateDevice(input: $input) { __typename } }",
    { input: { orgId: ORG, ...changes } },
  );
}

/** Enables or disables a device without asking for it. */
async function switchDevice(subgraph: SubgraphUnderTest, variables: object): Promise<void> {
  await subgraph.askText(
    `mutation ($orgId: ID!, $assetId: ID!, $enabled: Boolean!) {
      setDevicesEnabled(orgId: $orgId, assetIds: [$assetId], enabled: $enabled) { __typename }
    }`,
    { orgId: ORG, ...variables },
  );
}

const named = (defaultValue: string) => ({ deviceName: { defaultValue } });

function nameOf({ deviceName }: DeviceRecord): string {
  return (deviceName as { defaultValue: string }).defaultValue;
}

async function show(subgraph: SubgraphUnderTest, keys: { assetId: string; deviceKey: string | null }) {
  const { data, errors } = await subgraph.askText(
    `query ($orgId: ID!, $assetId: ID!, $productKey: ID!, $deviceKey: ID!) {
      device(orgId: $orgId, assetId: $assetId) { ...Shown }
      deviceByKey(orgId: $orgId, productKey: $productKey, deviceKey: $deviceKey) { ...Shown }
    }
    fragment Shown on Device { assetId displayName deviceAttributes status }`,
    { orgId: ORG, productKey: INPUT.productKey, ...keys },
  );
  expect(errors).toBeUndefined();
  // The status of a device that was just enabled is unknown until EnOS shows it.
  return JSON.parse(JSON.stringify(data).replaceAll('"status":null', '"status":"INACTIVE"')) as unknown;
}

function toShown(stored: DeviceRecord) {
  return {
    assetId: stored.assetId,
    displayName: nameOf(stored),
    deviceAttributes: stored.deviceAttributes,
    status: stored.status === "disable" ? "DISABLED" : "INACTIVE",
  };
}
