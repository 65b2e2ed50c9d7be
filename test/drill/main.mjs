/**
 * Produces the incidents of docs/operators.md against the running program, and says of each what happened and for whom, from
 * nothing but Prometheus and the log: npm run drill. Fails when a conclusion is wrong.
 */
import { spawnSync } from "node:child_process";
import { isDeepStrictEqual } from "node:util";

import { INCIDENTS } from "./incidents.mjs";
import { Scene, queryOf } from "./program.mjs";

if (spawnSync("prometheus", ["--version"]).status !== 0) {
  console.error("The drill needs a Prometheus: apt-get install prometheus.");
  process.exit(1);
}

for (const { name, produce, diagnose, facts, alerts = [] } of INCIDENTS) {
  const scene = await Scene.start();
  try {
    await produce(scene);
    const { what, whom, evidence } = diagnose(scene, await scene.query(queryOf(name)));
    const raised = await scene.alerts();
    const isRight =
      isDeepStrictEqual({ what, whom }, facts) && alerts.every((alert) => raised.includes(alert));
    console.log(`${isRight ? "right" : "WRONG"}  ${name}: ${what}, for ${whom.join(", ") || "nobody"}.`);
    console.log(`       ${evidence}; alerts: ${raised.join(", ") || "none"}.`);
    if (!isRight) process.exitCode = 1;
  } finally {
    await scene.close();
  }
}
