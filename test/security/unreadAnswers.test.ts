import { setTimeout as sleep } from "node:timers/promises";

import { createDevice, expectMember, INPUT } from "../support/createDevice.js";
import { LazyClient } from "../support/lazyClient.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { until } from "../support/until.js";

afterEach(closeAll);

const ATTRIBUTES = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [`a${index}`, "x".repeat(1_000)]),
);

/** Returns a request whose answer has several megabytes: more than the kernel keeps for a connection. */
async function largeRequest(subgraph: SubgraphUnderTest): Promise<string> {
  const result = createDevice(subgraph, { deviceAttributes: ATTRIBUTES });
  const { device } = await expectMember("CreateDeviceSuccess", result);
  const fields = Array.from({ length: 25 }, (_, index) => `a${index}: deviceAttributes`).join(" ");
  const lookUp = `device(orgId: "${INPUT.orgId}", assetId: "${device.assetId}") { ${fields} }`;
  const body = JSON.stringify({ query: `{ one: ${lookUp} two: ${lookUp.replaceAll(/a(\d+):/g, "b$1:")} }` });
  return (
    "POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n" +
    `content-length: ${body.length}\r\n\r\n${body}`
  );
}

/** Waits until so many operations have been answered since the start. */
async function untilAnswered({ app }: SubgraphUnderTest, count: number): Promise<void> {
  const answered = `subgraph_operation_duration_seconds_count{result="data"} ${count}\n`;
  await until(async () => (await (await fetch(`${app.adminUrl}/metrics`)).text()).includes(answered));
}

/** Long enough for an answer to be read on a machine that is starved of processor time. Milliseconds. */
const UNREAD_MS = 5_000;

const LIMITS = { LIMIT_ALIASES: "100", LIMIT_UNREAD_BYTES: "7340032" };

it("ends a connection whose answer is not read in time, and none whose answer is", async () => {
  const subgraph = await startSubgraph({ env: { ...LIMITS, LIMIT_UNREAD_MS: String(UNREAD_MS) } });
  const request = await largeRequest(subgraph);
  expect(await new LazyClient(subgraph.app.url, request).readAll()).toBe(true);

  const lazy = new LazyClient(subgraph.app.url, request);
  await untilAnswered(subgraph, 3);
  await sleep(UNREAD_MS + 1_000);
  expect(await lazy.readAll()).toBe(false);
});

it("bounds what all clients together leave unread: the oldest connections end", async () => {
  const subgraph = await startSubgraph({ env: { ...LIMITS, LIMIT_UNREAD_MS: "600000" } });
  const request = await largeRequest(subgraph);
  const clients: LazyClient[] = [];
  for (let count = 0; count < 3; count++) {
    clients.push(new LazyClient(subgraph.app.url, request));
    await untilAnswered(subgraph, count + 2);
  }
  const complete: boolean[] = [];
  for (const client of clients) complete.push(await client.readAll());
  expect(complete).toEqual([false, false, true]);
}, 30_000);

it("counts no answer whose client has left before it was sent", async () => {
  const subgraph = await startSubgraph({ env: { ...LIMITS, LIMIT_UNREAD_MS: "600000" } });
  const request = await largeRequest(subgraph);
  await subgraph.enos.addFaults({ on: "search", times: 3, fault: { kind: "late", ms: 500 } });
  const leavers = Array.from({ length: 3 }, () => new LazyClient(subgraph.app.url, request));
  await until(async () => (await subgraph.enos.calls("search")).length >= 3);
  for (const leaver of leavers) leaver.leave();
  await untilAnswered(subgraph, 4);

  const lazy = new LazyClient(subgraph.app.url, request);
  await untilAnswered(subgraph, 5);
  expect(await lazy.readAll()).toBe(true);
}, 30_000);
