import { METERS, TURBINES } from "./program.mjs";

/** Returns how often each value occurs, the most frequent first. */
function count(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

const highest = (series) => series.toSorted((one, other) => other.value - one.value)[0];
const operations = (scene) => scene.find({ msg: "operation" });
const organizations = (lines) => count(lines.flatMap(({ orgIds }) => orgIds)).map(([orgId]) => orgId);

/**
 * The incidents of docs/operators.md: how each comes about, and what is concluded from nothing but the query that the manual
 * gives for it and the log. `facts` is what must come out.
 */
export const INCIDENTS = [
  {
    name: "EnOS is slow",
    async produce(scene) {
      await scene.create(5, METERS);
      await scene.fail({ on: "create", times: 20, fault: { kind: "delay", ms: 1_500 } });
      await scene.create(20, TURBINES);
    },
    diagnose(scene, series) {
      const slowest = highest(series.filter(({ value }) => Number.isFinite(value)));
      const slow = operations(scene).filter(({ durationMs }) => durationMs > 1_000);
      return {
        what: `requests "${slowest.action}" to EnOS are the slow ones`,
        whom: organizations(slow),
        evidence: `p99 of ${slowest.value.toFixed(2)} s; ${slow.length} operations took longer than 1 s`,
      };
    },
    facts: { what: 'requests "create" to EnOS are the slow ones', whom: [TURBINES.orgId] },
  },
  {
    name: "EnOS answers 5xx",
    async produce(scene) {
      await scene.create(5, METERS);
      const fault = { kind: "http", status: 503, processed: false };
      await scene.fail({ on: "create", times: 500, fault });
      await scene.create(40, TURBINES);
    },
    diagnose(scene, series) {
      const worst = highest(series);
      const unserved = operations(scene).filter(({ level }) => level >= 40);
      const failed = unserved.flatMap(({ enos }) => enos.filter(({ result }) => result === "UNKNOWN"));
      const statuses = count(failed.map(({ status }) => status));
      const [breaker] = scene.find({ dependency: "enos", state: "open" });
      return {
        what: `EnOS answers "${worst.action}" with HTTP ${statuses[0][0]}`,
        whom: organizations(unserved),
        evidence: `class ${worst.status} in the metrics; the breaker for ${breaker?.traffic} ${breaker?.state}; ${unserved.length} operations unserved`,
      };
    },
    facts: { what: 'EnOS answers "create" with HTTP 503', whom: [TURBINES.orgId] },
    alerts: ["EnosBreakerOpened"],
  },
  {
    name: "The token is refused",
    async produce(scene) {
      await scene.create(5, METERS);
      await scene.fail(
        { on: "create", times: 1, fault: { kind: "expireToken", format: "code" } },
        { on: "token", times: 500, fault: { kind: "code", code: 1003 } },
      );
      for (let round = 0; round < 5; round++) await scene.create(5, TURBINES);
    },
    diagnose(scene, series) {
      const refused = series.find(({ result }) => result === "refused");
      const [down] = scene.find({ dependency: "enos-token", state: "down" });
      const unserved = operations(scene).filter(({ level }) => level >= 40);
      return {
        what: `EnOS's token service answers ${/\b1\d{3}\b/.exec(down?.detail)?.[0]}`,
        whom: organizations(unserved),
        evidence: `${Math.round(refused?.value)} refused token requests; "${down?.detail}"`,
      };
    },
    facts: { what: "EnOS's token service answers 1003", whom: [TURBINES.orgId] },
  },
  {
    name: "One organization floods",
    async produce(scene) {
      await scene.fail({ on: "create", times: 600, fault: { kind: "delay", ms: 1_500 } });
      await Promise.all([scene.create(5, TURBINES), scene.create(400, METERS)]);
    },
    diagnose(scene, series) {
      const shares = count(operations(scene).flatMap(({ orgIds }) => orgIds));
      return {
        what: `${highest(series).value > 100 ? "more" : "no more"} is asked than EnOS answers`,
        whom: [shares[0][0]],
        evidence: `${highest(series).value} requests waited; ${shares.map(([orgId, n]) => `${n} of ${orgId}`).join(", ")}`,
      };
    },
    facts: { what: "more is asked than EnOS answers", whom: [METERS.orgId] },
  },
  {
    name: "The router secret was rotated wrongly",
    async produce(scene) {
      await scene.create(5, METERS);
      await scene.create(30, TURBINES, "the-router-secret-from-last-year");
    },
    diagnose(scene, series) {
      const refused = highest(series);
      const [line] = scene.find({ msg: "requests were refused before GraphQL" });
      return {
        what: `requests are refused with HTTP ${refused.status} ${refused.reason}`,
        whom: line ? ["everybody behind the router"] : [],
        evidence: `${Math.round(refused.value)} of them; the log says ${line?.status} ${line?.reason}`,
      };
    },
    facts: {
      what: "requests are refused with HTTP 401 UNAUTHENTICATED",
      whom: ["everybody behind the router"],
    },
    alerts: ["CallersRefused"],
  },
];
