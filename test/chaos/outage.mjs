import { setTimeout as wait } from "node:timers/promises";

import { ask, toInput } from "./ask.mjs";
import { atRate } from "./pace.mjs";
import { ROUTER_HEADERS, Replica } from "./replica.mjs";

const PER_SECOND = 200;
const BEFORE = 4_000;
const DOWN = 10_000;
const AFTER = 6_000;

const LIST = 900;

const CREATE_DEVICES = `mutation ($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) { __typename } }`;

/** Returns how many devices of a list were not created. */
async function createMany(replica, count) {
  const inputs = Array.from({ length: count }, (_, index) => toInput(`list-${index}`));
  const response = await fetch(replica.url, {
    method: "POST",
    headers: ROUTER_HEADERS,
    body: JSON.stringify({ query: CREATE_DEVICES, variables: { inputs } }),
  });
  const { data } = await response.json();
  return data.createDevices.filter(({ __typename }) => __typename !== "CreateDeviceSuccess").length;
}

/** EnOS is down for ten seconds under load. Gives whether it was left alone, and the service came back in time. */
export async function outage(sandbox, admin) {
  const replica = new Replica(4241, sandbox);
  await replica.start();
  const began = performance.now();
  const script = (async () => {
    await wait(BEFORE);
    const before = await admin("GET", "counts");
    const heapBefore = await replica.heap();
    const gone = performance.now() - began;
    await admin("POST", "faults", { faults: [{ times: 0, fault: { kind: "http", status: 503 } }] });
    const heaps = [];
    for (const end = performance.now() + DOWN; performance.now() < end; await wait(1_000))
      heaps.push(await replica.heap());
    await admin("DELETE", "faults");
    const after = await admin("GET", "counts");
    const calls = Object.keys(after).reduce((sum, name) => sum + after[name] - before[name], 0);
    const back = performance.now() - began;
    return { calls, heapBefore, heapWhileDown: Math.max(...heaps), gone, back };
  })();
  const load = (phase, ms) =>
    atRate(PER_SECOND, ms / 1_000, async (request) => {
      const sent = performance.now() - began;
      const key = { idempotencyKey: `outage-${phase}-${request}` };
      const { __typename } = await ask(replica, toInput(request, key));
      return { sent, success: __typename === "CreateDeviceSuccess", ms: performance.now() - began - sent };
    });
  const first = load("first", BEFORE + DOWN);
  const { calls, heapBefore, heapWhileDown, gone, back } = await script;
  // On a busy machine EnOS is down for longer than planned: what shows its return begins with it.
  const last = await load("last", AFTER);
  const outcomes = [...(await first), ...last];
  const refused = await createMany(replica, LIST);
  await replica.end("SIGKILL");

  const down = outcomes.filter(({ sent }) => sent > gone && sent < back);
  const failedLast = outcomes.filter(({ success }) => !success).at(-1)?.sent ?? 0;
  const recovery = Math.max(0, failedLast - back);
  // Requests wait for the breaker's probes within their deadline: that nothing failed does not say how long they waited.
  const slowest = Math.max(...last.map(({ ms }) => ms));
  console.table({
    "EnOS down for": { value: `${Math.round((back - gone) / 1_000)} s`, required: "" },
    "requests meanwhile": { value: down.length, required: "" },
    "EnOS calls per request meanwhile": { value: Number((calls / down.length).toFixed(3)), required: "< 1" },
    "last failure after its return": { value: `${Math.round(recovery)} ms`, required: "< 2000 ms" },
    "slowest answer after its return": { value: `${Math.round(slowest)} ms`, required: "< 2000 ms" },
    [`refusals in a list of ${LIST} after it`]: { value: refused, required: "0" },
    "heap before / highest while down": {
      value: `${heapBefore.toFixed(1)} / ${heapWhileDown.toFixed(1)} MiB`,
      required: "< 1.1 times",
    },
  });
  const isBackSoon = recovery < 2_000 && slowest < 2_000;
  return refused === 0 && calls < down.length && isBackSoon && heapWhileDown < 1.1 * heapBefore;
}
