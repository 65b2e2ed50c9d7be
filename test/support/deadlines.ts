import { systemClock } from "../../src/runtime/clock.js";
import { Deadline } from "../../src/runtime/deadline.js";

/** Returns a deadline of its own, a minute from now unless stated otherwise. */
export function deadlineIn(ms = 60_000, isConnected = () => true): Deadline {
  return new Deadline({ clock: systemClock, ms, isConnected });
}
