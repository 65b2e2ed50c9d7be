import { readEnvelope } from "../../src/enos/http/envelope.js";
import { readRetryAfter } from "../../src/enos/http/classifyResponse.js";
import { RetryBudget } from "../../src/enos/resilience/retryPolicy.js";
import { readTokenEnvelope } from "../../src/enos/auth/tokenEndpoint.js";

it.each([
  ["seconds", "2", 2_000],
  ["several headers", ["3", "9"], 3_000],
  ["a date that has passed", "Wed, 21 Oct 2015 07:28:00 GMT", 0],
  ["nothing", undefined, undefined],
  ["an empty text", " ", undefined],
  ["what V8 would take for a date", "-5", undefined],
  ["no date", "soon GMT", undefined],
])("reads Retry-After: %s", (_, header, expected) => {
  expect(readRetryAfter(header)).toBe(expected);
});

it("reads Retry-After: a date to come", () => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  expect(readRetryAfter(inAMinute)).toBeGreaterThan(50_000);
});

it.each([
  [
    "the documented spelling",
    { status: 0, data: { accessToken: "t", expire: 60 } },
    { accessToken: "t", lifetimeMs: 60_000 },
  ],
  [
    "the manual's own slip",
    { stauts: 0, data: { accessToken: "t", expire: 60 } },
    { accessToken: "t", lifetimeMs: 60_000 },
  ],
  ["no lifetime", { status: 0, data: { accessToken: "t" } }, { accessToken: "t", lifetimeMs: 7_200_000 }],
  ["an empty token", { status: 0, data: { accessToken: "" } }, undefined],
  ["no data", { status: 1003, data: null }, undefined],
])("reads a token: %s", (_, body, grant) => {
  expect(readTokenEnvelope(JSON.stringify(body))?.grant).toEqual(grant);
});

it("takes what is no answer of the token service for none", () => {
  for (const body of ["", "[]", "null", "{}", '{"status":"soon"}'])
    expect(readTokenEnvelope(body)).toBeUndefined();
});

it.each([
  [
    { code: "11702", msg: " taken " },
    { code: 11702, message: "taken" },
  ],
  [{ code: 2 ** 31 }, { code: undefined, message: "" }],
  [{ message: "from the gateway" }, { code: undefined, message: "from the gateway" }],
  [
    { code: 0.5, msg: 7, requestId: "" },
    { code: undefined, message: "", requestId: undefined },
  ],
])("reads the envelope %j", (body, expected) => {
  expect(readEnvelope(JSON.stringify(body))).toMatchObject(expected);
});

it("repeats no more once the process has repeated too much, until calls succeed again", () => {
  const budget = new RetryBudget();
  let retries = 0;
  while (budget.take("TRANSIENT") > 0) retries += 1;
  expect(retries).toBe(35);
  budget.giveBack(14);
  expect(budget.take("TRANSIENT")).toBe(14);
});
