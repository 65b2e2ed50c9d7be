import { print } from "graphql";

import { CreateDeviceDocument, type CreateDeviceInput } from "../generated/operations.js";
import { INPUT, type Result } from "../support/createDevice.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const ROUTER_SECRET = "a-router-secret-of-tests";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({ env: { ROUTER_SECRET }, enos: { clock: new SkippingClock() } });
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

/** Every set of scopes that a caller may have beside `device:create`. */
const SCOPES = [[], ["device:read"], ["device:secret"], ["device:read", "device:secret"]];

async function create(input: Partial<CreateDeviceInput>, scopes: readonly string[]): Promise<Result> {
  const headers = {
    "router-authorization": ROUTER_SECRET,
    "x-caller-orgs": "*",
    "x-caller-scopes": ["device:create", ...scopes].join(" "),
  };
  const variables = { input: { ...INPUT, ...input } };
  const { data, errors } = await subgraph.askText<{ createDevice: Result }>(
    print(CreateDeviceDocument),
    variables,
    headers,
  );
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data.createDevice;
}

const STORED = {
  deviceAttributes: { serial: "stored" },
  deviceTags: { site: "stored" },
  deviceDesc: "stored",
};
const KEYS: [string, Partial<CreateDeviceInput>][] = [
  ["a derived key", { idempotencyKey: "k" }],
  ["a key of the caller's", { deviceKey: "own-key", idempotencyKey: "k" }],
];

/** Ways by which a device that EnOS has stored comes into an answer. */
const PATHS: [string, (key: Partial<CreateDeviceInput>) => Promise<void>][] = [
  [
    "a replay",
    async (key) => {
      await create({ ...STORED, ...key }, []);
    },
  ],
  [
    "a lost answer",
    async (key) => {
      await create({ ...STORED, ...key }, []);
      await subgraph.enos.addFaults({ on: "create", fault: { kind: "resetAfter" } });
    },
  ],
];

describe.each(SCOPES.map((scopes) => ({ scopes })))("with device:create and $scopes", ({ scopes }) => {
  const mayRead = scopes.includes("device:read");
  const maySeeSecret = scopes.includes("device:secret");

  describe.each(PATHS)("%s", (_, prepare) => {
    it.each(KEYS)("shows stored fields and secrets as the scopes allow, under %s", async (__, key) => {
      await prepare(key);
      const result = await create(key, scopes);
      const [stored] = await subgraph.enos.devices();
      const shown = mayRead ? STORED : { deviceAttributes: {}, deviceTags: {}, deviceDesc: null };
      const secretIsShown = maySeeSecret && (mayRead || key.deviceKey == null);
      expect(result).toMatchObject({
        __typename: "CreateDeviceSuccess",
        replayed: true,
        device: { assetId: stored?.assetId, deviceKey: stored?.deviceKey, ...shown },
        deviceSecret: secretIsShown ? stored?.deviceSecret : null,
        deviceSecretStatus: secretIsShown ? "PROVIDED" : "FORBIDDEN",
      });
    });
  });

  it("shows each of several equal requests of one moment what its own scopes allow", async () => {
    await subgraph.enos.settings({ latencyMs: 100 });
    const input = { ...STORED, deviceKey: "own-key", idempotencyKey: "k" };
    await create(input, []);
    const [, result] = await Promise.all([
      create({ ...input, deviceAttributes: null }, ["device:read", "device:secret"]),
      create({ ...input, deviceAttributes: null }, scopes),
    ]);
    await subgraph.enos.settings({ latencyMs: 0 });
    expect(result).toMatchObject({
      device: { deviceAttributes: mayRead ? STORED.deviceAttributes : {} },
      deviceSecretStatus: maySeeSecret && mayRead ? "PROVIDED" : "FORBIDDEN",
    });
  });

  it.each(KEYS)("shows the holder of a conflict only to whoever may read, under %s", async (_, key) => {
    await create({ ...STORED, ...key }, []);
    const result = await create({ ...key, deviceDesc: "another" }, scopes);
    expect(result).toMatchObject({
      __typename: "IdempotencyConflictError",
      holder: mayRead ? { displayName: "Turbine" } : null,
      differences: mayRead ? [{ path: ["deviceDesc"], code: "DIFFERENT" }] : [],
    });
  });

  it("shows the holder of a taken key only to whoever may read", async () => {
    await create({ ...STORED, deviceKey: "own-key" }, []);
    const result = await create({ deviceKey: "own-key" }, scopes);
    expect(result).toMatchObject({
      __typename: "DeviceKeyTakenError",
      holder: mayRead ? { displayName: "Turbine" } : null,
    });
  });

  it("shows the secret of a new device to whoever has device:secret", async () => {
    const result = await create({ deviceKey: "own-key" }, scopes);
    expect(result).toMatchObject({ deviceSecretStatus: maySeeSecret ? "PROVIDED" : "FORBIDDEN" });
  });

  it("shows a secret that had to be read under a key of the caller's as the scopes allow", async () => {
    await subgraph.enos.addFaults({ on: "create", fault: { kind: "noSecret" } });
    const result = await create({ deviceKey: "own-key" }, scopes);
    const secretIsShown = maySeeSecret && mayRead;
    expect(result).toMatchObject({ deviceSecretStatus: secretIsShown ? "PROVIDED" : "FORBIDDEN" });
  });
});

it("says that EnOS did not give a secret which the caller may see", async () => {
  await subgraph.enos.addFaults(
    { on: "create", fault: { kind: "noSecret" } },
    { on: "get", times: 0, fault: { kind: "code", code: 99403 } },
  );
  expect(await create({}, ["device:secret"])).toMatchObject({
    deviceSecret: null,
    deviceSecretStatus: "UNAVAILABLE",
  });
});
