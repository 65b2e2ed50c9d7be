import { systemClock } from "../../src/runtime/clock.js";
import { Deadline } from "../../src/runtime/deadline.js";

/** Longer than any test takes. Milliseconds. */
const DAY_MS = 86_400_000;

/** Returns a new deadline, which no test lives to see unless stated otherwise. */
export function deadlineIn(ms = DAY_MS, isConnected = () => true): Deadline {
  return new Deadline({ clock: systemClock, ms, isConnected });
}
