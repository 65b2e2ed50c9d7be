import { resolve } from "node:path";

import { closeAll, startSubgraph } from "../support/subgraph.js";

const PRODUCTION = {
  NODE_ENV: "production",
  HOST: "127.0.0.1",
  ENOS_URL: "http://127.0.0.1:1",
  ENOS_APP_KEY: "key",
  ENOS_APP_SECRET: "secret",
  ROUTER_SECRET: "the-routers-own-secret",
};

afterEach(closeAll);

describe("/playground", () => {
  it("is off in production", async () => {
    const { app } = await startSubgraph({ env: PRODUCTION, playgroundFolder: resolve("dist/playground") });
    expect(app.playgroundUrl).toBeUndefined();
    for (const path of ["/", "/playground", "/playground/", "/playground/settings.json"])
      expect((await fetch(new URL(path, app.url))).status).toBe(404);
  });

  it("says what to do when it was never built", async () => {
    const { app } = await startSubgraph({ playgroundFolder: resolve("dist/nowhere") });
    const response = await fetch(new URL("/playground", app.url));
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("npm run build");
  });
});
