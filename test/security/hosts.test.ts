import { PRODUCTION, fromRouter } from "../support/production.js";
import { sendRaw, head } from "../support/rawHttp.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

afterAll(closeAll);

const QUERY = "GET /graphql?query={__typename} HTTP/1.1";

/** Returns the status of an answer to a request with these headers; `fetch` would choose the host itself. */
async function statusOf(url: string, ...lines: string[]): Promise<number> {
  const answer = await sendRaw(url, head(...lines, "apollo-require-preflight: 1", "connection: close"));
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
}

describe("outside production", () => {
  let graphql = "";
  let admin = "";
  beforeAll(async () => {
    const { app } = await startSubgraph({ env: { ALLOWED_HOSTS: "devices.test, other.test" } });
    ({ url: graphql, adminUrl: admin } = app);
  });

  it.each([
    "localhost",
    "localhost:4001",
    "LOCALHOST.",
    "devices.localhost:4001",
    "127.0.0.1:4001",
    "192.0.2.7",
    "[::1]:4001",
    "devices.test:4001",
    "Other.Test",
  ])("requests for %s are answered, on every port", async (host) => {
    expect(await statusOf(graphql, QUERY, `host: ${host}`)).toBe(200);
    expect(await statusOf(admin, "GET /livez HTTP/1.1", `host: ${host}`)).toBe(200);
  });

  it.each([
    "rebind.evil.example:4001",
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "devices.test.evil.example",
    "notlocalhost",
    "[evil.example]",
    "localhost:4001:evil.example",
  ])("requests for %s are misdirected, on every port", async (host) => {
    expect(await statusOf(graphql, QUERY, `host: ${host}`)).toBe(421);
    expect(await statusOf(graphql, "GET /playground/ HTTP/1.1", `host: ${host}`)).toBe(421);
    expect(await statusOf(admin, "GET /metrics HTTP/1.1", `host: ${host}`)).toBe(421);
  });

  it.each([
    ["http://localhost:3000", 200],
    ["http://127.0.0.1:4001", 200],
    ["http://[::1]:4001", 200],
    ["https://devices.test", 200],
    ["http://evil.example", 403],
    ["https://localhost.evil.example", 403],
    ["null", 403],
    ["file://", 403],
  ])("a page of %s gets %d", async (origin, status) => {
    const answered = await statusOf(graphql, QUERY, "host: localhost", `origin: ${origin}`);
    expect(answered).toBe(status);
    expect(await statusOf(admin, "GET /livez HTTP/1.1", "host: localhost", `origin: ${origin}`)).toBe(status);
  });
});

it("checks neither host nor origin in production, where probes, scrapes and meshes have names of their own", async () => {
  const { app } = await startSubgraph({ env: PRODUCTION });
  const router = Object.entries(fromRouter()).map(([name, value]) => `${name}: ${value}`);
  for (const host of ["devices.prod.svc.cluster.local:4001", "10.0.0.7", "localhost"]) {
    expect(await statusOf(app.url, QUERY, `host: ${host}`, "origin: https://studio.example", ...router)).toBe(
      200,
    );
    expect(await statusOf(app.adminUrl, "GET /readyz HTTP/1.1", `host: ${host}`)).toBe(200);
  }
});

it("counts what is refused before GraphQL, by status and reason", async () => {
  const { app } = await startSubgraph();
  await statusOf(app.url, QUERY, "host: evil.example");
  await statusOf(app.url, "PUT /graphql HTTP/1.1", "host: localhost");
  await statusOf(app.url, "no HTTP");
  const metrics = await (await fetch(`${app.adminUrl}/metrics`)).text();
  for (const labels of [
    'status="421",reason="MISDIRECTED_REQUEST"',
    'status="405",reason="METHOD_NOT_ALLOWED"',
    'status="400",reason="BAD_REQUEST"',
  ])
    expect(metrics).toContain(`subgraph_refused_requests_total{${labels}} 1`);
});
