import type { Locator } from "playwright-core";

import { describeInChromium } from "../chromium.js";
import type { PlaygroundPage } from "../playgroundPage.js";

/** Opens the completions and returns their rows. */
async function completions({ page }: PlaygroundPage): Promise<string[]> {
  await page.keyboard.press("Control+Space");
  const rows = page.locator(".suggest-widget.visible .monaco-list-row");
  await rows.first().waitFor();
  const labels = await Promise.all((await rows.all()).map((row) => row.getAttribute("aria-label")));
  return labels.map((label) => label ?? "");
}

const inEditor = ({ page }: PlaygroundPage) =>
  page.evaluate<boolean>('document.activeElement.closest(".monaco-editor") !== null');

/** Returns the name of the editor whose frame has the focus; null when something else has it. */
const focusedFrame = ({ page }: PlaygroundPage) =>
  page.evaluate<string | null>(
    'document.activeElement.matches(".graphiql-editor, .result-window") ? document.activeElement.ariaLabel : null',
  );

/** Returns the background of an element; null when it is transparent. */
const backgroundOf = async (element: Locator) => {
  const color = await element.evaluate<string, never>(
    "(element) => getComputedStyle(element).backgroundColor",
  );
  return color === "rgba(0, 0, 0, 0)" ? null : color;
};

describeInChromium("editors of the playground", ({ open }) => {
  it("take what is typed before their other features are loaded, and then have all of them", async () => {
    const { playground, page } = await open();
    const { promise: typed, resolve: endOfTyping } = Promise.withResolvers<undefined>();
    await page.route("**/laterFeatures-*.js", async (route) => {
      await typed;
      await route.continue();
    });
    await page.reload();
    await playground.readyForTyping();
    await playground.queryEditor.locator(".view-lines").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    await page.keyboard.type("query Early {\n__typename ", { delay: 10 });
    await page.keyboard.press("Control+Enter");
    expect(await playground.result()).toContain('"__typename": "Query"');
    endOfTyping(undefined);
    await playground.ready();
    expect((await playground.operation()).replace(/\s+/g, " ")).toBe("query Early { __typename }");

    await playground.checked();
    expect((await completions(playground)).join()).toMatch(/devices?\b/);
    expect(await backgroundOf(page.locator(".suggest-widget"))).not.toBeNull();
    expect(await backgroundOf(page.locator(".suggest-widget .monaco-list-row.focused"))).not.toBeNull();
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+F");
    const find = page.locator(".find-widget.visible");
    await find.waitFor();
    expect(await backgroundOf(find)).not.toBeNull();
    await page.keyboard.insertText("Early");
    await playground.queryEditor.locator(".findMatch, .currentFindMatch").first().waitFor();
    await page.keyboard.press("Escape");

    await playground.queryEditor.locator(".codicon-folding-expanded").first().waitFor({ state: "attached" });

    await page.keyboard.press("F1");
    const commands = page.locator(".quick-input-widget");
    await commands.getByText("Add Cursor Above").waitFor();
    expect(await backgroundOf(commands)).not.toBeNull();
    await page.keyboard.press("Escape");

    const name = playground.queryEditor.getByText("__typename");
    await name.click({ button: "right" });
    const menu = page.locator(".monaco-scrollable-element:has(.monaco-menu)");
    await menu.getByText("Command Palette").waitFor();
    expect(await backgroundOf(menu)).not.toBeNull();
    await page.keyboard.press("Escape");

    await name.hover();
    const hover = page.locator(".monaco-hover:not(.hidden)", { hasText: "__typename" });
    await hover.waitFor();
    expect(await backgroundOf(hover)).not.toBeNull();
    expect(playground.incidents.errors).toEqual([]);
  });

  it("complete an input object in the variables, required fields first and marked", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await playground.checked();
    await playground.replaceVariables('{ "input": {  } }');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowLeft");
    const rows = await completions(playground);
    expect(rows.slice(0, 4)).toEqual([
      expect.stringMatching(/^deviceName, StringI18n! required/),
      expect.stringMatching(/^orgId, ID! required/),
      expect.stringMatching(/^productKey, ID! required/),
      expect.stringMatching(/^timezone, String! required/),
    ]);
    expect(rows.join("\n")).toMatch(/^deviceKey, ID\b(?! required)/m);
  });

  it("complete an input object in the operation, required fields first and marked", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await playground.checked();
    await playground.replaceOperation("mutation { createDevice(input: {  }) { __typename } }");
    for (let step = 0; step < 20; step += 1) await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    const rows = await completions(playground);
    expect(rows[0]).toMatch(/^deviceName, StringI18n! required/);
    expect(rows.join("\n")).toMatch(/^deviceKey, ID\b(?! required)/m);
  });

  it("underline nothing that is right", async () => {
    const { playground } = await open();
    await playground.ready();
    await playground.checked();
    expect(await playground.underlined(playground.variablesEditor).count()).toBe(0);
    expect(await playground.underlined(playground.queryEditor).count()).toBe(0);
  });

  it.each([
    ["a field that the input does not have", { devicename: "Turbine" }, /devicename/],
    ["a field that a scalar does not have", { deviceName: { defaultValue: "Turbine", name: "T" } }, /name/],
    ["a value of a wrong type", { timezone: 8 }, /Incorrect type/],
  ])("underline %s, and say why", async (_, fields, message) => {
    const { playground, page } = await open();
    await playground.ready();
    await playground.checked();
    const input = {
      orgId: "o15475450989191",
      productKey: "Vu82Agp3",
      timezone: "+08:00",
      deviceName: { defaultValue: "Turbine" },
      ...fields,
    };
    await playground.replaceVariables(JSON.stringify({ input }));
    await playground.underlined(playground.variablesEditor).first().waitFor();
    await page.keyboard.press("F8");
    const problem = page.locator(".marker-widget");
    await problem.waitFor();
    expect(await problem.innerText()).toMatch(message);
  });

  it("let Tab go on to the next control, and keep the text as it is", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await playground.replaceOperation("{ __typename }");
    await page.keyboard.press("Tab");
    expect(await inEditor(playground)).toBe(false);
    expect(await playground.operation()).toBe("{ __typename }");
  });

  it("are reached and left by the keyboard alone", async () => {
    const { playground, page } = await open();
    await playground.ready();
    const frames: string[] = [];
    // Every tab is two controls, so there are some dozens on the way.
    for (let step = 0; step < 200 && frames.at(-1) !== "Result Window"; step += 1) {
      await page.keyboard.press("Tab");
      expect(await inEditor(playground)).toBe(false);
      const frame = await focusedFrame(playground);
      if (frame === null) continue;
      frames.push(frame);
      if (!frame.startsWith("Operation")) continue;
      await page.keyboard.press("Enter");
      expect(await inEditor(playground)).toBe(true);
    }
    expect(frames).toEqual([
      "Operation: press Enter to edit, Tab to leave",
      "Variables: press Enter to edit, Tab to leave",
      "Result Window",
    ]);
  });

  it("let Tab indent after Control+M, as the keyboard help says", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await page.getByRole("button", { name: "Show Keyboard help" }).click();
    const help = page.getByRole("region", { name: "Keyboard help" });
    expect(await help.getByRole("row", { name: /Let Tab indent instead/ }).innerText()).toMatch(/Ctrl \+ M/);

    // Monaco tells screen readers what Tab does from then on.
    const toldThatTab = (what: string) =>
      page
        .locator(".monaco-alert", { hasText: `Pressing Tab will now ${what}` })
        .first()
        .waitFor({ state: "attached" });
    await playground.replaceOperation("{ __typename }");
    await page.keyboard.press("Control+M");
    await toldThatTab("insert the tab character");
    await page.keyboard.press("Home");
    await page.keyboard.press("Tab");
    expect(await playground.operation()).toBe("  { __typename }");
    await page.keyboard.press("Control+M");
    await toldThatTab("move focus");
    await page.keyboard.press("Tab");
    expect(await playground.operation()).toBe("  { __typename }");
  });

  it("format the operation by the shortcut that the toolbar names", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await page.getByRole("button", { name: "Prettify query (Shift-Ctrl-P)" }).waitFor();
    await playground.replaceOperation("query   A{__typename}");
    await page.keyboard.press("Shift+Control+P");
    await playground.queryEditor.locator(".view-line").nth(2).waitFor();
    expect((await playground.operation()).split("\n").map((line) => line.trim())).toEqual([
      "query A {",
      "__typename",
      "}",
    ]);
  });
});
