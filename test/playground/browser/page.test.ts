import { until } from "../../support/until.js";
import { describeInChromium } from "../chromium.js";
import { ReverseProxy } from "../reverseProxy.js";

const MAX_BYTES_OF_FIRST_LOAD = 1_600_000;
const LOADS = 5;

describeInChromium("the page of the playground", ({ open, openAt }) => {
  const proxies: ReverseProxy[] = [];
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });

  const behindProxy = async (playgroundUrl: string, prefix?: string, acceptEncoding?: string) => {
    const { origin, pathname } = new URL(playgroundUrl);
    const proxy = new ReverseProxy({
      target: origin,
      ...(prefix !== undefined && { prefix }),
      ...(acceptEncoding !== undefined && { acceptEncoding }),
    });
    proxies.push(proxy);
    return { proxy, url: (await proxy.listen()) + pathname };
  };

  it("works behind a reverse proxy that strips a path prefix", async () => {
    const { subgraph } = await open();
    const { url } = await behindProxy(subgraph.app.playgroundUrl ?? "", "/devices");
    const playground = await openAt(url);
    await playground.ready();
    expect(new URL(playground.page.url()).pathname).toBe("/devices/playground/");
    expect(await playground.run()).toContain('"__typename": "CreateDeviceSuccess"');
    await playground.checked();
    expect(playground.incidents).toEqual({ policyViolations: [], errors: [], otherHosts: [] });
  });

  it.each(["br", "gzip"])(
    "needs at most 1.6 MB on the wire in %s, and next to nothing the second time",
    async (encoding) => {
      const { subgraph } = await open();
      const { proxy, url } = await behindProxy(subgraph.app.playgroundUrl ?? "", "", encoding);
      const playground = await openAt(url);
      await playground.ready();
      await playground.checked();
      const first = proxy.bytesSent;
      await playground.page.reload();
      await playground.ready();
      await playground.checked();
      const second = proxy.bytesSent - first;
      process.stderr.write(
        `The playground in ${encoding}: ${first} bytes at first, ${second} when reloaded.\n`,
      );
      expect(first).toBeLessThan(MAX_BYTES_OF_FIRST_LOAD);
      expect(second).toBeLessThan(20_000);
    },
  );

  // The time is printed for people; a busy machine makes it say nothing.
  it("is ready for typing in every new profile", async () => {
    const { subgraph } = await open();
    const times: { readonly typing: number; readonly complete: number }[] = [];
    for (let load = 0; load < LOADS; load += 1) {
      const playground = await openAt(subgraph.app.playgroundUrl ?? "");
      times.push(await playground.ready());
      await playground.page.context().close();
    }
    const median = (name: "typing" | "complete") =>
      Math.round(times.map((time) => time[name]).sort((a, b) => a - b)[Math.floor(LOADS / 2)] ?? Number.NaN);
    process.stderr.write(
      `The playground is ready for typing in ${median("typing")} ms, ` +
        `with completion and the rest in ${median("complete")} ms (medians of ${LOADS} loads).\n`,
    );
    expect(times).toHaveLength(LOADS);
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

  it("shows a readable result on a phone 390 pixels wide", async () => {
    const { playground, page } = await open({}, { viewport: { width: 390, height: 844 } });
    await playground.ready();
    await playground.run();
    const result = page.locator(".graphiql-response");
    const box = await result.boundingBox();
    expect(box?.width).toBeGreaterThan(340);
    expect(box?.height).toBeGreaterThan(340);
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await page.getByText('"CreateDeviceSuccess"').waitFor();
    // It has scrolled into view.
    await until(async () => ((await result.boundingBox())?.y ?? Infinity) < 844 / 2);
  });

  it("says so when the subgraph is gone while it loads", async () => {
    const { page } = await open();
    await page.route("**/settings.json", (route) => route.abort());
    await page.reload();
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/cannot be reached.*reload the page/);
  });
});
