import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** What went wrong on a page, or where it reached out, as the browser saw it. */
export interface Incidents {
  readonly policyViolations: string[];
  readonly errors: string[];
  readonly otherHosts: string[];
}

/** The playground in a browser, as a person has it before them. */
export class PlaygroundPage {
  constructor(
    readonly page: Page,
    readonly incidents: Incidents,
  ) {}

  /** Waits until somebody could type. */
  async ready(): Promise<void> {
    await this.page.locator(".graphiql-query-editor .view-line").first().waitFor();
    await this.page.locator(".graphiql-variable-editor, .graphiql-editor-tool .view-line").first().waitFor();
  }

  /** Waits until the editor has judged the operation against the schema. */
  async checked(): Promise<void> {
    await this.page
      .locator(".graphiql-query-editor .view-line .mtk1, .graphiql-query-editor .view-line")
      .first()
      .waitFor();
    // There is no sign of a check that found nothing; the worker answers within this pause or not at all.
    await this.page.waitForTimeout(1_500);
  }

  async replaceVariables(text: string): Promise<void> {
    await this.page.locator(".graphiql-editor-tool .view-lines").first().click();
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.insertText(text);
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
    await this.page.keyboard.press("Control+A");
    // Typed over a selection, a brace would be put around it.
    await this.page.keyboard.press("Delete");
    await this.page.keyboard.insertText(text);
  }

  /** Gives how bright a color of the page is, from 0 to 255. */
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

  async openTab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name, exact: true }).click();
  }

  /** Clicks on ▶ and gives the answer. */
  async run(): Promise<string> {
    await this.page.getByRole("button", { name: /Execute query/ }).click();
    return this.answer();
  }

  /** Gives the answer that is shown, once there is one. */
  async answer(): Promise<string> {
    const lines = this.page.locator(".result-window .view-lines");
    await lines.filter({ hasText: /"(data|errors)"/ }).waitFor();
    // Monaco shows spaces as no-break spaces.
    return (await lines.innerText()).replaceAll("\u00a0", " ");
  }
}

/** Runs in the page, before anything of its own. */
const REPORT_VIOLATIONS = `document.addEventListener("securitypolicyviolation", (event) => {
  reportViolation(event.violatedDirective + " " + event.blockedURI);
});`;

/** Opens the playground in a profile of its own. */
export async function openPlayground(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<PlaygroundPage> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options });
  const page = await context.newPage();
  const incidents: Incidents = { policyViolations: [], errors: [], otherHosts: [] };
  await page.exposeFunction("reportViolation", (text: string) => incidents.policyViolations.push(text));
  await page.addInitScript({ content: REPORT_VIOLATIONS });
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
