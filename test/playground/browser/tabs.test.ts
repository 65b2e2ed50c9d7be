import { until } from "../../support/until.js";
import { describeInChromium } from "../chromium.js";

describeInChromium("tabs of the playground", ({ open }) => {
  it("are the same after five reloads, with the same one selected and its edits kept", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await playground.tab("DeviceByKey").click();
    await playground.replaceOperation("query Mine { device(orgId: 1, assetId: 2) { assetId } }");
    await playground.tab("Mine").waitFor();
    const before = await playground.tabs();
    expect(before).toContain("*Mine");

    for (let reload = 1; reload <= 5; reload += 1) {
      await page.reload();
      await playground.ready();
      expect(await playground.tabs()).toEqual(before);
      expect(await playground.operation()).toContain("query Mine");
    }
  });

  it("are kept when the page is reloaded right after another was selected", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await playground.tab("CreateDevices").click();
    await page.reload();
    await playground.ready();
    expect(await playground.tabs()).toContain("*CreateDevices");
  });

  it("are told apart when two have the same content", async () => {
    const { playground, page } = await open();
    await playground.ready();
    const examples = (await playground.tabs()).length;
    const newTab = page.getByRole("button", { name: "New tab" });
    await newTab.click();
    // GraphiQL names the tab that is left by the operation that it parsed last, up to 100 ms after a tab was added.
    await page.getByRole("tab").first().click();
    await newTab.click();
    await page.getByRole("tab").nth(examples).click();
    const before = await playground.tabs();
    expect(before[examples]).toBe("*<untitled>");
    await page.reload();
    await playground.ready();
    expect(await playground.tabs()).toEqual(before);
  });

  it("change places when one is dragged onto another", async () => {
    const { playground, page } = await open();
    await playground.ready();
    const before = await playground.tabs();
    await page.getByRole("tab").first().dragTo(page.getByRole("tab").nth(2));
    await until(async () => (await playground.tabs())[2] === before[0]);
    await page.reload();
    await playground.ready();
    expect(await playground.tabs()).toEqual([before[1], before[2], before[0], ...before.slice(3)]);
  });

  it("are selected by the tap of a finger, and change places when it drags one", async () => {
    const { playground, page } = await open({}, { hasTouch: true });
    await playground.ready();
    const before = await playground.tabs();
    await page.getByRole("tab").nth(1).tap();
    await until(async () => (await playground.tabs())[1] === `*${before[1]}`);
    const centerOf = async (tab: number) => {
      const box = await page.getByRole("tab").nth(tab).boundingBox();
      return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
    };
    const finger = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number }[]) =>
      finger.send("Input.dispatchTouchEvent", { type, touchPoints });
    const [from, to] = [await centerOf(0), await centerOf(2)];
    await touch("touchStart", [from]);
    await touch("touchMove", [{ x: (from.x + to.x) / 2, y: to.y }]);
    await touch("touchMove", [to]);
    await touch("touchEnd", []);
    await until(async () => `*${(await playground.tabs())[2]}` === before[0]);
    expect((await playground.tabs())[0]).toBe(`*${before[1]}`);
  });

  it("become the examples again by a click", async () => {
    const { playground, page } = await open();
    await playground.ready();
    const examples = await playground.tabs();
    await playground.replaceOperation("{ __typename }");
    await page.getByRole("button", { name: "New tab" }).click();
    await page.getByRole("button", { name: "Restore examples" }).click();
    await playground.tab("CreateDevice").waitFor();
    await playground.ready();
    expect(await playground.tabs()).toEqual(examples);
    expect(await playground.operation()).toContain("mutation CreateDevice");
    expect(await playground.run()).toContain('"__typename": "CreateDeviceSuccess"');
  });

  it("keep neither headers nor secrets when the page is left", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await playground.replaceHeaders('{ "authorization": "a-token-of-mine" }');
    await page.keyboard.press("Control+Enter");
    const secret = /"deviceSecret": "(\w+)"/.exec(await playground.result())?.[1];
    expect(secret).toBeDefined();
    // GraphiQL writes its history a moment later, and at the latest when the next operation is run.
    await page.keyboard.press("Control+Enter");
    await playground.result();
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes("queries")));
    const stored = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
    expect(stored).toContain("CreateDevice");
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain("a-token-of-mine");
  });

  it("share the storage of the origin with other applications, and clear only their own part", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await page.evaluate(`localStorage.setItem("graphiql:tabState", "of the router's own GraphiQL")`);
    await playground.tab("DeviceByKey").click();
    // GraphiQL stores a tab a moment after it was opened.
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.endsWith(":variables")));
    await page.getByRole("button", { name: "Open settings dialog" }).click();
    await page.getByRole("button", { name: "Clear data" }).click();
    await page.getByText("Cleared data").waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(["graphiql:tabState"]);
  });

  it("work where the browser forbids storage", async () => {
    const { playground, page } = await open();
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, "localStorage", {
        get: () => {
          throw new DOMException("Access is denied for this document.", "SecurityError");
        },
      });
    });
    await page.reload();
    await playground.ready();
    expect(await playground.run()).toContain('"__typename": "CreateDeviceSuccess"');
  });
});
