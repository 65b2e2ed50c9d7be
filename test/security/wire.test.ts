import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { CreateDeviceDocument } from "../generated/operations.js";
import { CREATE_DEVICE, INPUT } from "../support/createDevice.js";
import { CALLERS, STRANGER } from "../support/personas.js";
import { PRODUCTION } from "../support/production.js";
import { sendRaw, head, RawConnection } from "../support/rawHttp.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const BODY = JSON.stringify({
  query: CREATE_DEVICE,
  variables: { input: INPUT },
});
const START = ["POST /graphql HTTP/1.1", "host: devices", "content-type: application/json"];
const IDENTITY = Object.entries(CALLERS[1]?.[1] ?? {}).map(([name, value]) => `${name}: ${value}`);
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none';frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

afterEach(closeAll);

async function production(env: Readonly<Record<string, string>> = {}): Promise<SubgraphUnderTest> {
  return startSubgraph({ env: { ...PRODUCTION, ...env } });
}

describe.each([STRANGER, ...CALLERS])("from %s", (_, headers) => {
  const identity = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

  it.each([
    ["two lengths", ["content-length: 4", `content-length: ${BODY.length}`]],
    ["a length and a chunked body", [`content-length: ${BODY.length}`, "transfer-encoding: chunked"]],
    ["a coding nobody knows", ["transfer-encoding: chunked, identity"]],
    ["a length in hexadecimal", ["content-length: 0x10"]],
    ["a header folded over two lines", ["x-a: b", " router-authorization: c", "content-length: 0"]],
    ["a blank before the colon", [`content-length : ${BODY.length}`]],
    ["a bare line feed in a header", [`x-a: b\nx-caller-orgs: *`]],
    ["NUL in a header", ["x-a: b\u0000c"]],
  ])("a request that two readers could take for two different ones, with %s: refused", async (__, lines) => {
    const { app, enos } = await production();
    const smuggled = head("POST /graphql HTTP/1.1", "host: devices", "content-length: 0");
    const answer = await sendRaw(app.url, head(...START, ...identity, ...lines) + BODY + smuggled);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(answer).toContain("not valid HTTP/1.1");
    expect(await enos.calls()).toEqual([]);
  });

  it("a header that dribbles in: cut off", async () => {
    const { app } = await production({ LIMIT_HEADERS_MS: "100", LIMIT_REQUEST_MS: "200" });
    const connection = new RawConnection(app.url);
    connection.write(`${[...START, ...identity].join("\r\n")}\r\nx-slow: `);
    expect(await connection.received()).toMatch(/^HTTP\/1\.1 408 [\s\S]*its header may take 100 ms/);
  });

  it("a header of 20 kB: refused", async () => {
    const { app } = await production();
    const answer = await sendRaw(app.url, head(...START, ...identity, `x-long: ${"x".repeat(20_000)}`));
    expect(answer).toMatch(/^HTTP\/1\.1 431 [\s\S]*at most 16384 bytes/);
  });
});

it("cuts off a caller whose body dribbles in, and asks EnOS nothing", async () => {
  const { app, enos } = await production({ LIMIT_HEADERS_MS: "100", LIMIT_REQUEST_MS: "200" });
  const connection = new RawConnection(app.url);
  connection.write(head(...START, ...IDENTITY, `content-length: ${BODY.length}`) + BODY.slice(0, -1));
  expect(await connection.received()).toMatch(/^HTTP\/1\.1 408 /);
  expect(await enos.calls()).toEqual([]);
});

it.each(["", "host: a b", "host: [", "host: devices/evil", "host: \u00ff"])(
  "is not moved by a strange host (%s)",
  async (host) => {
    const { app } = await production();
    const lines = ["GET /graphql?query={__typename} HTTP/1.1", ...IDENTITY, "apollo-require-preflight: 1"];
    const answer = await sendRaw(app.url, head(...lines, ...(host ? [host] : []), "connection: close"));
    expect(answer).toMatch(host ? /^HTTP\/1\.1 (200|400) / : /^HTTP\/1\.1 400 [\s\S]*host is missing/);
    for (const [name, value] of Object.entries(HEADERS)) expect(answer).toContain(`${name}: ${value}\r\n`);
  },
);

it("lets a request of HTTP/1.0 do without a host", async () => {
  const { app } = await production();
  expect(await sendRaw(app.url, head("GET /graphql HTTP/1.0"))).toMatch(/^HTTP\/1\.1 401 /);
});

it.each([
  ["bytes that are no request", "no HTTP at all\r\n\r\n"],
  [
    "a body whose chunks are broken",
    `${head(...START, ...IDENTITY, "transfer-encoding: chunked")}no length\r\n`,
  ],
])("answers requests that came before %s, in their order, and then says what is wrong", async (_, broken) => {
  const { app, enos } = await production();
  await enos.addFaults({ on: "create", times: 1, fault: { kind: "delay", ms: 300 } });
  const good = head(...START, ...IDENTITY, `content-length: ${BODY.length}`) + BODY;
  const query = head(
    "GET /graphql?query={__typename} HTTP/1.1",
    "host: x",
    ...IDENTITY,
    "apollo-require-preflight: 1",
  );
  const answer = await sendRaw(app.url, good + query + broken);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 400"]);
  expect(answer.indexOf("CreateDeviceSuccess")).toBeLessThan(answer.indexOf('"Query"'));
  expect(answer).toMatch(/not valid HTTP\/1\.1\."[^{}]*\{[^{}]*\}\}\]\}$/);
});

it.each(["PUT", "PATCH", "DELETE"])(
  "refuses %s with a body, and says which methods there are",
  async (method) => {
    const { app } = await production();
    for (const headers of [{}, CALLERS[1]?.[1]]) {
      const response = await fetch(app.url, {
        method,
        headers: { ...headers, "content-type": "application/json" },
        body: BODY,
      });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST"]);
    }
  },
);

it("refuses two hosts", async () => {
  const { app } = await production();
  const lines = ["GET /graphql?query={__typename} HTTP/1.1", "host: a", "Host: b", ...IDENTITY];
  const answer = await sendRaw(app.url, head(...lines));
  expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*host may come only once/);
});

it("keeps idle connections for KEEP_ALIVE_MS, and says so", async () => {
  const { app } = await production({ KEEP_ALIVE_MS: "620000" });
  const response = await fetch(app.url);
  expect(response.headers.get("keep-alive")).toBe("timeout=620");
  await response.text();
});

it("follows no redirect, which would carry the token to another host", async () => {
  const visits: string[] = [];
  const elsewhere = createServer((request, response) => {
    visits.push(request.url ?? "");
    response.writeHead(307, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const { port } = elsewhere.address() as AddressInfo;
  const subgraph = await startSubgraph({ enos: { url: `http://127.0.0.1:${port}` } });
  const { data } = await subgraph.ask(CreateDeviceDocument, { input: INPUT });
  await closeAll();
  elsewhere.closeAllConnections();
  await new Promise((resolve) => elsewhere.close(resolve));
  expect(data?.createDevice).toMatchObject({ __typename: "EnosUnavailableError" });
  expect(visits.length).toBeGreaterThan(0);
  expect(visits).not.toContain("/elsewhere");
});

it("answers everything under the same headers, be it ever so wrong", async () => {
  const { app } = await production();
  const [, able] = CALLERS[1] ?? STRANGER;
  const json = { ...able, "content-type": "application/json" };
  const long = "x".repeat(1_100_000);
  const answers = await Promise.all([
    fetch(app.url, { method: "POST", headers: json, body: '{"query":"{__typename}"}' }),
    fetch(app.url, { method: "POST", headers: json, body: "{" }),
    fetch(app.url, { method: "POST", headers: json, body: long }),
    fetch(app.url, { method: "POST", headers: { ...able, "content-type": "text/plain" }, body: "x" }),
    fetch(app.url, { method: "POST" }),
    fetch(app.url, { method: "PUT" }),
    fetch(new URL("/elsewhere", app.url)),
    fetch(new URL("/%ff", app.url)),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 413, 415, 401, 405, 404, 400]);
  for (const answer of answers) {
    expect(Object.fromEntries(answer.headers)).toMatchObject(HEADERS);
    expect(answer.headers.has("x-powered-by")).toBe(false);
    if (answer.status !== 200) expect(await answer.json()).toHaveProperty("errors.0.extensions.code");
  }
  const broken = await sendRaw(app.url, "no HTTP at all\r\n\r\n");
  const hopeful = await sendRaw(app.url, head("GET / HTTP/1.1", "host: devices", "expect: miracles"));
  expect(hopeful).toMatch(/^HTTP\/1\.1 417 [\s\S]*100-continue/);
  for (const [name, value] of Object.entries(HEADERS)) {
    for (const answer of [broken, hopeful]) expect(answer).toContain(`${name}: ${value}\r\n`);
  }
});
