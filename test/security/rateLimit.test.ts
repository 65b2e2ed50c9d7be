import { CreateDeviceDocument, CreateDevicesDocument } from "../generated/operations.js";
import { createDevice, INPUT } from "../support/createDevice.js";
import { redisIsInstalled, RedisServer } from "../support/redis.js";
import type { DeviceRecord } from "../support/sandboxAdmin.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import {
  addDevice,
  deleteDevices,
  setDevicesEnabled,
  storedDevice,
  updateDevice,
} from "../support/writes.js";

if (!redisIsInstalled) {
  process.stderr.write(
    "SKIPPED: the shared rate limit. No redis-server was found: apt-get install redis-server.\n",
  );
}

/** Creates devices at the same moment and returns how many of the results have which type. */
async function createMany(subgraph: SubgraphUnderTest, count: number): Promise<Record<string, number>> {
  const results = await Promise.all(Array.from({ length: count }, () => createDevice(subgraph)));
  const counts: Record<string, number> = {};
  for (const { __typename } of results) counts[__typename] = (counts[__typename] ?? 0) + 1;
  return counts;
}

/** A lost connection comes back by itself after a moment: asks until the limit is counted again. */
async function createUntilLimited(subgraph: SubgraphUnderTest): Promise<void> {
  while ((await createDevice(subgraph)).__typename !== "EnosUnavailableError");
}

/** Adds devices that EnOS stores already: they take nothing from the limit. */
async function addDevices(subgraph: SubgraphUnderTest, count: number): Promise<DeviceRecord[]> {
  const devices: DeviceRecord[] = [];
  while (devices.length < count) devices.push(await addDevice(subgraph));
  return devices;
}

const idsOf = (devices: readonly DeviceRecord[]) => devices.map(({ assetId }) => assetId);

/** Writes to devices that exist, each to one device or a list of them. */
const WRITES = {
  deleteDevices: {
    operation: "delete",
    success: "DeleteDeviceSuccess",
    write: (subgraph: SubgraphUnderTest, assetIds: string[]) => deleteDevices(subgraph, assetIds),
  },
  setDevicesEnabled: {
    operation: "disable",
    success: "UpdateDeviceSuccess",
    write: (subgraph: SubgraphUnderTest, assetIds: string[]) => setDevicesEnabled(subgraph, assetIds, false),
  },
  updateDevice: {
    operation: "update",
    success: "UpdateDeviceSuccess",
    write: async (subgraph: SubgraphUnderTest, assetIds: string[]) => {
      const results = [];
      const deviceName = { defaultValue: "Pump" };
      for (const assetId of assetIds) results.push(await updateDevice(subgraph, { assetId, deviceName }));
      return results;
    },
  },
} as const;

/** The answer to a write beyond the limit. */
const LIMITED = {
  __typename: "EnosUnavailableError",
  message: expect.stringContaining("Nothing was changed") as string,
  retryable: true,
  retryAfterMs: expect.any(Number) as number,
};

(redisIsInstalled ? describe : describe.skip)("the shared rate limit", () => {
  let redis: RedisServer;

  beforeEach(async () => {
    redis = await RedisServer.start();
  });
  afterEach(async () => {
    await closeAll();
    await redis.close();
  });

  const start = async (perMinute: number, more: Record<string, string> = {}) => {
    const env = { RATE_LIMIT_REDIS_URL: redis.url, RATE_LIMIT_PER_MINUTE: String(perMinute), ...more };
    return startSubgraph({ env });
  };

  it("is one for all replicas, counts from the first request, and says how long to wait", async () => {
    const [one, other] = [await start(3), await start(3)];
    expect(await createMany(one, 2)).toEqual({ CreateDeviceSuccess: 2 });
    expect(await createMany(other, 2)).toEqual({ CreateDeviceSuccess: 1, EnosUnavailableError: 1 });
    expect(await createDevice(one)).toMatchObject({
      __typename: "EnosUnavailableError",
      message: expect.stringContaining("No device was created") as string,
      retryable: true,
      retryAfterMs: expect.any(Number) as number,
    });
    expect(await other.enos.calls("create")).toHaveLength(1);
  });

  it("counts each organization for itself", async () => {
    const subgraph = await start(1);
    expect(await createMany(subgraph, 2)).toEqual({ CreateDeviceSuccess: 1, EnosUnavailableError: 1 });
    const neighbor = { ...INPUT, orgId: "o15475450989192", productKey: "Qx94Bmt7" };
    const { data } = await subgraph.ask(CreateDeviceDocument, { input: neighbor });
    expect(data?.createDevice?.__typename).toBe("CreateDeviceSuccess");
  });

  it("counts nothing that comes to its turn after the deadline", async () => {
    const subgraph = await start(2, { ENOS_DEADLINE_MS: "2000" });
    await subgraph.enos.addFaults({ on: "create", fault: { kind: "hang" } });
    const { data } = await subgraph.askText(
      `mutation ($input: CreateDeviceInput!) {
        a: createDevice(input: $input) { __typename }
        b: createDevice(input: $input) { __typename }
      }`,
      { input: INPUT },
    );
    expect(data).toEqual({
      a: { __typename: "DeviceUnconfirmedError" },
      b: { __typename: "EnosUnavailableError" },
    });
    expect(await createMany(subgraph, 1)).toEqual({ CreateDeviceSuccess: 1 });
  });

  it("gives a list what is left before it starts, and refuses the rest in its place", async () => {
    const subgraph = await start(3);
    const inputs = [
      INPUT,
      { ...INPUT, timezone: "Mars/Olympus" },
      INPUT,
      { ...INPUT, orgId: "o15475450989192", productKey: "Qx94Bmt7" },
      INPUT,
      INPUT,
    ];
    const { data } = await subgraph.ask(CreateDevicesDocument, { inputs });
    expect(data?.createDevices?.map((result) => result?.__typename)).toEqual([
      "CreateDeviceSuccess",
      "InvalidDeviceInputError",
      "CreateDeviceSuccess",
      "CreateDeviceSuccess",
      "CreateDeviceSuccess",
      "EnosUnavailableError",
    ]);
    expect(await subgraph.enos.calls("create")).toHaveLength(4);
  });

  it.each(Object.values(WRITES))(
    "is the same for $operation as for creation: takes what is left, and leaves the other devices alone",
    async ({ operation, success, write }) => {
      const subgraph = await start(3);
      const devices = await addDevices(subgraph, 4);
      expect(await createMany(subgraph, 1)).toEqual({ CreateDeviceSuccess: 1 });

      const results = await write(subgraph, idsOf(devices));
      const written = { __typename: success };
      expect(results).toMatchObject([written, written, LIMITED, LIMITED]);
      for (const { retryAfterMs } of results.slice(2) as { retryAfterMs: number }[])
        expect(retryAfterMs).toBeGreaterThan(0);

      const calls = await subgraph.enos.calls(operation);
      expect(calls.map(({ query }) => query.assetId).toSorted()).toEqual(
        idsOf(devices.slice(0, 2)).toSorted(),
      );
      for (const device of devices.slice(0, 2))
        expect(await storedDevice(subgraph, device)).not.toEqual(device);
      for (const device of devices.slice(2)) expect(await storedDevice(subgraph, device)).toEqual(device);
      expect(await createMany(subgraph, 1)).toEqual({ EnosUnavailableError: 1 });
    },
  );

  it("counts writes of all kinds together, each organization's for itself", async () => {
    const subgraph = await start(3);
    const [one, two, three] = await addDevices(subgraph, 3);
    const ids = [one, two, three].map((device) => device?.assetId ?? "");
    const other = { orgId: "o15475450989192", productKey: "Qx94Bmt7" };
    const neighbor = await addDevice(subgraph, other);
    for (const [index, { success, write }] of Object.values(WRITES).toReversed().entries())
      expect(await write(subgraph, ids.slice(index, index + 1))).toMatchObject([{ __typename: success }]);
    for (const { write } of Object.values(WRITES))
      expect(await write(subgraph, ids.slice(0, 1))).toMatchObject([LIMITED]);
    expect(await deleteDevices(subgraph, [neighbor.assetId], other.orgId)).toMatchObject([
      { __typename: "DeleteDeviceSuccess" },
    ]);
  });

  it("gives back what a replay took", async () => {
    const subgraph = await start(2);
    const create = () => createDevice(subgraph, { idempotencyKey: "order-1" });
    for (let times = 0; times < 5; times++) expect(await create()).toHaveProperty("deviceSecret");
    expect(await createMany(subgraph, 2)).toEqual({ CreateDeviceSuccess: 1, EnosUnavailableError: 1 });
  });

  it("takes nothing for an input that is refused without asking EnOS", async () => {
    const subgraph = await start(1);
    for (let times = 0; times < 3; times++) await createDevice(subgraph, { timezone: "Mars/Olympus" });
    expect(await createMany(subgraph, 2)).toEqual({ CreateDeviceSuccess: 1, EnosUnavailableError: 1 });
  });

  it("holds while the event loop is busy: a long turn is no sign that Redis is away", async () => {
    const subgraph = await start(20);
    let turns = 10;
    const occupy = () => {
      const end = performance.now() + 700;
      while (performance.now() < end);
      if (--turns > 0) setImmediate(occupy);
    };
    setImmediate(occupy);
    const counts = await createMany(subgraph, 64);
    expect(counts.CreateDeviceSuccess).toBe(20);
  }, 60_000);

  it("lets everybody in when Redis dies, and limits again when it is back", async () => {
    const subgraph = await start(1);
    await createUntilLimited(subgraph);
    await redis.close();
    expect(await createMany(subgraph, 2)).toEqual({ CreateDeviceSuccess: 2 });
    const metrics = await (await fetch(`${subgraph.app.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/subgraph_rate_limit_total\{result="unavailable"\} [1-9]/);

    await redis.restart();
    await createUntilLimited(subgraph);
  });

  it("lets everybody in while Redis does not answer, and limits again when it does", async () => {
    const subgraph = await start(1);
    await createUntilLimited(subgraph);
    redis.pause();
    expect(await createMany(subgraph, 2)).toEqual({ CreateDeviceSuccess: 2 });

    redis.resume();
    await createUntilLimited(subgraph);
  });
});
