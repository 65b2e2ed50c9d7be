import type { Fault } from "./sandboxAdmin.js";

/** For tests with faults: pauses before repeats take no time, and an answer that does not come is soon given up. */
export const IMPATIENT = { random: () => 0, answerTimeoutMs: 1_000 };

/** Faults on the wire of a repeatable write; if one happens once, the write still succeeds. */
export const HARMLESS_FAULTS: readonly (readonly [what: string, fault: Fault["fault"]])[] = [
  ["a 429", { kind: "http", status: 429, headers: { "retry-after": "0" } }],
  ["an expired token", { kind: "expireToken", format: "code" }],
  ["a reset before EnOS works on it", { kind: "resetBefore" }],
  ["a reset after EnOS worked on it", { kind: "resetAfter" }],
  ["no answer at all", { kind: "hang" }],
  ["no answer, though it is done", { kind: "hang", processed: true }],
  ["an answer that comes too late", { kind: "delay", ms: 1_200 }],
  ["an answer cut short", { kind: "cutBody" }],
  ["an empty answer", { kind: "empty" }],
  ["a page of HTML", { kind: "html", status: 200 }],
  ["a 500", { kind: "http", status: 500 }],
  ["a 502 in HTML, though it is done", { kind: "html", status: 502, processed: true }],
  ["a 503", { kind: "http", status: 503 }],
  ["99500", { kind: "code", code: 99500, msg: " Internal Server Error" }],
  ["99500, though it is done", { kind: "code", code: 99500, msg: "Internal Server Error", processed: true }],
  ["a redirect", { kind: "http", status: 302, headers: { location: "/elsewhere" } }],
];
