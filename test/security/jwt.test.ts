import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CreateDeviceDocument } from "../generated/operations.js";
import { INPUT } from "../support/createDevice.js";
import { PRODUCTION } from "../support/production.js";
import { recordLog } from "../support/recordLog.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const able = { orgs: [INPUT.orgId], scope: "device:create device:secret" };
const JWT = {
  ...PRODUCTION,
  ROUTER_AUTH: "jwt",
  JWT_ISSUER: "https://id.example.com",
  JWT_AUDIENCE: "devices",
};
/** Seconds. */
const MINUTE = 60;

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let issuers: Keys;
let strangers: Keys;
let jwksFile = "";
let jwks: object;
let jwksServer: Server | undefined;

beforeAll(async () => {
  issuers = await generateKeyPair("ES256");
  strangers = await generateKeyPair("ES256");
  jwks = { keys: [{ ...(await exportJWK(issuers.publicKey)), kid: "one", alg: "ES256" }] };
  jwksFile = join(mkdtempSync(join(tmpdir(), "jwks-")), "jwks.json");
  writeFileSync(jwksFile, JSON.stringify(jwks));
});

afterEach(async () => {
  await closeAll();
  const server = jwksServer;
  if (!server) return;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  jwksServer = undefined;
});

interface Token {
  readonly claims?: JWTPayload;
  readonly key?: Parameters<SignJWT["sign"]>[0];
  readonly alg?: string;
  readonly expiresIn?: number;
}

function token({ claims = able, key = issuers.privateKey, alg = "ES256", expiresIn = MINUTE }: Token = {}) {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    iss: JWT.JWT_ISSUER,
    aud: JWT.JWT_AUDIENCE,
    ...(Number.isFinite(expiresIn) && { exp: now + expiresIn }),
    ...claims,
  })
    .setProtectedHeader({ alg, kid: "one" })
    .sign(key);
}

async function create(subgraph: SubgraphUnderTest, bearer: string) {
  return subgraph.ask(CreateDeviceDocument, { input: INPUT }, { authorization: `Bearer ${bearer}` });
}

function unsigned(): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const claims = { ...able, iss: JWT.JWT_ISSUER, aud: JWT.JWT_AUDIENCE, exp: 9_999_999_999 };
  return `${encode({ alg: "none" })}.${encode(claims)}.`;
}

it("lets the bearer of the issuer's token in, with the rights that its claims name", async () => {
  const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_FILE: jwksFile } });
  const { data } = await create(subgraph, await token());
  expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess" });
  const other = await create(subgraph, await token({ claims: { ...able, orgs: ["o2"] } }));
  expect(other.data?.createDevice).toMatchObject({ __typename: "OrganizationAccessDeniedError" });
});

it.each<[string, () => Promise<string> | string, string]>([
  ["no token", () => "", "“Bearer …”"],
  ["what is no token", () => "abc", "not valid"],
  ["a token that nobody signed", unsigned, "not valid"],
  ["a stranger's signature", () => token({ key: strangers.privateKey }), "not valid"],
  ["an algorithm that is not pinned", () => token({ alg: "HS256", key: Buffer.alloc(32, 1) }), "not valid"],
  ["a token that has expired", () => token({ expiresIn: -MINUTE }), "it has expired"],
  ["a token that never expires", () => token({ expiresIn: Infinity }), "its claim exp"],
  ["a token for another audience", () => token({ claims: { ...able, aud: "others" } }), "its claim aud"],
  [
    "another issuer's token",
    () => token({ claims: { ...able, iss: "https://evil.example" } }),
    "its claim iss",
  ],
])("shuts out %s", async (_, bearer, reason) => {
  const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_FILE: jwksFile } });
  const { status, headers, errors } = await create(subgraph, await bearer());
  expect(status).toBe(401);
  expect(headers.get("www-authenticate")).toMatch(/^Bearer/);
  expect(errors?.[0]?.message).toContain(reason);
  expect(await subgraph.enos.calls()).toEqual([]);
});

it("believes no header about the caller", async () => {
  const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_FILE: jwksFile } });
  const headers = {
    authorization: `Bearer ${await token({ claims: { scope: able.scope } })}`,
    "x-caller-orgs": "*",
  };
  const { data } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, headers);
  expect(data?.createDevice).toMatchObject({ __typename: "OrganizationAccessDeniedError" });
});

it("allows clocks to differ by JWT_CLOCK_TOLERANCE", async () => {
  const env = { ...JWT, JWT_JWKS_FILE: jwksFile, JWT_CLOCK_TOLERANCE: "300" };
  const subgraph = await startSubgraph({ env });
  const { data } = await create(subgraph, await token({ expiresIn: -MINUTE }));
  expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess" });
});

it.each([
  ["a name with dots", "https://example.com/orgs", { "https://example.com/orgs": [INPUT.orgId] }],
  ["a way into objects", "tenant.orgs", { tenant: { orgs: [INPUT.orgId] } }],
  ["one text", "org", { org: INPUT.orgId }],
])("reads the organizations from a claim of another name: %s", async (_, name, claims) => {
  const env = { ...JWT, JWT_JWKS_FILE: jwksFile, JWT_ORGS_CLAIM: name, JWT_SCOPES_CLAIM: "scp" };
  const subgraph = await startSubgraph({ env });
  const { data } = await create(subgraph, await token({ claims: { ...claims, scp: ["device:create"] } }));
  expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess", deviceSecret: null });
});

it("fetches the keys when the first token comes, and lets nobody in while it cannot", async () => {
  let working = false;
  jwksServer = createServer((_, response) => {
    response.writeHead(working ? 200 : 503, { "content-type": "application/json" });
    response.end(JSON.stringify(jwks));
  });
  await new Promise<void>((resolve) => jwksServer?.listen(0, "127.0.0.1", resolve));
  const { port } = jwksServer.address() as AddressInfo;
  const { logger, lines } = recordLog();
  const subgraph = await startSubgraph({
    env: { ...JWT, JWT_JWKS_URL: `http://127.0.0.1:${port}/keys` },
    logger,
  });

  const closed = await create(subgraph, await token());
  await create(subgraph, await token());
  expect(closed.status).toBe(401);
  expect(closed.errors?.[0]?.message).toBe("The token cannot be verified at the moment.");
  expect(lines.filter((line) => line.includes("the keys of JWT_JWKS_URL cannot be had"))).toHaveLength(1);
  expect(await subgraph.enos.calls()).toEqual([]);

  working = true;
  const { data } = await create(subgraph, await token());
  expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess" });
});

it("tells bearers of a token no schema: they are not the router", async () => {
  const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_FILE: jwksFile } });
  const authorization = `Bearer ${await token()}`;
  for (const query of ["{ _service { sdl } }", "{ ...A } fragment A on Query { a: _service { sdl } }"]) {
    const { data, errors } = await subgraph.askText(query, {}, { authorization });
    expect(data).toBeUndefined();
    expect(errors?.[0]).toMatchObject({ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } });
    expect(errors?.[0]?.message).toContain("_service is for the router");
  }
});
