import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";

/** Errors that the browser reported about a page. */
export interface Incidents {
  readonly policyViolations: string[];
  readonly errors: string[];
  readonly otherHosts: string[];
}

/** The playground in a browser, used as a person uses it. */
export class PlaygroundPage {
  constructor(
    readonly page: Page,
    readonly incidents: Incidents,
  ) {}

  /**
   * Waits until somebody can type, and the editors have all their features.
   *
   * @returns How long each took since the navigation began. Milliseconds.
   */
  async ready(): Promise<{ readonly typing: number; readonly complete: number }> {
    return { typing: await this.readyForTyping(), complete: await this.mark("editors-complete") };
  }

  /** Waits until somebody can type. Returns how long that took since the navigation began. Milliseconds. */
  async readyForTyping(): Promise<number> {
    for (const editor of [this.queryEditor, this.variablesEditor])
      await editor.locator(".view-line").first().waitFor();
    return this.mark("editors-typing");
  }

  private async mark(name: string): Promise<number> {
    const time = await this.page.waitForFunction(
      (name) => performance.getEntriesByName(name)[0]?.startTime,
      name,
    );
    return (await time.jsonValue()) ?? Number.NaN;
  }

  get queryEditor(): Locator {
    return this.page.locator(".graphiql-query-editor");
  }

  get variablesEditor(): Locator {
    return this.page.locator(".graphiql-editor-tool .graphiql-editor").first();
  }

  /** Places that an editor marks as faulty. */
  underlined(editor: Locator): Locator {
    return editor.locator(".squiggly-warning, .squiggly-error");
  }

  /** Waits until the editors have checked what stands in them. */
  async checked(): Promise<void> {
    // There is no sign of a check that found nothing. The workers answer within this pause or not at all.
    await this.page.waitForTimeout(1_500);
  }

  /** Returns the text of the operation; lines beyond the visible ones are left out. */
  async operation(): Promise<string> {
    // Monaco shows a change in the next frame.
    await this.page.evaluate(
      "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))",
    );
    return readable(await this.queryEditor.locator(".view-lines").innerText());
  }

  async replaceVariables(text: string): Promise<void> {
    await this.variablesEditor.locator(".view-lines").click();
    await this.replaceAll(text);
  }

  async replaceOperation(text: string): Promise<void> {
    await this.queryEditor.locator(".view-lines").click();
    await this.replaceAll(text);
  }

  /** Opens the editor of the headers, by the keyboard. */
  async openHeaders(): Promise<void> {
    await this.page.getByRole("button", { name: "Headers" }).press("Enter");
  }

  async replaceHeaders(text: string): Promise<void> {
    await this.openHeaders();
    await this.page
      .locator(".graphiql-editors .monaco-editor textarea, .graphiql-editors .native-edit-context")
      .last()
      .focus();
    await this.replaceAll(text);
  }

  /** Replaces the text of the editor that has the focus. */
  private async replaceAll(text: string): Promise<void> {
    await this.page.keyboard.press("Control+A");
    // Typed over a selection, a brace would be put around it.
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.insertText(text);
  }

  /** Returns how bright a color of the page is, from 0 to 255. */
  async brightness(color: "backgroundColor" | "color"): Promise<number> {
    const value = await this.page.evaluate<string>(
      `getComputedStyle(document.querySelector(".graphiql-container")).${color}`,
    );
    const channels =
      value
        .match(/[\d.]+/g)
        ?.slice(0, 3)
        .map(Number) ?? [];
    return channels.reduce((sum, channel) => sum + channel, 0) / channels.length;
  }

  /** Returns the button of a tab. The tab itself also contains the button that closes it. */
  tab(title: string): Locator {
    return this.page.getByRole("tab").getByRole("button", { name: title, exact: true });
  }

  /** Returns the titles of all tabs, the selected one marked by `*`. */
  async tabs(): Promise<string[]> {
    const tabs = await this.page.getByRole("tab").all();
    return Promise.all(
      tabs.map(async (tab) => {
        const selected = (await tab.getAttribute("aria-selected")) === "true" ? "*" : "";
        return selected + (await tab.innerText());
      }),
    );
  }

  /** Clicks on ▶ and returns the result. */
  async run(): Promise<string> {
    await this.page.getByRole("button", { name: /Execute query/ }).click();
    return this.result();
  }

  /** Returns the result that is shown, once there is one, on one line: the editor wraps long ones. */
  async result(): Promise<string> {
    const lines = this.page.locator(".result-window .view-lines");
    await lines.filter({ hasText: /"(data|errors)"/ }).waitFor();
    return readable(await lines.innerText()).replace(/\s+/g, " ");
  }
}

/** Monaco shows spaces as no-break spaces. */
const readable = (text: string) => text.replaceAll("\u00a0", " ");

/** Marks the frame after the one in which the first lines of both editors are there. The page itself measures it: asking it takes time. */
const MARK_TYPING = `
  const observer = new MutationObserver(() => {
    const editors = [".graphiql-query-editor .view-line", ".graphiql-editor-tool .graphiql-editor .view-line"];
    if (!editors.every((selector) => document.querySelector(selector))) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark("editors-typing")));
  });
  observer.observe(document, { subtree: true, childList: true });
`;

/** Runs in the page, before anything of its own. */
const REPORT_VIOLATIONS = `document.addEventListener("securitypolicyviolation", (event) => {
  reportViolation(event.violatedDirective + " " + event.blockedURI);
});`;

/** Opens the playground in a profile of its own. */
export async function openPlayground(
  browser: Browser,
  url: string,
  profile: BrowserContextOptions = {},
): Promise<PlaygroundPage> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...profile });
  const page = await context.newPage();
  const incidents: Incidents = { policyViolations: [], errors: [], otherHosts: [] };
  await page.exposeFunction("reportViolation", (text: string) => incidents.policyViolations.push(text));
  await page.addInitScript({ content: REPORT_VIOLATIONS });
  await page.addInitScript({ content: MARK_TYPING });
  page.on("pageerror", (error) => incidents.errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") incidents.errors.push(message.text());
  });
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol.startsWith("http") && host !== new URL(url).host) incidents.otherHosts.push(request.url());
  });
  await page.goto(url);
  return new PlaygroundPage(page, incidents);
}
