import { setTimeout as wait } from "node:timers/promises";

import { ask, toInput } from "./ask.mjs";
import { Replica } from "./replica.mjs";

const AHEAD_MS = 600_000;
const LASTS_MS = 4_000;

/** The machine's clock is ten minutes ahead for four seconds. Returns whether devices are created soon after it is put back. */
export async function clock(sandbox, admin) {
  await admin("POST", "settings", { clockWindowMs: AHEAD_MS / 2 });
  const env = { NODE_OPTIONS: `--import ${new URL("jumpingClock.mjs", import.meta.url).href}` };
  const replica = new Replica(4261, sandbox, { ...env, CLOCK_AHEAD_MS: AHEAD_MS, CLOCK_LASTS_MS: LASTS_MS });
  await replica.start();
  replica.signal("SIGWINCH");
  await wait(200);
  const first = await ask(replica, toInput("ahead"));
  const began = performance.now();
  let last = first;
  for (let request = 0; last.__typename !== "CreateDeviceSuccess"; request++) {
    if (performance.now() - began > 30_000) break;
    await wait(100);
    last = await ask(replica, toInput(`later-${request}`));
  }
  const recovery = Math.round(performance.now() - began);
  await replica.end("SIGKILL");
  console.table({
    "while the clock is ahead": { value: first.__typename, required: "no success" },
    "first device": { value: `${recovery} ms`, required: `< ${LASTS_MS + 10_000} ms` },
  });
  return first.__typename !== "CreateDeviceSuccess" && recovery < LASTS_MS + 10_000;
}
