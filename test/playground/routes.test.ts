import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { PRODUCTION, ROUTER_SECRET } from "../support/production.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

const playgroundFolder = resolve("dist/playground");
const ROUTES = ["/", "/playground", "/playground/", "/playground/settings.json"];
const JWT = {
  ROUTER_SECRET: "",
  ROUTER_AUTH: "jwt",
  JWT_JWKS_URL: "https://issuer.invalid/keys",
  JWT_ISSUER: "https://issuer.invalid",
  JWT_AUDIENCE: "devices",
};

describe("/playground", () => {
  afterEach(closeAll);

  /** Starts a subgraph and returns what requests to it get; redirects are not followed. */
  const start = async (env: Readonly<Record<string, string>> = {}, folder = playgroundFolder) => {
    const { app } = await startSubgraph({ env, playgroundFolder: folder });
    const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
      fetch(new URL(path, app.url), { headers, redirect: "manual" });
    return { app, get };
  };

  it("is off in production", async () => {
    const { app, get } = await start(PRODUCTION);
    expect(app.playgroundUrl).toBeUndefined();
    for (const path of ROUTES) expect((await get(path)).status).toBe(404);
  });

  it("says what to do when it was never built", async () => {
    const { get } = await start({}, resolve("dist/nowhere"));
    const response = await get("/playground/");
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("npm run build");
  });

  it.each(["/", "/playground"])(
    "redirects from %s by a relative address, which a path prefix does not break",
    async (path) => {
      const { get } = await start();
      const response = await get(path);
      expect(response.status).toBe(302);
      expect(response.headers.get("location")).toBe("playground/");
    },
  );

  it("is a page whose addresses are all relative", async () => {
    const { get } = await start();
    const page = await (await get("/playground/")).text();
    const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) expect(address).toMatch(/^\.\/(assets\/|settings\.json$)/);
  });

  it.each([
    ["br, gzip", "br"],
    ["gzip, deflate", "gzip"],
    ["identity", null],
  ])(
    "answers `accept-encoding: %s` with every script and style in the form %s, unchanged",
    async (accepted, encoding) => {
      const { get } = await start();
      const files = readdirSync(join(playgroundFolder, "assets")).filter((name) => /\.(js|css)$/.test(name));
      expect(files.length).toBeGreaterThan(10);
      for (const file of files) {
        const response = await get(`/playground/assets/${file}`, { "accept-encoding": accepted });
        expect(response.headers.get("vary")).toMatch(/accept-encoding/i);
        // Files that compression would not make smaller are sent uncompressed.
        if (Number(response.headers.get("content-length")) > 200)
          expect(response.headers.get("content-encoding")).toBe(encoding);
        const sent = Buffer.from(await response.arrayBuffer());
        expect(sent.equals(readFileSync(join(playgroundFolder, "assets", file)))).toBe(true);
      }
    },
  );

  it("lets browsers keep assets, and asks them to check the page", async () => {
    const { get } = await start();
    const [asset = ""] = readdirSync(join(playgroundFolder, "assets"));
    const cached = await get(`/playground/assets/${asset}`);
    expect(cached.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");

    const page = await get("/playground/");
    expect(page.headers.get("cache-control")).toBe("no-cache");
    const etag = page.headers.get("etag") ?? "";
    // fetch adds `cache-control: no-cache` to conditional requests unless there is one. Browsers send this one.
    const again = await get("/playground/", { "if-none-match": etag, "cache-control": "max-age=0" });
    expect(again.status).toBe(304);
  });

  it.each([
    ["nothing where authentication is off", {}, null],
    [
      "the router's secret where the router has one",
      { ...PRODUCTION, PLAYGROUND: "on" },
      { credential: "routerSecret", header: "router-authorization", prefix: "" },
    ],
    [
      "a token where tokens are verified",
      { ...PRODUCTION, ...JWT, PLAYGROUND: "on" },
      { credential: "token", header: "authorization", prefix: "Bearer " },
    ],
  ])("asks people for %s", async (_, env, signIn) => {
    const { get } = await start(env);
    const text = await (await get("/playground/settings.json")).text();
    expect(JSON.parse(text)).toMatchObject({ signIn });
    expect(text).not.toContain(ROUTER_SECRET);
  });
});
