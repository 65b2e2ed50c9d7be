import { generateKeyPair, type CryptoKey } from "jose";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { CreateDeviceDocument } from "../generated/operations.js";
import { INPUT } from "../support/createDevice.js";
import { ABLE, Issuer, JWT, MINUTE } from "../support/issuer.js";
import { recordLog } from "../support/recordLog.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

let issuer: Issuer;
let strangersKey: CryptoKey;
let jwksServer: Server | undefined;

beforeAll(async () => {
  issuer = await Issuer.create();
  ({ privateKey: strangersKey } = await generateKeyPair("ES256"));
});

afterEach(async () => {
  await closeAll();
  const server = jwksServer;
  if (!server) return;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  jwksServer = undefined;
});

async function create(subgraph: SubgraphUnderTest, bearer: string) {
  return subgraph.ask(CreateDeviceDocument, { input: INPUT }, { authorization: `Bearer ${bearer}` });
}

function unsigned(): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = { ...ABLE, iss: JWT.JWT_ISSUER, aud: JWT.JWT_AUDIENCE, exp: 9_999_999_999 };
  return `${encode({ alg: "none" })}.${encode(claims)}.`;
}

it("lets the bearer of the issuer's token in, with the rights that its claims name", async () => {
  const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_FILE: issuer.jwksFile } });
  const { data } = await create(subgraph, await issuer.token());
  expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess" });
  const other = await create(subgraph, await issuer.token({ claims: { ...ABLE, orgs: ["o2"] } }));
  expect(other.data?.createDevice).toMatchObject({ __typename: "OrganizationAccessDeniedError" });
});

it.each<[string, () => Promise<string> | string, string]>([
  ["no token", () => "", "“Bearer …”"],
  ["what is no token", () => "abc", "not valid"],
  ["a token that nobody signed", unsigned, "not valid"],
  ["a stranger's signature", () => issuer.token({ key: strangersKey }), "not valid"],
  [
    "an algorithm that is not pinned",
    () => issuer.token({ alg: "HS256", key: Buffer.alloc(32, 1) }),
    "not valid",
  ],
  ["a token that has expired", () => issuer.token({ expiresIn: -MINUTE }), "it has expired"],
  ["a token that never expires", () => issuer.token({ expiresIn: Infinity }), "its claim exp"],
  [
    "a token for another audience",
    () => issuer.token({ claims: { ...ABLE, aud: "others" } }),
    "its claim aud",
  ],
  [
    "another issuer's token",
    () => issuer.token({ claims: { ...ABLE, iss: "https://evil.example" } }),
    "its claim iss",
  ],
])("shuts out %s", async (_, bearer, reason) => {
  const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_FILE: issuer.jwksFile } });
  const { status, headers, errors } = await create(subgraph, await bearer());
  expect(status).toBe(401);
  expect(headers.get("www-authenticate")).toMatch(/^Bearer/);
  expect(errors?.[0]?.message).toContain(reason);
  expect(await subgraph.enos.calls()).toEqual([]);
});

it("believes no header about the caller", async () => {
  const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_FILE: issuer.jwksFile } });
  const headers = {
    authorization: `Bearer ${await issuer.token({ claims: { scope: ABLE.scope } })}`,
    "x-caller-orgs": "*",
  };
  const { data } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, headers);
  expect(data?.createDevice).toMatchObject({ __typename: "OrganizationAccessDeniedError" });
});

it("allows clocks to differ by JWT_CLOCK_TOLERANCE", async () => {
  const env = { ...JWT, JWT_JWKS_FILE: issuer.jwksFile, JWT_CLOCK_TOLERANCE: "300" };
  const subgraph = await startSubgraph({ env });
  const { data } = await create(subgraph, await issuer.token({ expiresIn: -MINUTE }));
  expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess" });
});

it.each([
  ["a name with dots", "https://example.com/orgs", { "https://example.com/orgs": [INPUT.orgId] }],
  ["a way into objects", "tenant.orgs", { tenant: { orgs: [INPUT.orgId] } }],
  ["one text", "org", { org: INPUT.orgId }],
])("reads the organizations from a claim of another name: %s", async (_, name, claims) => {
  const env = { ...JWT, JWT_JWKS_FILE: issuer.jwksFile, JWT_ORGS_CLAIM: name, JWT_SCOPES_CLAIM: "scp" };
  const subgraph = await startSubgraph({ env });
  const { data } = await create(
    subgraph,
    await issuer.token({ claims: { ...claims, scp: ["device:create"] } }),
  );
  expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess", deviceSecret: null });
});

it("fetches the keys when the first token comes, and lets nobody in while it cannot", async () => {
  let working = false;
  jwksServer = createServer((_, response) => {
    response.writeHead(working ? 200 : 503, { "content-type": "application/json" });
    response.end(JSON.stringify(issuer.jwks));
  });
  await new Promise<void>((resolve) => jwksServer?.listen(0, "127.0.0.1", resolve));
  const { port } = jwksServer.address() as AddressInfo;
  const { logger, lines } = recordLog();
  const subgraph = await startSubgraph({
    env: { ...JWT, JWT_JWKS_URL: `http://127.0.0.1:${port}/keys` },
    logger,
  });

  const closed = await create(subgraph, await issuer.token());
  await create(subgraph, await issuer.token());
  expect(closed.status).toBe(401);
  expect(closed.errors?.[0]?.message).toBe("The token cannot be verified at the moment.");
  expect(lines.filter((line) => line.includes("the keys of JWT_JWKS_URL cannot be had"))).toHaveLength(1);
  expect(await subgraph.enos.calls()).toEqual([]);

  working = true;
  const { data } = await create(subgraph, await issuer.token());
  expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess" });
});

it("tells bearers of a token no schema: they are not the router", async () => {
  const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_FILE: issuer.jwksFile } });
  const authorization = `Bearer ${await issuer.token()}`;
  for (const query of ["{ _service { sdl } }", "{ ...A } fragment A on Query { a: _service { sdl } }"]) {
    const { data, errors } = await subgraph.askText(query, {}, { authorization });
    expect(data).toBeUndefined();
    expect(errors?.[0]).toMatchObject({ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } });
    expect(errors?.[0]?.message).toContain("_service is for the router");
  }
});
