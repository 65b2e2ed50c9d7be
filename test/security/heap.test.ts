import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.js";
import { INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { LazyClient } from "../support/lazyClient.js";
import { fromRouter, ROUTER_SECRET } from "../support/production.js";
import { SandboxAdmin } from "../support/sandboxAdmin.js";
import { until } from "../support/until.js";

/** What building the program may take, and all that is sent to it on a busy machine. Milliseconds. */
jest.setTimeout(300_000);

const HEADERS = {
  ...fromRouter({ orgs: "*", scopes: "device:create device:read device:secret" }),
  "content-type": "application/json",
};
const KEY = "device-with-large-attributes";
const ATTRIBUTES = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [`a${index}`, "x".repeat(1_000)]),
);

const aliases = (count: number, field: string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(" ");

interface Load {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const CREATE_MANY = (selection: string) =>
  `mutation($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) { ${selection} } }`;
const HOLDER = `... on IdempotencyConflictError { holder { ${aliases(20, "deviceAttributes")} } }
  ... on CreateDeviceSuccess { device { ${aliases(9, "deviceAttributes")} } }`;
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** Requests that are small, and whose answers would be large, or whose work would take long. */
const LOADS: Readonly<Record<string, Load>> = {
  "one device a thousand times": {
    query: CREATE_MANY(`... on CreateDeviceSuccess { device { ${aliases(20, "deviceAttributes")} } }`),
    variables: { inputs: times(1_000, { ...INPUT, deviceKey: KEY, idempotencyKey: "once" }) },
  },
  "its holder a thousand times": {
    query: CREATE_MANY(HOLDER),
    variables: {
      inputs: times(1_000, { ...INPUT, deviceKey: KEY, deviceDesc: "x", idempotencyKey: "once" }),
    },
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
  },
  "problems under many aliases": {
    query: CREATE_MANY(`... on InvalidDeviceInputError { ${aliases(30, "problems { path message }")} }`),
    variables: {
      inputs: times(36, {
        ...INPUT,
        deviceTags: Object.fromEntries(Array.from({ length: 990 }, (_, index) => [`t${index}`, index])),
      }),
    },
  },
  "problems of a thousand inputs": {
    query: CREATE_MANY(`... on InvalidDeviceInputError { ${aliases(30, "problems { path message }")} }`),
    variables: {
      inputs: times(900, {
        ...INPUT,
        deviceTags: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`t${index}`, index])),
      }),
    },
  },
  "a locale of 40,000 letters": {
    query: `query($l: Locale) { deviceByKey(orgId: "${ORG}", productKey: "${PRODUCT}", deviceKey: "${KEY}") { displayName(locale: $l) } }`,
    variables: { l: "_".repeat(40_000) },
  },
  "a name of 250,000 letters": { query: `query ${"n".repeat(250_000)} { __typename }`, variables: {} },
};

const LARGE_ANSWER: Load = {
  query: `{ deviceByKey(orgId: "${ORG}", productKey: "${PRODUCT}", deviceKey: "${KEY}") { ${aliases(30, "deviceAttributes")} }
    again: deviceByKey(orgId: "${ORG}", productKey: "${PRODUCT}", deviceKey: "${KEY}") { ${aliases(30, "deviceAttributes")} } }`,
  variables: {},
};

describe("with a heap of 384 MB", () => {
  let sandbox: Sandbox;
  let program: ChildProcess;
  let url = "";
  let adminUrl = "";

  beforeAll(async () => {
    execFileSync(process.execPath, ["scripts/build.mjs"]);
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
    const device = { ...INPUT, deviceKey: KEY, idempotencyKey: "once", deviceAttributes: ATTRIBUTES };
    await send({ query: CREATE_MANY("__typename"), variables: { inputs: [device] } });
    expect(await new SandboxAdmin(sandbox.url).devices()).toHaveLength(1);
  });
  afterAll(async () => {
    if (program.exitCode === null && program.kill("SIGKILL")) await once(program, "exit");
    await sandbox.close();
  });

  const send = async (load: Load): Promise<number> => {
    const response = await fetch(url, { method: "POST", headers: HEADERS, body: JSON.stringify(load) });
    return (await response.arrayBuffer()).byteLength;
  };

  const countAnswers = async (): Promise<number> => {
    const metrics = await (await fetch(`${adminUrl}/metrics`)).text();
    const counts = metrics.matchAll(/^subgraph_operation_duration_seconds_count\{.*\} (\d+)$/gm);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  };

  /** Asks `/livez` again and again while something goes on, and prints how long the slowest answer took. */
  const watched = async (what: string, work: Promise<unknown>): Promise<void> => {
    const state = { done: false };
    const settled = work.finally(() => (state.done = true));
    let slowest = 0;
    while (!state.done) {
      const started = performance.now();
      expect((await fetch(`${adminUrl}/livez`)).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await settled;
    process.stdout.write(`/livez during ${what}: ${Math.round(slowest)} ms at most\n`);
  };

  it.each(Object.entries(LOADS))("bounds the answer to %s, three at once, and lives", async (name, load) => {
    const sizes = Promise.all(times(3, load).map(send));
    await watched(name, sizes);
    for (const size of await sizes) expect(size).toBeLessThanOrEqual(8 * 1_048_576);
  });

  it("lives while 20 clients ask for several megabytes each and read nothing", async () => {
    const body = JSON.stringify(LARGE_ANSWER);
    const head = Object.entries({ ...HEADERS, host: "localhost", "content-length": Buffer.byteLength(body) });
    const request = `POST /graphql HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
    const before = await countAnswers();
    const clients = times(20, request).map((text) => new LazyClient(url, text));
    const answered = until(async () => (await countAnswers()) >= before + clients.length);
    await watched("unread answers", answered);
    await Promise.all(clients.map((client) => client.readAll()));
    expect(await send({ query: "{ __typename }", variables: {} })).toBeGreaterThan(0);
  });
});
