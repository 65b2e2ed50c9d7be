import { setTimeout as wait } from "node:timers/promises";

/** Calls `start` at an even rate for a while, whatever becomes of each call, and gives all outcomes. */
export async function atRate(perSecond, seconds, start) {
  const outcomes = [];
  const began = performance.now();
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    const due = began + (1_000 * sent) / perSecond;
    const early = due - performance.now();
    if (early > 1) await wait(early);
    outcomes.push(start(sent));
  }
  return Promise.all(outcomes);
}
