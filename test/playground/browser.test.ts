import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

import type { Browser, BrowserContextOptions } from "playwright-core";

import { closeAll, startSubgraph, type SubgraphOptions } from "../support/subgraph.js";
import { findChromium, launch } from "./chromium.js";
import { openPlayground } from "./playgroundPage.js";

const playgroundFolder = resolve("dist/playground");
const executable = findChromium();
if (executable === undefined) {
  const remedy = "install one, for instance with apt-get install chromium";
  process.stderr.write(`SKIPPED: the playground in a browser. No Chromium was found: ${remedy}.\n`);
}

jest.setTimeout(120_000);

(executable === undefined ? describe.skip : describe)("the playground", () => {
  let browser: Browser;

  beforeAll(async () => {
    execFileSync(process.execPath, ["scripts/build.mjs"]);
    browser = await launch(executable ?? "");
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await closeAll();
  });
  afterAll(() => browser.close());

  const open = async (options: SubgraphOptions = {}, inBrowser: BrowserContextOptions = {}) => {
    const subgraph = await startSubgraph({ playgroundFolder, ...options });
    const playground = await openPlayground(browser, subgraph.app.playgroundUrl ?? "", inBrowser);
    return { subgraph, playground, page: playground.page };
  };

  it("creates a device by a click, with no other host to be reached and nothing against its policy", async () => {
    const { subgraph, playground } = await open();
    await playground.ready();
    expect(await playground.run()).toContain('"__typename": "CreateDeviceSuccess"');
    expect(await subgraph.enos.devices()).toHaveLength(1);
    await playground.checked();
    expect(playground.incidents).toEqual({ policyViolations: [], errors: [], otherHosts: [] });
  });

  it.each(["light", "dark"] as const)("is %s where a person's system is", async (colorScheme) => {
    const { playground } = await open({}, { colorScheme });
    await playground.ready();
    const [background, text] = [
      await playground.brightness("backgroundColor"),
      await playground.brightness("color"),
    ];
    expect(Math.abs(text - background)).toBeGreaterThan(100);
    expect(background > text).toBe(colorScheme === "light");
  });

  it("says readably what is wrong with an input, and where", async () => {
    const { subgraph, playground } = await open();
    await playground.ready();
    await playground.openTab("FaultyInput");
    const answer = await playground.run();
    expect(answer).toContain('"__typename": "InvalidDeviceInputError"');
    expect(answer).toContain('"timezone"');
    expect(await subgraph.enos.calls("create")).toHaveLength(0);
  });

  it("is used by the keyboard alone, and keeps neither headers nor secrets when the page is left", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await playground.replaceHeaders('{ "authorization": "a-token-of-mine" }');
    await page.keyboard.press("Control+Enter");
    const secret = /"deviceSecret": "(\w+)"/.exec(await playground.answer())?.[1];
    expect(secret).toBeDefined();
    // GraphiQL writes what it keeps a moment later, and at the latest when the next operation is run.
    await page.keyboard.press("Control+Enter");
    await playground.answer();
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes("queries")));
    const stored = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
    expect(stored).toContain("CreateDevice");
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain("a-token-of-mine");
  });

  it("knows the scalars: what fits is not underlined, what does not is", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await playground.checked();
    const underlined = page.locator(
      ".graphiql-editor-tool .squiggly-warning, .graphiql-editor-tool .squiggly-error",
    );
    expect(await underlined.count()).toBe(0);
    await playground.replaceVariables('{ "input": { "deviceName": { "name": "Turbine" } } }');
    await underlined.first().waitFor();
  });

  it("documents the graph without the machinery of federation", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    const docs = page.locator(".graphiql-doc-explorer");
    await docs.getByText("CreateDeviceInput").first().waitFor();
    expect(await docs.innerText()).not.toMatch(/_Any|_Entity|_Service|link__|federation__/);
  });

  it("goes through the guard in production: a token that is wrong gets nowhere, the right one creates", async () => {
    const { subgraph, playground, page } = await open({
      env: {
        NODE_ENV: "production",
        HOST: "127.0.0.1",
        PLAYGROUND: "on",
        ENOS_URL: "http://127.0.0.1:1",
        ENOS_APP_KEY: "key",
        ENOS_APP_SECRET: "secret",
        ROUTER_SECRET: "the-routers-own-secret",
      },
    });
    await page.getByLabel("Token").fill("a-guess");
    await page.keyboard.press("Enter");
    await page.getByText("The token was not accepted.").waitFor();

    await page.getByLabel("Token").fill("the-routers-own-secret");
    await page.keyboard.press("Enter");
    await playground.ready();
    expect(await playground.run()).toContain('"__typename": "CreateDeviceSuccess"');
    expect(await subgraph.enos.devices()).toHaveLength(1);

    // A tab may ask as somebody who may do less, in the words that it has to begin with.
    await playground.openHeaders();
    await page.getByText('"x-caller-orgs"').waitFor();
    await playground.replaceHeaders('{ "X-Caller-Orgs": "o15475450989192" }');
    expect(await playground.run()).toContain('"__typename": "OrganizationAccessDeniedError"');
    expect(await page.evaluate(() => JSON.stringify(Object.entries(localStorage)))).not.toContain(
      "the-routers-own-secret",
    );
  });
});
