import { fork, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.js";
import { FULL_PRODUCT, INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { LazyClient } from "../support/lazyClient.js";
import { fromRouter, ROUTER_SECRET } from "../support/production.js";
import { SandboxAdmin } from "../support/sandboxAdmin.js";
import { until } from "../support/until.js";

/** Time limit for building the program, and for all requests to it on a busy machine. Milliseconds. */
jest.setTimeout(900_000);

/** `npm run attacks` sets the second that a kubelet waits; as a test, with others beside it, it has to be live only. */
const { LIVEZ_LIMIT_MS = "10000" } = process.env;

const HEADERS = {
  ...fromRouter({ orgs: "*", scopes: "device:create device:read device:secret" }),
  "content-type": "application/json",
};
const KEY = "device-with-large-attributes";
const ATTRIBUTES = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [`a${index}`, "x".repeat(1_000)]),
);

/** The name of sixty more such devices. */
const LISTED = "Listed";

const aliases = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(" ");

interface Load {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A load, and what at least one of its answers says: that it got as far as to the work it is about. */
interface CheckedLoad extends Load {
  readonly says: RegExp;
}

const CREATE_MANY = (selection: string) =>
  `mutation($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) { ${selection} } }`;
const HOLDER = aliases(20, "deviceAttributes");
const HOLDERS = `... on IdempotencyConflictError { __typename holder { ${HOLDER} } }
  ... on DeviceKeyTakenError { __typename holder { ${HOLDER} } }`;
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

const TOO_LARGE = /ANSWER_TOO_LARGE/;
const LOOK_UP = `deviceByKey(orgId: "${ORG}", productKey: "${PRODUCT}", deviceKey: "${KEY}")`;

/** Requests that are small, and whose answers would be large, or whose work would take long. */
const LOADS: Readonly<Record<string, CheckedLoad>> = {
  "one device a thousand times": {
    query: CREATE_MANY(`... on CreateDeviceSuccess { device { ${aliases(20, "deviceAttributes")} } }`),
    variables: { inputs: times(1_000, { ...INPUT, deviceKey: KEY, idempotencyKey: "once" }) },
    says: TOO_LARGE,
  },
  "its holder a thousand times": {
    query: CREATE_MANY(HOLDERS),
    variables: {
      inputs: times(500, [
        { ...INPUT, deviceKey: KEY, deviceName: { defaultValue: "Pump" }, idempotencyKey: "once" },
        { ...INPUT, deviceKey: KEY },
      ]).flat(),
    },
    says: /ANSWER_TOO_LARGE.*"IdempotencyConflictError","holder":\{.*"DeviceKeyTakenError","holder":\{/,
  },
  "one entity a thousand times": {
    query: `query($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Device { ${aliases(30, "deviceAttributes")} } } }`,
    variables: {
      representations: times(1_000, {
        __typename: "Device",
        orgId: ORG,
        productKey: PRODUCT,
        deviceKey: KEY,
      }),
    },
    says: TOO_LARGE,
  },
  "lists of large devices under many aliases": {
    query: `query($of: DeviceFilter) { ${aliases(29, `devices(orgId: "${ORG}", filter: $of, first: 100) { nodes { deviceAttributes } }`)} }`,
    variables: { of: { nameContains: LISTED } },
    says: TOO_LARGE,
  },
  "problems under many aliases": {
    query: CREATE_MANY(`... on InvalidDeviceInputError { ${aliases(30, "problems { path message }")} }`),
    variables: {
      inputs: times(36, {
        ...INPUT,
        deviceTags: Object.fromEntries(Array.from({ length: 990 }, (_, index) => [`t${index}`, index])),
      }),
    },
    says: /is not a string/,
  },
  "problems of a thousand inputs": {
    query: CREATE_MANY(`... on InvalidDeviceInputError { ${aliases(30, "problems { path message }")} }`),
    variables: {
      inputs: times(900, {
        ...INPUT,
        deviceTags: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`t${index}`, index])),
      }),
    },
    says: /is not a string/,
  },
  "a locale of 40,000 letters": {
    query: `query($l: String) { ${LOOK_UP} { displayName(locale: $l) } }`,
    variables: { l: "_".repeat(40_000) },
    says: /"displayName":"Turbine"/,
  },
  "a name of 250,000 letters": {
    query: `query ${"n".repeat(250_000)} { __typename }`,
    variables: {},
    says: /"Query"/,
  },
};

/** Asks for the attributes so many times under each of two aliases. */
const askTwice = (count: number): Load => ({
  query: `{ ${LOOK_UP} { ${aliases(count, "deviceAttributes")} } again: ${LOOK_UP} { ${aliases(count, "deviceAttributes")} } }`,
  variables: {},
});

/** The second is just below the bound of an answer, beyond which it would be cut to nothing. */
const LARGE_ANSWERS: readonly (readonly [size: string, atLeast: number, load: Load])[] = [
  ["several megabytes", 5, askTwice(30)],
  ["7 MiB", 7, askTwice(37)],
];
const MIB = 1_048_576;

const ALIVE: Load = { query: "{ __typename }", variables: {} };

interface Created {
  readonly data: { readonly createDevices: readonly { readonly requestId: string | null }[] };
}

/** EnOS accepts one half and refuses the other: the texts of both answers go into results and into the log. */
const ANSWERED_AT_LENGTH: Load = {
  query: CREATE_MANY("... on CreateDeviceSuccess { requestId } ... on DeviceError { requestId message }"),
  variables: { inputs: times(75, [INPUT, { ...INPUT, productKey: FULL_PRODUCT }]).flat() },
};

/** The report of test/support/livezProbe.mjs. */
interface LivezReport {
  /** Milliseconds. */
  readonly slowest: number;
  /** Answers that were not 200 or took too long. */
  readonly failed: number;
}

describe("with a heap of 384 MB", () => {
  let sandbox: Sandbox;
  let program: ChildProcess;
  let probe: ChildProcess;
  let url = "";
  let adminUrl = "";

  beforeAll(async () => {
    sandbox = await startSandbox({ readLagMs: 0 });
    program = spawn(process.execPath, ["--max-old-space-size=384", "dist/main.js"], {
      env: {
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        PORT: "0",
        ADMIN_PORT: "0",
        ENOS_URL: sandbox.url,
        ENOS_APP_KEY: sandbox.appKey,
        ENOS_APP_SECRET: sandbox.appSecret,
        ROUTER_SECRET,
        LIMIT_ALIASES: "100",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { stdout } = program;
    if (!stdout) throw new Error("the program has no standard output");
    for await (const line of createInterface(stdout)) {
      const ready = JSON.parse(line) as { msg: string; url: string; adminUrl: string };
      if (ready.msg !== "ready") continue;
      ({ url, adminUrl } = ready);
      break;
    }
    stdout.resume();
    probe = fork("test/support/livezProbe.mjs", [`${adminUrl}/livez`, LIVEZ_LIMIT_MS]);
    const device = { ...INPUT, deviceKey: KEY, idempotencyKey: "once", deviceAttributes: ATTRIBUTES };
    await send({ query: CREATE_MANY("__typename"), variables: { inputs: [device] } });
    const enos = new SandboxAdmin(sandbox.url);
    expect(await enos.devices()).toHaveLength(1);
    const listed = { orgId: ORG, productKey: PRODUCT, deviceName: { defaultValue: LISTED } };
    for (let batch = 0; batch < 10; batch++)
      await enos.addDevices(...times(6, { ...listed, deviceAttributes: ATTRIBUTES }));
  });
  afterAll(async () => {
    probe.kill();
    if (program.exitCode === null && program.kill("SIGKILL")) await once(program, "exit");
    await sandbox.close();
  });

  const send = async ({ query, variables }: Load): Promise<string> => {
    const body = JSON.stringify({ query, variables });
    return (await fetch(url, { method: "POST", headers: HEADERS, body })).text();
  };

  // While the program catches up with the load before, it turns requests away, and a test would see nothing of its own.
  beforeEach(() =>
    until(async () => (await send({ query: `{ ${LOOK_UP} { deviceKey } }`, variables: {} })).includes(KEY)),
  );

  const countAnswers = async (): Promise<Readonly<Record<"data" | "errors", number>>> => {
    const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
    const count = (result: string) =>
      Number(
        new RegExp(`^subgraph_operation_duration_seconds_count\\{result="${result}"\\} (\\d+)$`, "m").exec(
          metrics,
        )?.[1],
      );
    return { data: count("data"), errors: count("errors") };
  };

  /** Has `/livez` asked again and again while something goes on, and prints how long the slowest answer took. */
  const watched = async (what: string, work: Promise<unknown>): Promise<void> => {
    await report();
    await work;
    const { slowest, failed } = await report();
    expect(failed).toBe(0);
    process.stdout.write(`/livez during ${what}: ${Math.round(slowest)} ms at most\n`);
  };

  const report = async (): Promise<LivezReport> => {
    const answer = once(probe, "message");
    probe.send("report");
    return ((await answer) as [LivezReport])[0];
  };

  it.each(Object.entries(LOADS))("bounds the answer to %s, three at once, and lives", async (name, load) => {
    const answers = Promise.all(times(3, load).map(send));
    await watched(name, answers);
    for (const answer of await answers) expect(Buffer.byteLength(answer)).toBeLessThanOrEqual(8 * MIB);
    expect((await answers).some((answer) => load.says.test(answer))).toBe(true);
  });

  it.each(LARGE_ANSWERS)(
    "lives while 20 clients ask for %s each and read nothing",
    async (size, atLeast, load) => {
      expect((await send(load)).length).toBeGreaterThanOrEqual(atLeast * MIB);
      const body = JSON.stringify(load);
      const length = Buffer.byteLength(body);
      const head = Object.entries({ ...HEADERS, host: "localhost", "content-length": length });
      const request = `POST /graphql HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
      const clients: LazyClient[] = [];
      const { data: before } = await countAnswers();
      const askAll = async () => {
        // A client that is turned away, because the program is busy, gets nothing large: another takes its place.
        for (let missing = 20; missing > 0; missing = before + 20 - (await countAnswers()).data) {
          const { data, errors } = await countAnswers();
          for (let count = 0; count < missing; count++) clients.push(new LazyClient(url, request));
          await until(async () => {
            const now = await countAnswers();
            return now.data + now.errors >= data + errors + missing;
          });
        }
      };
      await watched(`unread answers of ${size}`, askAll());
      await Promise.all(clients.map((client) => client.readAll()));
      expect(await send(ALIVE)).toContain("Query");
    },
  );

  it("lives while documents come that differ in their names alone, each followed by a million blanks", async () => {
    for (let index = 0; index < 450; index++)
      expect(
        await send({ query: `{ a${index}: __typename }${" ".repeat(1_000_000)}`, variables: {} }),
      ).toContain("Query");
  });

  it("lives while each answer of EnOS has a request ID and a message of a megabyte", async () => {
    const enos = new SandboxAdmin(sandbox.url);
    const fault = { kind: "oversized", requestId: 1_000_000, msg: 1_000_000 };
    await enos.addFaults({ times: 0, fault });
    // As many as would fill the heap, were a short ID to keep the long text that it was cut from.
    for (let ids = 0; ids < 450;) {
      const answer = send(ANSWERED_AT_LENGTH);
      await watched("long answers of EnOS", answer);
      const { createDevices } = (JSON.parse(await answer) as Created).data;
      const told = createDevices.flatMap(({ requestId }) => requestId ?? []);
      for (const id of told) expect(id).toHaveLength(128);
      expect((await answer).length).toBeLessThan(createDevices.length * 1_500);
      ids += told.length;
    }
    await enos.clearFaults();
    expect(await send(ALIVE)).toContain("Query");
  });
});
