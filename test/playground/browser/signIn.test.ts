import { PRODUCTION, ROUTER_SECRET } from "../../support/production.js";
import { describeInChromium } from "../chromium.js";

const WITH_SECRET = { env: { ...PRODUCTION, PLAYGROUND: "on" } };

describeInChromium("signing in to the playground", ({ open }) => {
  it("asks for the router's secret by that name, refuses a wrong one and lets the right one create", async () => {
    const { subgraph, playground, page } = await open(WITH_SECRET);
    await page.getByLabel("Router secret").fill("a-guess");
    await page.keyboard.press("Enter");
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toBe("The subgraph does not accept this router secret.");

    await page.getByLabel("Router secret").fill(ROUTER_SECRET);
    await page.keyboard.press("Enter");
    await playground.ready();
    expect(await playground.run()).toContain('"__typename": "CreateDeviceSuccess"');
    expect(await subgraph.enos.devices()).toHaveLength(1);

    // A tab may send the headers of a caller who may do less.
    await playground.openHeaders();
    await page.getByText('"x-caller-orgs"').waitFor();
    await playground.replaceHeaders('{ "X-Caller-Orgs": "o15475450989192" }');
    expect(await playground.run()).toContain('"__typename": "OrganizationAccessDeniedError"');
    const stored = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
    expect(stored).not.toContain(ROUTER_SECRET);
  });

  it("offers every scope at first, and a way out that forgets the credentials", async () => {
    const { playground, page } = await open(WITH_SECRET);
    expect(await page.getByLabel("Scopes").inputValue()).toMatch(/device:create .*device:read/);
    await page.getByLabel("Router secret").fill(ROUTER_SECRET);
    await page.keyboard.press("Enter");
    await playground.ready();
    await page.getByRole("button", { name: "Sign out" }).click();
    expect(await page.getByLabel("Router secret").inputValue()).toBe("");
  });

  it("ends the session, saying why, when the credentials are no longer accepted", async () => {
    const { playground, page } = await open(WITH_SECRET);
    await page.getByLabel("Router secret").fill(ROUTER_SECRET);
    await page.keyboard.press("Enter");
    await playground.ready();
    await playground.replaceHeaders('{ "router-authorization": "a secret that was replaced" }');
    await page.keyboard.press("Control+Enter");
    const form = page.getByRole("main");
    expect(await form.getByRole("alert").innerText()).toContain("router-authorization");
    await form.getByLabel("Router secret").waitFor();
  });

  it("says that the subgraph cannot be reached", async () => {
    const { page } = await open(WITH_SECRET);
    await page.getByLabel("Router secret").fill(ROUTER_SECRET);
    await page.route("**/graphql", (route) => route.abort());
    await page.keyboard.press("Enter");
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toContain("The subgraph cannot be reached.");
  });
});
