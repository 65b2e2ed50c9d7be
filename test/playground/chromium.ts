import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

import { chromium, type Browser, type BrowserContextOptions } from "playwright-core";

import {
  closeAll,
  startSubgraph,
  type SubgraphOptions,
  type SubgraphUnderTest,
} from "../support/subgraph.js";
import { openPlayground, type PlaygroundPage } from "./playgroundPage.js";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

export const playgroundFolder = resolve("dist/playground");

/** Starts browsers and subgraphs for the tests of one file. */
export interface Chromium {
  /** Starts a subgraph and opens its playground in a profile of its own. */
  readonly open: (options?: SubgraphOptions, profile?: BrowserContextOptions) => Promise<Opened>;
  /** Opens a playground at another address, in a profile of its own. */
  readonly openAt: (url: string, profile?: BrowserContextOptions) => Promise<PlaygroundPage>;
}

export interface Opened {
  readonly subgraph: SubgraphUnderTest;
  readonly playground: PlaygroundPage;
  readonly page: PlaygroundPage["page"];
}

/** Describes behavior in a real Chromium; says so when the tests are skipped for want of one. */
export function describeInChromium(name: string, tests: (chromium: Chromium) => void): void {
  const executable = findChromium();
  if (executable === undefined) {
    const remedy = "install one, for instance with apt-get install chromium";
    process.stderr.write(`SKIPPED: ${name}, in a browser. No Chromium was found: ${remedy}.\n`);
  }
  // Chromium renders without a GPU here, and shares the processor with other tests.
  jest.setTimeout(180_000);
  (executable === undefined ? describe.skip : describe)(name, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchChromium(executable ?? "");
    });
    afterEach(async () => {
      for (const context of browser.contexts()) await context.close();
      await closeAll();
    });
    afterAll(() => browser.close());

    const openAt = (url: string, profile: BrowserContextOptions = {}) =>
      openPlayground(browser, url, profile);
    tests({
      openAt,
      open: async (options = {}, profile = {}) => {
        const subgraph = await startSubgraph({ playgroundFolder, ...options });
        const playground = await openAt(subgraph.app.playgroundUrl ?? "", profile);
        return { subgraph, playground, page: playground.page };
      },
    });
  });
}

/** Returns the path of this machine's Chromium; undefined when none is installed. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) =>
    existsSync(path),
  );
}

/** Starts a headless Chromium that can reach this machine and no other. */
function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Chromium's own pages for the address bar, which every new window would load beside the playground.
      "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AimEnabled,AvoidUnnecessaryBeforeUnloadCheckSync",
      // A debugger, which Playwright is, learns where each Error is created. By default V8 parses whole modules again for
      // that, half as long as it runs them. A person's browser does not.
      "--js-flags=--no-enable-lazy-source-positions",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}
