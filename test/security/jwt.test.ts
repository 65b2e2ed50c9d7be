import { generateKeyPair, type CryptoKey } from "jose";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { CreateDeviceDocument } from "../generated/operations.js";
import { INPUT } from "../support/createDevice.js";
import { ABLE, Issuer, JWT, MINUTE } from "../support/issuer.js";
import { recordLog } from "../support/recordLog.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { until } from "../support/until.js";

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

async function create(subgraph: SubgraphUnderTest, bearer: string, scheme = "Bearer") {
  return subgraph.ask(CreateDeviceDocument, { input: INPUT }, { authorization: `${scheme} ${bearer}` });
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

it("takes the scheme's name in any case", async () => {
  const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_FILE: issuer.jwksFile } });
  expect((await create(subgraph, await issuer.token(), "bearer")).status).toBe(200);
});

it.each(["o2,*", "o2 *", "o2\u00a0*", "\u00a0*"])(
  "takes the star in the claim “%s” for no organization",
  async (orgs) => {
    const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_FILE: issuer.jwksFile } });
    const { data } = await create(subgraph, await issuer.token({ claims: { ...ABLE, orgs } }));
    expect(data?.createDevice).toMatchObject({ __typename: "OrganizationAccessDeniedError" });
  },
);

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

it("reads no organization from a claim on whose way there is a null", async () => {
  const env = { ...JWT, JWT_JWKS_FILE: issuer.jwksFile, JWT_ORGS_CLAIM: "tenant.orgs" };
  const subgraph = await startSubgraph({ env });
  const { status, data } = await create(subgraph, await issuer.token({ claims: { ...ABLE, tenant: null } }));
  expect([status, data?.createDevice?.__typename]).toEqual([200, "OrganizationAccessDeniedError"]);
});

interface KeysServer {
  url: string;
  state: "up" | "down" | "hanging" | "elsewhere";
  fetches: number;
  keys: object;
}

/** Starts an issuer's address that can fail in several ways, and counts how often its keys are fetched. */
async function serveKeys(): Promise<KeysServer> {
  const server: KeysServer = { url: "", state: "up", fetches: 0, keys: issuer.jwks };
  jwksServer = createServer(({ url }, response) => {
    server.fetches += 1;
    if (server.state === "hanging") return;
    const isElsewhere = server.state === "elsewhere" && url === "/keys";
    if (isElsewhere) response.writeHead(302, { location: "/other" });
    else response.writeHead(server.state === "down" ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(server.keys));
  });
  await new Promise<void>((resolve) => jwksServer?.listen(0, "127.0.0.1", resolve));
  server.url = `http://127.0.0.1:${(jwksServer.address() as AddressInfo).port}/keys`;
  return server;
}

const MINUTES = 60_000;

describe("keys that are fetched", () => {
  it("are fetched when the first token comes; while that fails, tokens cannot be verified", async () => {
    const keys = await serveKeys();
    keys.state = "down";
    const clock = new SkippingClock();
    const { logger, lines } = recordLog();
    const subgraph = await startSubgraph({
      env: { ...JWT, JWT_JWKS_URL: keys.url },
      logger,
      enos: { clock },
    });
    expect(keys.fetches).toBe(0);

    const first = await create(subgraph, await issuer.token());
    await create(subgraph, await issuer.token());
    expect(first.status).toBe(503);
    expect(first.errors?.[0]?.message).toContain("The token cannot be verified at the moment");
    const down = lines.filter((line) => line.includes('"dependency":"jwks","state":"down"'));
    expect(down).toEqual([expect.stringContaining("the issuer answered with the status 503")]);
    expect(await subgraph.enos.calls("create")).toEqual([]);

    keys.state = "up";
    await clock.sleep(1_000);
    const { data } = await create(subgraph, await issuer.token());
    expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess" });
    expect(lines.filter((line) => line.includes('"dependency":"jwks","state":"up"'))).toHaveLength(1);
  });

  it("serve while the issuer is down, for JWT_KEYS_GRACE_S at most", async () => {
    const keys = await serveKeys();
    const clock = new SkippingClock();
    const env = { ...JWT, JWT_JWKS_URL: keys.url, JWT_KEYS_GRACE_S: "3600" };
    const subgraph = await startSubgraph({ env, enos: { clock } });
    expect((await create(subgraph, await issuer.token())).status).toBe(200);
    keys.state = "down";

    for (const minutes of [11, 48]) {
      await clock.sleep(minutes * MINUTES);
      expect((await create(subgraph, await issuer.token())).status).toBe(200);
    }
    await clock.sleep(2 * MINUTES);
    expect((await create(subgraph, await issuer.token())).status).toBe(503);
  });

  it.each(["elsewhere", "hanging"] as const)("are not fetched while their address is %s", async (state) => {
    const keys = await serveKeys();
    keys.state = state;
    const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_URL: keys.url } });
    expect((await create(subgraph, await issuer.token())).status).toBe(503);
    expect(keys.fetches).toBe(1);
  });

  it("are asked for once in a second while the issuer is down", async () => {
    const keys = await serveKeys();
    keys.state = "down";
    const subgraph = await startSubgraph({
      env: { ...JWT, JWT_JWKS_URL: keys.url },
      enos: { clock: new SkippingClock() },
    });
    const bearer = await issuer.token();
    for (let times = 0; times < 5; times++) expect((await create(subgraph, bearer)).status).toBe(503);
    expect(keys.fetches).toBeLessThan(3);
  });

  it("may lack a token's key while the issuer is down: that token cannot be verified, those of known keys are", async () => {
    const keys = await serveKeys();
    const clock = new SkippingClock();
    const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_URL: keys.url }, enos: { clock } });
    expect((await create(subgraph, await issuer.token())).status).toBe(200);
    keys.state = "down";
    await clock.sleep(30_000);
    expect((await create(subgraph, await issuer.token({ kid: "two" }))).status).toBe(503);
    expect((await create(subgraph, await issuer.token())).status).toBe(200);
  });

  it("are fetched anew after half of JWT_KEYS_GRACE_S, when that is shorter than usual", async () => {
    const keys = await serveKeys();
    const clock = new SkippingClock();
    const env = { ...JWT, JWT_JWKS_URL: keys.url, JWT_KEYS_GRACE_S: "600" };
    const subgraph = await startSubgraph({ env, enos: { clock } });
    for (const fetches of [1, 2, 3]) {
      expect((await create(subgraph, await issuer.token())).status).toBe(200);
      // Known keys serve while the new ones are on their way.
      await until(() => Promise.resolve(keys.fetches === fetches));
      await clock.sleep(6 * MINUTES);
    }
  });

  it("are fetched again for a key that is unknown, once in 30 s", async () => {
    const keys = await serveKeys();
    const clock = new SkippingClock();
    const subgraph = await startSubgraph({ env: { ...JWT, JWT_JWKS_URL: keys.url }, enos: { clock } });
    expect((await create(subgraph, await issuer.token())).status).toBe(200);

    const unknown = await issuer.token({ kid: "two" });
    for (let times = 0; times < 5; times++) expect((await create(subgraph, unknown)).status).toBe(401);
    expect(keys.fetches).toBe(1);

    keys.keys = issuer.jwksUnder("two");
    await clock.sleep(30_000);
    expect((await create(subgraph, unknown)).status).toBe(200);
    for (let times = 0; times < 5; times++) await create(subgraph, await issuer.token({ kid: "three" }));
    expect(keys.fetches).toBe(2);
  });
});

it.each<[string, unknown, string]>([
  ["* beside others is no wildcard", ["o2", "*"], "OrganizationAccessDeniedError"],
  ["an element with a comma is one organization", [`o2,${INPUT.orgId}`], "OrganizationAccessDeniedError"],
  ["an element with a blank is one organization", [`${INPUT.orgId} *`], "OrganizationAccessDeniedError"],
  ["a list of lists is no list", [[INPUT.orgId]], "OrganizationAccessDeniedError"],
  ["null names nobody", null, "OrganizationAccessDeniedError"],
  ["an object names nobody", { [INPUT.orgId]: true }, "OrganizationAccessDeniedError"],
  ["* alone is everybody", ["*"], "CreateDeviceSuccess"],
  ["a text is a list", `o2 ${INPUT.orgId}`, "CreateDeviceSuccess"],
])("reads the claim of organizations: %s", async (_, orgs, typename) => {
  const env = { ...JWT, JWT_JWKS_FILE: issuer.jwksFile, CALLER_ORGS: "*" };
  const subgraph = await startSubgraph({ env });
  const { data } = await create(subgraph, await issuer.token({ claims: { ...ABLE, orgs } }));
  expect(data?.createDevice?.__typename).toBe(typename);
});

it.each(["constructor", "orgs.length", "orgs.0", "__proto__.x"])(
  "finds no claim in what is no object of the token: %s",
  async (name) => {
    const env = { ...JWT, JWT_JWKS_FILE: issuer.jwksFile, JWT_ORGS_CLAIM: name };
    const subgraph = await startSubgraph({ env });
    const { data } = await create(subgraph, await issuer.token());
    expect(data?.createDevice?.__typename).toBe("OrganizationAccessDeniedError");
  },
);

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
