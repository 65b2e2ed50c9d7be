import { CreateDeviceDocument } from "../generated/operations.js";
import { redisIsInstalled, RedisServer } from "../support/redis.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

if (!redisIsInstalled) {
  process.stderr.write(
    "SKIPPED: the shared rate limit. No redis-server was found: apt-get install redis-server.\n",
  );
}

const input = {
  orgId: "o15475450989191",
  productKey: "Vu82Agp3",
  timezone: "+08:00",
  deviceName: { defaultValue: "Turbine" },
};

async function create(subgraph: SubgraphUnderTest) {
  const { data } = await subgraph.ask(CreateDeviceDocument, { input });
  return data?.createDevice;
}

/** Asks until the answer is of that type: a connection that was lost comes back by itself, and not at once. */
async function createUntil(subgraph: SubgraphUnderTest, typename: string) {
  for (;;) {
    const result = await create(subgraph);
    if (result?.__typename === typename) return result;
  }
}

(redisIsInstalled ? describe : describe.skip)("the shared rate limit", () => {
  let redis: RedisServer;

  beforeEach(async () => {
    redis = await RedisServer.start();
  });
  afterEach(async () => {
    await closeAll();
    await redis.close();
  });

  const start = async (perMinute: number) => {
    const env = { RATE_LIMIT_REDIS_URL: redis.url, RATE_LIMIT_PER_MINUTE: String(perMinute) };
    return startSubgraph({ env });
  };

  it("is one for all replicas, and answers with how long to wait", async () => {
    const [one, other] = [await start(3), await start(3)];
    // Requests from before the connection stood were let in uncounted.
    await createUntil(one, "EnosUnavailableError");
    const limited = await createUntil(other, "EnosUnavailableError");
    expect(limited).toMatchObject({
      message: expect.stringContaining("No device was created") as string,
      retryable: true,
      retryAfterMs: expect.any(Number) as number,
    });
    expect(await other.enos.devices()).toHaveLength((await other.enos.calls("create")).length);
  });

  it("counts each organization for itself", async () => {
    const subgraph = await start(1);
    await createUntil(subgraph, "EnosUnavailableError");
    const neighbor = { ...input, orgId: "o15475450989192", productKey: "Qx94Bmt7" };
    const { data } = await subgraph.ask(CreateDeviceDocument, { input: neighbor });
    expect(data?.createDevice?.__typename).toBe("CreateDeviceSuccess");
  });

  it("lets everybody in when Redis dies, and limits again when it is back", async () => {
    const subgraph = await start(1);
    await createUntil(subgraph, "EnosUnavailableError");
    await redis.close();
    expect((await create(subgraph))?.__typename).toBe("CreateDeviceSuccess");
    expect((await create(subgraph))?.__typename).toBe("CreateDeviceSuccess");
    const metrics = await (await fetch(`${subgraph.app.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/subgraph_rate_limit_total\{result="unavailable"\} [1-9]/);

    await redis.restart();
    await createUntil(subgraph, "EnosUnavailableError");
  });
});
