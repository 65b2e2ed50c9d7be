import { createLogger } from "../../src/telemetry/logger.js";
import { Metrics } from "../../src/telemetry/metrics.js";
import { systemClock, type Clock } from "../../src/runtime/clock.js";
import { CreateDeviceDocument } from "../generated/operations.js";
import { CREATE_DEVICE, INPUT } from "../support/createDevice.js";
import { CALLERS } from "../support/personas.js";
import { PRODUCTION } from "../support/production.js";
import { recordLog } from "../support/recordLog.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { until } from "../support/until.js";

afterEach(closeAll);

const INSIDE = "the-inside-story of /srv/app";

/** A clock with a bug of ours in it, once a test says so. */
class BrittleClock implements Clock {
  /** How often it still works. */
  goodFor = Infinity;

  now(): number {
    if (this.goodFor-- <= 0) throw new Error(INSIDE);
    return systemClock.now();
  }

  unix(): number {
    return systemClock.unix();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return systemClock.sleep(ms, signal);
  }
}

it.each([
  ["before a resolver runs", 0],
  ["within a resolver", 1],
])(
  "turns a failure of ours into an incident, of which only the log has the story: %s",
  async (_, goodFor) => {
    const { logger, lines } = recordLog();
    const clock = new BrittleClock();
    const subgraph = await startSubgraph({ env: PRODUCTION, logger, enos: { clock } });
    clock.goodFor = goodFor;
    const answer = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, CALLERS[1]?.[1]);

    const [error] = answer.errors ?? [];
    const incidentId = String(error?.extensions?.incidentId);
    expect(error).toMatchObject({
      message: `Something went wrong here, not in your request. Quote the incident ${incidentId}.`,
      extensions: { code: "INTERNAL_SERVER_ERROR" },
    });
    expect(JSON.stringify(answer)).not.toMatch(/inside-story|srv|stack/);
    const story = lines.find((line) => line.includes(incidentId));
    expect(story).toContain(INSIDE);
  },
);

it("marks the line of an operation that met a failure of ours as an error, with its incident ID", async () => {
  const { logger, lines } = recordLog();
  const clock = new BrittleClock();
  const subgraph = await startSubgraph({ env: PRODUCTION, logger, enos: { clock } });
  clock.goodFor = 1;
  const { errors } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, CALLERS[1]?.[1]);
  const isOperation = (line: string) => line.includes('"msg":"operation"');
  await until(() => Promise.resolve(lines.some(isOperation)));
  expect(JSON.parse(lines.find(isOperation) ?? "")).toMatchObject({
    level: 50,
    outcomes: { error: 1 },
    errors: ["INTERNAL_SERVER_ERROR"],
    incidentIds: [errors?.[0]?.extensions?.incidentId],
  });
});

const post = (subgraph: SubgraphUnderTest, body: object) =>
  fetch(subgraph.app.url, {
    method: "POST",
    headers: { ...CALLERS[1]?.[1], "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function countIncidents({ app }: SubgraphUnderTest): Promise<number> {
  const metrics = await (await fetch(`${app.adminUrl}/metrics`)).text();
  return Number(/^subgraph_incidents_total (\d+)$/m.exec(metrics)?.[1]);
}

it.each([
  ["a plain request", {}],
  ["one that needs a closer look", { extensions: {} }],
])("logs what failed within GraphQL's server as itself, for %s, and counts it once", async (_, more) => {
  const { logger, lines } = recordLog();
  const subgraph = await startSubgraph({ env: PRODUCTION, logger });
  jest.spyOn(Metrics.prototype, "operationEnded").mockImplementationOnce(() => {
    throw new Error(INSIDE);
  });
  const response = await post(subgraph, { query: "{ __typename }", ...more });
  expect(response.status).toBe(500);
  const { errors } = (await response.json()) as { errors: { extensions: { incidentId: string } }[] };
  expect(lines.join("")).toContain(INSIDE);
  expect(lines.find((line) => line.includes(INSIDE))).toContain(errors[0]?.extensions.incidentId);
  expect(await countIncidents(subgraph)).toBe(1);
});

it("answers although the log cannot be written, and counts what it lost", async () => {
  const logger = createLogger("info", {
    write: (line) => {
      if (line.includes('"msg":"operation"')) throw new Error("no space left on device");
    },
  });
  const subgraph = await startSubgraph({ env: PRODUCTION, logger });
  expect((await post(subgraph, { query: "{ __typename }" })).status).toBe(200);
  expect(await countIncidents(subgraph)).toBe(1);
});

it.each([
  ["a document", "{", {}, "GRAPHQL_PARSE_FAILED"],
  ["a field", "{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"],
  ["a variable", "query($n: Int!) { __type(name: $n) { name } }", {}, "GRAPHQL_VALIDATION_FAILED"],
  ["an input", CREATE_DEVICE, { input: { ...INPUT, deviceName: "no object" } }, "BAD_USER_INPUT"],
])(
  "tells a client what is wrong with %s, under a code and in a way that gateways pass on",
  async (_, query, variables, code) => {
    const subgraph = await startSubgraph({ env: PRODUCTION });
    const { status, errors } = await subgraph.askText(query, variables, CALLERS[1]?.[1]);
    expect(status).toBe(200);
    expect(errors?.[0]?.extensions).toMatchObject({ code });
    const strict = { ...CALLERS[1]?.[1], accept: "application/graphql-response+json" };
    expect((await subgraph.askText(query, variables, strict)).status).toBe(400);
    const gateway = { ...CALLERS[1]?.[1], accept: "application/json, application/graphql-response+json" };
    expect((await subgraph.askText(query, variables, gateway)).status).toBe(200);
  },
);

it.each([
  [
    "an argument",
    'query($org: ID = "o1") { device(orgId: $org, assetId: "a1") { assetId } }',
    { org: null },
    'Argument "orgId" of non-null type "ID!" must not be null.',
  ],
  [
    "the entities asked for",
    "query($list: [_Any!] = []) { _entities(representations: $list) { __typename } }",
    { list: null },
    'Argument "representations" of non-null type "[_Any!]!" must not be null.',
  ],
  [
    "an input's field",
    `mutation($timezone: String = "+08:00") { createDevice(input: { orgId: "o", productKey: "p",
      timezone: $timezone, deviceName: { defaultValue: "x" } }) { __typename } }`,
    { timezone: null },
    expect.stringMatching(/^Argument "input" has invalid value/) as string,
  ],
  [
    "a directive",
    "query($on: Boolean = true) { __typename @include(if: $on) }",
    { on: null },
    'Argument "if" of non-null type "Boolean!" must not be null.',
  ],
])(
  "takes null in place of a variable's default for the client's fault: %s",
  async (_, query, variables, message) => {
    const { logger, lines } = recordLog();
    const subgraph = await startSubgraph({ env: PRODUCTION, logger });
    const { status, errors } = await subgraph.askText(query, variables, CALLERS[1]?.[1]);
    expect(status).toBe(200);
    expect(errors).toMatchObject([{ message, extensions: { code: "BAD_USER_INPUT" } }]);
    expect(lines.join("")).not.toContain("incidentId");
  },
);

const PRODUCTS = `query($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Product { orgId productKey thingModel { attributes { identifier } } } } }`;

it.each([
  ["an object", { productKey: {} }],
  ["a list", { productKey: [INPUT.productKey] }],
  ["a boolean", { productKey: true }],
  ["a fraction", { productKey: 5.5 }],
  ["null", { productKey: null }],
  ["missing", {}],
  [
    "a long object, and so is the organization",
    { orgId: { ["o".repeat(500)]: 1 }, productKey: { ["p".repeat(400)]: 1 } },
  ],
])(
  "takes a thousand products for the client's fault when their key is %s, and writes one short line",
  async (_, key) => {
    const { logger, lines } = recordLog();
    const subgraph = await startSubgraph({ env: PRODUCTION, logger });
    const product = { __typename: "Product", orgId: INPUT.orgId, ...key };
    const representations = Array.from({ length: 1_000 }, () => product);
    // The second time as the operation cache executes it.
    for (let times = 0; times < 2; times++) {
      const before = lines.length;
      const { status, errors = [] } = await subgraph.askText(PRODUCTS, { representations }, CALLERS[1]?.[1]);
      // A line is written at the end of the turn, when the answer is on its way.
      await new Promise(setImmediate);
      expect(status).toBe(200);
      expect(errors).toHaveLength(1_000);
      expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(["BAD_USER_INPUT"]));
      const written = lines.slice(before);
      expect(written).toHaveLength(1);
      expect(JSON.parse(written[0] ?? "")).toMatchObject({ level: 30, errors: ["BAD_USER_INPUT"] });
      expect(written[0]?.length).toBeLessThan(2_000);
    }
    expect(await countIncidents(subgraph)).toBe(0);
  },
);
