import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import pino from "pino";

import { EventLog } from "../../src/telemetry/eventLog.js";
import { recordLog } from "../support/recordLog.js";

import { INPUT } from "../support/createDevice.js";
import { PRODUCTION } from "../support/production.js";
import { redisIsInstalled, RedisServer } from "../support/redis.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { until } from "../support/until.js";
import { CreateDeviceDocument } from "../generated/operations.js";

afterEach(closeAll);

type Line = Readonly<Record<string, unknown>>;

async function startLogged(options: Parameters<typeof startSubgraph>[0] = {}) {
  const texts: string[] = [];
  const logger = pino({ level: "debug" }, { write: (line) => texts.push(line) });
  const subgraph = await startSubgraph({ logger, ...options });
  const lines = (message: string) =>
    texts.map((text) => JSON.parse(text) as Line).filter(({ msg }) => String(msg).includes(message));
  return { subgraph, lines };
}

describe("the log of what concerns no single operation", () => {
  it("has a line each time the circuit breaker opens or closes, and none for what is so already", async () => {
    const { subgraph, lines } = await startLogged({
      enos: { breakMs: 20 },
      env: { ENOS_DEADLINE_MS: "3000" },
    });
    const failing = { kind: "http", status: 503, processed: false } as const;
    await subgraph.enos.addFaults({ on: "create", times: 1_000, fault: failing });
    const create = (n: number) =>
      subgraph.ask(CreateDeviceDocument, { input: { ...INPUT, deviceKey: `turbine-${n}` } });
    await Promise.all(Array.from({ length: 30 }, (_, n) => create(n)));
    const ofWrites = () => lines("the circuit breaker is").filter(({ traffic }) => traffic === "writes");
    expect(ofWrites()[0]).toMatchObject({ level: 40, dependency: "enos", state: "open" });

    await subgraph.enos.reset();
    await until(async () => {
      await create(100);
      return ofWrites().at(-1)?.state === "closed";
    });
    expect(ofWrites().at(-1)).toMatchObject({ level: 30, dependency: "enos" });
    const states = ofWrites().map(({ state }) => state);
    expect(states).toEqual(states.map((_, index) => (index % 2 === 0 ? "open" : "closed")));
    const metrics = await (await fetch(`${subgraph.app.adminUrl}/metrics`)).text();
    expect(metrics).toMatch(/enos_breaker_openings_total\{traffic="writes"\} [1-9]/);
  });

  it("has one line when EnOS's token service refuses the credentials, however many requests need a token", async () => {
    const { subgraph, lines } = await startLogged({ enos: { appKey: "unknown-key" } });
    for (let times = 0; times < 3; times++) await subgraph.ask(CreateDeviceDocument, { input: INPUT });
    expect(lines("EnOS's token service cannot be used")).toEqual([
      expect.objectContaining({
        level: 40,
        dependency: "enos-token",
        detail: expect.stringContaining("1002") as string,
      }),
    ]);
  });

  (redisIsInstalled ? it : it.skip)("has one line when Redis goes away and one when it is back", async () => {
    const redis = await RedisServer.start();
    const env = { RATE_LIMIT_REDIS_URL: redis.url, RATE_LIMIT_PER_MINUTE: "100000" };
    const { subgraph, lines } = await startLogged({ env });
    const create = () => subgraph.ask(CreateDeviceDocument, { input: INPUT });
    await redis.close();
    await until(async () => {
      await create();
      return lines("Redis cannot be used").length > 0;
    });
    await redis.restart();
    await until(async () => {
      await create();
      return lines("Redis can be used again").length > 0;
    });
    expect(lines("Redis cannot be used")).toHaveLength(1);
    expect(lines("Redis can be used again")).toHaveLength(1);
    await closeAll();
    await redis.close();
  });

  it("has one line when the trace collector goes away and one when it is back", async () => {
    let status = 503;
    const collector = createServer((request, response) => {
      request.resume().on("end", () => response.writeHead(status).end("{}"));
    }).listen(0, "127.0.0.1");
    await once(collector, "listening");
    const { port } = collector.address() as AddressInfo;
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` };
    const { subgraph, lines } = await startLogged({ env });
    const untilTold = (message: string) =>
      until(async () => {
        await subgraph.askText("{ __typename }");
        return lines(message).length > 0;
      });
    await untilTold("the trace collector cannot be used");
    status = 200;
    await untilTold("the trace collector can be used again");
    await closeAll();
    expect(lines("the trace collector")).toEqual([
      expect.objectContaining({ level: 40, dependency: "collector", state: "down" }),
      expect.objectContaining({ level: 30, dependency: "collector", state: "up" }),
    ]);
    collector.close();
  }, 60_000);

  it("sums the requests of a minute that are refused, and begins anew after it", () => {
    jest.useFakeTimers();
    try {
      const { logger, lines } = recordLog();
      const log = new EventLog(logger);
      const counts = () => lines.map((line) => (JSON.parse(line) as { count: number }).count);
      for (let times = 0; times < 3; times++) log.requestRefused(401, "UNAUTHENTICATED");
      jest.advanceTimersByTime(59_999);
      expect(counts()).toEqual([1]);
      jest.advanceTimersByTime(1);
      expect(counts()).toEqual([1, 2]);
      log.requestRefused(401, "UNAUTHENTICATED");
      jest.advanceTimersByTime(60_000);
      expect(counts()).toEqual([1, 2, 1]);
    } finally {
      jest.useRealTimers();
    }
  });

  it("has a line for the first request that is refused before GraphQL, and a sum of those that follow", async () => {
    const { subgraph, lines } = await startLogged({ env: PRODUCTION });
    for (let times = 0; times < 4; times++) await subgraph.askText("{ __typename }");
    const refused = { level: 40, status: 401, reason: "UNAUTHENTICATED" };
    expect(lines("refused before GraphQL")).toEqual([expect.objectContaining({ ...refused, count: 1 })]);
    const metrics = await (await fetch(`${subgraph.app.adminUrl}/metrics`)).text();
    expect(metrics).toContain('subgraph_refused_requests_total{status="401",reason="UNAUTHENTICATED"} 4');
    await closeAll();
    expect(lines("refused before GraphQL")).toEqual([
      expect.objectContaining({ ...refused, count: 1 }),
      expect.objectContaining({ ...refused, count: 3 }),
    ]);
  });
});
