import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import manifest from "../../package.json" with { type: "json" };
import { Secret } from "../../src/runtime/secret.js";
import { CreateDeviceDocument } from "../generated/operations.js";
import { INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { findFreePort } from "../support/freePort.js";
import { Issuer, JWT } from "../support/issuer.js";
import { fromRouter, PRODUCTION, ROUTER_SECRET } from "../support/production.js";
import { head, sendRaw } from "../support/rawHttp.js";
import { recordLog } from "../support/recordLog.js";
import type { DeviceRecord } from "../support/sandboxAdmin.js";
import { SkippingClock } from "../support/skippingClock.js";
import { until } from "../support/until.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

afterEach(closeAll);

async function get(subgraph: SubgraphUnderTest, path: string) {
  const response = await fetch(`${subgraph.app.adminUrl}${path}`);
  return { status: response.status, text: await response.text() };
}

/** Returns the sample of a metric with these labels, or undefined when it is not shown. */
async function metric(subgraph: SubgraphUnderTest, name: string): Promise<number | undefined> {
  const { text } = await get(subgraph, "/metrics");
  const line = text.split("\n").find((sample) => sample.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

/** Returns the names of this program's series, with their labels. */
async function series(subgraph: SubgraphUnderTest): Promise<string[]> {
  const { text } = await get(subgraph, "/metrics");
  return text.split("\n").flatMap((line) => /^((?:enos|subgraph)_\S+(?: [^}]*})?) /.exec(line)?.[1] ?? []);
}

const caller = fromRouter();

/** Asks every root field, with results and without. */
async function askEverything(subgraph: SubgraphUnderTest): Promise<void> {
  const create = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, caller);
  expect(create.data?.createDevice?.__typename).toBe("CreateDeviceSuccess");
  const [{ assetId }] = (await subgraph.enos.devices()) as [DeviceRecord];
  for (const orgId of [ORG, "of-somebody-else"]) {
    const device = JSON.stringify(orgId);
    const texts = [
      `{ thingModel(orgId: ${device}, productKey: "${PRODUCT}") { __typename } }`,
      `{ devices(orgId: ${device}) { nodes { id } } }`,
      `{ device(orgId: ${device}, assetId: "${assetId}") { id } }`,
      `{ device(orgId: ${device}, assetId: "none") { id } }`,
      `{ deviceByKey(orgId: ${device}, productKey: "${PRODUCT}", deviceKey: "none") { id } }`,
      `mutation { setDevicesEnabled(orgId: ${device}, assetIds: ["${assetId}"], enabled: false) { __typename } }`,
      `mutation { updateDevice(input: { orgId: ${device}, assetId: "${assetId}", timezone: "+09:00" }) { __typename } }`,
      `mutation { deleteDevices(orgId: ${device}, assetIds: ["${assetId}"]) { __typename } }`,
    ];
    for (const text of texts) await subgraph.askText(text, {}, caller);
    const inputs = [{ ...INPUT, orgId }];
    for (const root of [
      "mutation($inputs: [CreateDeviceInput!]!) { createDevices",
      "query($inputs: [CreateDeviceInput!]!) { checkDevices",
    ])
      await subgraph.askText(`${root}(inputs: $inputs) { __typename } }`, { inputs }, caller);
    const representations = ["Device", "Product"].map((__typename) => ({
      ...{ __typename, orgId, productKey: PRODUCT },
      ...(__typename === "Device" && { deviceKey: "none" }),
    }));
    const entities =
      "query($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }";
    await subgraph.askText(entities, { representations }, caller);
  }
}

/** Creates devices while EnOS fails in many ways. */
async function meetFaults(subgraph: SubgraphUnderTest): Promise<void> {
  const faults = [
    ...[12345, 11739, 99400, 99500, 1203, 4004, 1007].map((code) => ({ kind: "code", code })),
    { kind: "http", status: 500, body: { code: 11739, msg: "" }, processed: false },
    ...[302, 401, 404, 408, 429, 503].map((status) => ({ kind: "http", status, processed: false })),
    ...[{ kind: "resetBefore" }, { kind: "resetAfter" }, { kind: "cutBody" }, { kind: "noAssetId" }],
  ];
  for (const fault of faults) {
    await subgraph.enos.addFaults({ on: "create", times: 1, fault });
    await subgraph.ask(CreateDeviceDocument, { input: INPUT }, caller);
  }
}

/** Sends a request for each kind of refusal before GraphQL. */
async function beRefused(subgraph: SubgraphUnderTest): Promise<void> {
  const { url } = subgraph.app;
  const json = { ...caller, "content-type": "application/json" };
  const post = (headers: Record<string, string>, body = '{"query":"{ __typename }"}') => ({
    method: "POST",
    ...{ headers, body },
  });
  const deep = `{"query":"{ __typename }","variables":${"[".repeat(50)}${"]".repeat(50)}}`;
  const statuses: number[] = [];
  for (const init of [
    post({ "content-type": "application/json" }),
    post({ ...json, origin: "https://pages.example.com" }),
    post({ ...json, accept: "text/html" }),
    post(json, "{"),
    post(json, "x".repeat(10_000)),
    post({ ...json, "content-type": "text/plain" }),
    post(json, deep),
    post({ ...json, accept: "application/graphql-response+json" }, deep),
    { method: "DELETE", headers: caller },
  ])
    statuses.push((await fetch(url, init)).status);
  statuses.push((await fetch(new URL("/elsewhere", url))).status);
  for (const lines of [
    ["GET /graphql HTTP/1.1", "host: rebound.example.com", "connection: close"],
    ["GET /graphql HTTP/1.1", "host: localhost", "expect: the-unexpected", "connection: close"],
    ["GET /graphql HTTP/1.1", "host: localhost", `x: ${"x".repeat(20_000)}`],
  ])
    statuses.push(Number((await sendRaw(url, head(...lines))).split(" ")[1]));
  expect(statuses).toEqual([401, 403, 406, 400, 413, 415, 200, 400, 405, 404, 421, 417, 431]);
}

describe("the admin port", () => {
  it("says that the process lives and is ready, and that it is not ready once it drains", async () => {
    const subgraph = await startSubgraph({ env: { DRAIN_DELAY_MS: "1000" } });
    expect(await get(subgraph, "/livez")).toMatchObject({ status: 200 });
    expect(await get(subgraph, "/readyz")).toMatchObject({ status: 200 });

    const closing = subgraph.app.close();
    expect(await get(subgraph, "/readyz")).toMatchObject({ status: 503 });
    expect(await get(subgraph, "/livez")).toMatchObject({ status: 200 });
    await closing;
  });

  it("tells which version runs", async () => {
    const subgraph = await startSubgraph();
    expect(await get(subgraph, "/version")).toEqual({ status: 200, text: `${manifest.version}\n` });
  });

  it("is not ready while EnOS refuses the credentials, and says why; it is once they are accepted", async () => {
    const { logger, lines } = recordLog();
    let appSecret = new Secret("wrong");
    const enos = { rereadCredentials: () => ({ appKey: subgraph?.sandbox.appKey ?? "wrong", appSecret }) };
    // eslint-disable-next-line prefer-const -- it is used before it is assigned
    let subgraph: SubgraphUnderTest | undefined;
    subgraph = await startSubgraph({ env: PRODUCTION, enos, logger, waitUntilReady: false });
    const started = subgraph;
    await until(async () => (await get(started, "/readyz")).text.includes("EnOS refuses the credentials"));
    expect(await get(started, "/readyz")).toMatchObject({ status: 503 });
    expect(lines.filter((line) => line.includes("not ready: EnOS refuses the credentials"))).toHaveLength(1);

    appSecret = new Secret(started.sandbox.appSecret);
    await started.app.whenReady;
    expect(await get(started, "/readyz")).toMatchObject({ status: 200 });
  }, 60_000);

  it("does not become ready when EnOS goes away after it refused the credentials", async () => {
    const clock = new SkippingClock();
    const rereadCredentials = () => ({ appKey: "wrong", appSecret: new Secret("wrong") });
    const enos = { rereadCredentials, clock };
    const subgraph = await startSubgraph({ env: PRODUCTION, enos, waitUntilReady: false });
    const isRefused = async () =>
      (await get(subgraph, "/readyz")).text.includes("EnOS refuses the credentials");
    await until(isRefused);
    await subgraph.sandbox.close();
    const away = clock.now();
    await until(() => Promise.resolve(clock.now() > away + 60_000));
    expect(await isRefused()).toBe(true);
  });

  it("is ready without EnOS when EnOS is away at start, after a while", async () => {
    const clock = new SkippingClock();
    const url = `http://127.0.0.1:${await findFreePort()}`;
    const subgraph = await startSubgraph({ env: PRODUCTION, enos: { url, clock } });
    expect(await get(subgraph, "/readyz")).toMatchObject({ status: 200 });
  });

  it("stays ready while EnOS is down, for an empty service could not even say so", async () => {
    const subgraph = await startSubgraph();
    await subgraph.sandbox.close();
    await subgraph.ask(CreateDeviceDocument, { input: INPUT });
    expect(await get(subgraph, "/readyz")).toMatchObject({ status: 200 });
  });

  it("is not reachable on the port of /graphql", async () => {
    const subgraph = await startSubgraph();
    for (const path of ["/livez", "/readyz", "/metrics", "/version"])
      expect((await fetch(new URL(path, subgraph.app.url))).status).toBe(404);
  });

  it("listens on ADMIN_HOST when /graphql is for this machine alone", async () => {
    const { app } = await startSubgraph({ env: { HOST: "127.0.0.1", ADMIN_HOST: "127.0.0.2" } });
    expect([new URL(app.url).hostname, new URL(app.adminUrl).hostname]).toEqual(["127.0.0.1", "127.0.0.2"]);
    expect((await fetch(`${app.adminUrl}/livez`)).status).toBe(200);
    await expect(startSubgraph({ env: { ADMIN_HOST: "192.0.2.1" } })).rejects.toThrow(/^ADMIN_HOST: /);
  });

  it("names the variable to change when a port is taken", async () => {
    const squatter: Server = createServer();
    await new Promise<void>((listening) => squatter.listen(0, "127.0.0.1", listening));
    const port = String((squatter.address() as AddressInfo).port);
    try {
      await expect(startSubgraph({ env: { ADMIN_PORT: port } })).rejects.toThrow(`ADMIN_PORT: port ${port}`);
      await expect(startSubgraph({ env: { PORT: port } })).rejects.toThrow(`PORT: port ${port}`);
    } finally {
      squatter.close();
    }
  });

  it("answers under the same headers as /graphql, in words of its own", async () => {
    const { app } = await startSubgraph();
    const answers = await Promise.all(
      ["/livez", "/metrics", "/elsewhere", "/%ff"].map((path) => fetch(app.adminUrl + path)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 400]);
    for (const { headers } of answers) {
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-type")).toMatch(/^text\/plain/);
    }
    expect(await answers[2]?.text()).toBe("Here are /livez, /readyz, /metrics and /version, by GET.\n");
  });
});

describe("/metrics", () => {
  it("counts defects, and no refusal, as incidents", async () => {
    const subgraph = await startSubgraph({ env: { CALLER_SCOPES: "device:read" } });
    const { errors } = await subgraph.ask(CreateDeviceDocument, { input: INPUT });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
    expect(await metric(subgraph, "subgraph_incidents_total")).toBe(0);
  });

  it("counts answers by the type that was answered, from 0 on", async () => {
    const subgraph = await startSubgraph();
    const success = 'subgraph_outcomes_total{field="createDevice",outcome="CreateDeviceSuccess"}';
    const full = 'subgraph_outcomes_total{field="createDevice",outcome="DeviceLimitExceededError"}';
    expect(await metric(subgraph, success)).toBe(0);
    await subgraph.ask(CreateDeviceDocument, { input: INPUT });
    await subgraph.ask(CreateDeviceDocument, { input: { ...INPUT, productKey: "FuLL0001" } });
    expect(await metric(subgraph, success)).toBe(1);
    expect(await metric(subgraph, full)).toBe(1);
    expect(await metric(subgraph, 'subgraph_operation_duration_seconds_count{result="data"}')).toBe(2);
  });

  it("shows every series from 0 on: whatever happens adds none", async () => {
    const issuer = await Issuer.create();
    const keysAreAway = `http://127.0.0.1:${await findFreePort()}`;
    const subgraph = await startSubgraph({
      env: { ROUTER_SECRET, CALLER_ORGS: ORG, LIMIT_BODY_BYTES: "9999" },
    });
    const verifying = await startSubgraph({ env: { ...JWT, JWT_JWKS_URL: keysAreAway } });
    const first = [await series(subgraph), await series(verifying)];

    await askEverything(subgraph);
    await meetFaults(subgraph);
    await beRefused(subgraph);
    const authorization = `Bearer ${await issuer.token()}`;
    expect((await verifying.askText("{ __typename }", {}, { authorization })).status).toBe(503);

    const last = [await series(subgraph), await series(verifying)];
    expect(last.map((names, index) => names.filter((name) => !first[index]?.includes(name)))).toEqual([
      [],
      [],
    ]);
  }, 60_000);

  it("counts attempts, token calls and read-backs", async () => {
    const subgraph = await startSubgraph();
    await subgraph.enos.addFaults({
      on: "create",
      times: 1,
      fault: { kind: "http", status: 502, processed: true },
    });
    await subgraph.ask(CreateDeviceDocument, { input: { ...INPUT, idempotencyKey: "order-1" } });
    expect(
      await metric(
        subgraph,
        'enos_attempts_total{action="create",outcome="unknown",status="5xx",codes="none"}',
      ),
    ).toBe(1);
    expect(await metric(subgraph, 'enos_token_calls_total{result="granted"}')).toBe(1);
    expect(await metric(subgraph, 'enos_read_backs_total{result="found"}')).toBe(1);
    expect(await metric(subgraph, 'enos_attempt_duration_seconds_count{action="create"}')).toBe(1);
  });

  it("shows the state of the breaker, the queue and the process", async () => {
    const subgraph = await startSubgraph();
    expect(await metric(subgraph, 'enos_breaker_state{traffic="writes",state="closed"}')).toBe(1);
    expect(await metric(subgraph, 'enos_breaker_state{traffic="writes",state="open"}')).toBe(0);
    expect(await metric(subgraph, "enos_queue_depth")).toBe(0);
    expect(await metric(subgraph, "nodejs_eventloop_lag_p99_seconds")).toBeGreaterThanOrEqual(0);
  });
});
