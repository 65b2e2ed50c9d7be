import { mkdtempSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { CreateDeviceDocument } from "../generated/operations.js";
import { INPUT } from "../support/createDevice.js";
import { type CallerHeaders, fromRouter, PRODUCTION, ROUTER_SECRET } from "../support/production.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { until } from "../support/until.js";

afterEach(closeAll);

const able = { orgs: INPUT.orgId, scopes: "device:create device:secret" };

it.each<[string, Record<string, string>]>([
  ["nobody", {}],
  ["a wrong secret", { "router-authorization": "guess" }],
  ["the beginning of the secret", { "router-authorization": ROUTER_SECRET.slice(0, -1) }],
  ["the secret and a letter more", { "router-authorization": `${ROUTER_SECRET}x` }],
  ["the secret and a letter of two bytes more", { "router-authorization": `${ROUTER_SECRET}é` }],
  ["the secret in another header", { authorization: ROUTER_SECRET }],
  ["no secret, and claims about the caller", { "x-caller-orgs": "*", "x-caller-scopes": able.scopes }],
])("shuts out %s, before it reads a body", async (_, headers) => {
  const { app, enos } = await startSubgraph({ env: PRODUCTION });
  const response = await fetch(app.url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: "{ this is no JSON",
  });
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toBe("RouterSecret");
  expect(await response.json()).toEqual({
    errors: [
      {
        message: "Only the router may send requests: send its secret in the header router-authorization.",
        extensions: { code: "UNAUTHENTICATED" },
      },
    ],
  });
  expect(await enos.calls()).toEqual([]);
});

it("lets the router in with any of its secrets, so that they can be changed one after the other", async () => {
  const subgraph = await startSubgraph({
    env: { ...PRODUCTION, ROUTER_SECRET: "the-old-secret-of-the-router, the-new-secret-of-the-router" },
  });
  for (const secret of ["the-old-secret-of-the-router", "the-new-secret-of-the-router"]) {
    const headers = { ...fromRouter(able), "router-authorization": secret };
    const { data } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, headers);
    expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess" });
  }
});

it("reads the secret from its file again, and keeps the last one that can be used", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "router-")), "secret");
  const old = "the-old-secret-of-the-router";
  const rotated = "the-new-secret-of-the-router";
  writeFileSync(file, `${old}\n`);
  const { ROUTER_SECRET: _, ...env } = PRODUCTION;
  const subgraph = await startSubgraph({ env: { ...env, ROUTER_SECRET_FILE: file } });
  const statusOf = async (secret: string) =>
    (await subgraph.askText("{ __typename }", {}, { "router-authorization": secret })).status;
  expect([await statusOf(old), await statusOf(rotated)]).toEqual([200, 401]);

  writeFileSync(file, `${rotated}\n`);
  await until(async () => (await statusOf(rotated)) === 200);
  expect(await statusOf(old)).toBe(401);

  writeFileSync(file, "short\n");
  await sleep(6_000);
  expect([await statusOf(rotated), await statusOf("short")]).toEqual([200, 401]);
}, 60_000);

it("uses CALLER_ORGS and CALLER_SCOPES when the router sends no x-caller-* headers", async () => {
  const subgraph = await startSubgraph({
    env: { ...PRODUCTION, CALLER_ORGS: INPUT.orgId, CALLER_SCOPES: "device:create" },
  });
  const { data } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, fromRouter());
  expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess", deviceSecret: null });
});

it("lets what the router says replace the defaults, an empty word included", async () => {
  const env = { ...PRODUCTION, CALLER_ORGS: "*", CALLER_SCOPES: able.scopes };
  const subgraph = await startSubgraph({ env });
  const { data } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, fromRouter({ orgs: "" }));
  expect(data?.createDevice).toMatchObject({ __typename: "OrganizationAccessDeniedError" });
  const { errors } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, fromRouter({ scopes: "" }));
  expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
});

it("takes commas between organizations and between scopes alike", async () => {
  const subgraph = await startSubgraph({ env: PRODUCTION });
  const headers = fromRouter({
    orgs: `o1,${INPUT.orgId}`,
    scopes: "device:read, device:create,device:secret",
  });
  const { data } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, headers);
  expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess" });
});

it.each(["o2,*", "o2 *", "*,o2", "o2\u00a0*", "\u00a0*", "*\u00a0"])(
  "takes the star in “%s” for no permission for everything",
  async (list) => {
    const subgraph = await startSubgraph({ env: PRODUCTION });
    const ask = (caller: CallerHeaders) =>
      subgraph.ask(CreateDeviceDocument, { input: INPUT }, fromRouter(caller));
    const elsewhere = await ask({ orgs: list, scopes: able.scopes });
    expect(elsewhere.data?.createDevice).toMatchObject({ __typename: "OrganizationAccessDeniedError" });
    const unable = await ask({ orgs: INPUT.orgId, scopes: list });
    expect(unable.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
  },
);

it("believes no header about the caller when it knows no router", async () => {
  const env = { ...PRODUCTION, ROUTER_AUTH: "none" };
  const subgraph = await startSubgraph({ env });
  const { errors } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, fromRouter(able));
  expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", scope: "device:create" });
  expect(await subgraph.enos.calls()).toEqual([]);
});

it.each([
  ["x-caller-orgs: o1", "X-Caller-Orgs: *"],
  ["x-caller-scopes: device:create", "X-Caller-Scopes: device:secret"],
])(
  "refuses a word about the caller that came twice, for one of the two is not the router's: %s",
  async (...words) => {
    const { app } = await startSubgraph({ env: PRODUCTION });
    const answer = await send(app.url, [`router-authorization: ${ROUTER_SECRET}`, ...words]);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer).toContain("may come once each");
  },
);

/** `fetch` would join headers of one name. */
function send(url: string, headers: string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const lines = ["GET /graphql?query={__typename} HTTP/1.1", "host: x", "connection: close", ...headers];
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => (answer += chunk));
    socket.on("end", () => {
      resolve(answer);
    });
    socket.on("error", reject);
  });
}
