import { readdirSync } from "node:fs";

import { INPUT } from "../../support/createDevice.js";
import { describeInChromium } from "../chromium.js";

describeInChromium("operations in the playground", ({ open }) => {
  it("creates a device by a click, with no other host to be reached and nothing against its policy", async () => {
    const { subgraph, playground } = await open();
    await playground.ready();
    expect(await playground.run()).toContain('"__typename": "CreateDeviceSuccess"');
    expect(await subgraph.enos.devices()).toHaveLength(1);
    await playground.checked();
    expect(playground.incidents).toEqual({ policyViolations: [], errors: [], otherHosts: [] });
  });

  it("says readably what is wrong with an input, and where", async () => {
    const { subgraph, playground } = await open();
    await playground.ready();
    await playground.tab("FaultyInput").click();
    const result = await playground.run();
    expect(result).toContain('"__typename": "InvalidDeviceInputError"');
    expect(result).toContain('"timezone"');
    expect(await subgraph.enos.calls("create")).toHaveLength(0);
  });

  it("sends the variables as they are written: numbers that JavaScript would change are refused with their place", async () => {
    const { subgraph, playground } = await open();
    await playground.ready();
    const { deviceAttributes, ...input } = {
      ...INPUT,
      deviceTags: { url: "https://x.y/*z*/,}" },
      deviceAttributes: "{ /* none */ }",
    };
    for (const [attributes, says] of [
      ['{ "much": 1e400 }', '"much"'],
      ['{ "fine": 0.1234567890123456789, } // of a sensor', '"fine"'],
      [deviceAttributes, "CreateDeviceSuccess"],
    ] as const) {
      const known = JSON.stringify(input).slice(1, -1);
      await playground.replaceVariables(`{ "input": { ${known}, "deviceAttributes": ${attributes}\n} }`);
      expect(await playground.run()).toContain(says);
    }
    const stored = await subgraph.enos.devices();
    expect(stored).toMatchObject([{ deviceTags: input.deviceTags, deviceAttributes: {} }]);
  });

  it("has a tab for every documented operation", async () => {
    const { playground, page } = await open();
    await playground.ready();
    const roots = new Set<string>();
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      const [, root] = /^\s*(?:query|mutation) [^{]*\{\s*(\w+)/m.exec(await playground.operation()) ?? [];
      if (root !== undefined) roots.add(root);
    }
    const documented = readdirSync("schema/operations").map((name) => name.replace(/\.graphql$/, ""));
    expect([...roots]).toEqual(expect.arrayContaining(documented));
  });

  it("documents the graph without the machinery of federation", async () => {
    const { playground, page } = await open();
    await playground.ready();
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    const docs = page.locator(".graphiql-doc-explorer");
    await docs.getByText("CreateDeviceInput").first().waitFor();
    expect(await docs.innerText()).not.toMatch(/_Any|_Entity|_Service|link__|federation__/);
  });

  it.each([
    ["the subgraph does not answer", undefined, "The subgraph cannot be reached."],
    ["a proxy answers that the request is too large", 413, "The request is too large"],
    ["a proxy limits requests", 429, "Too many requests"],
    ["a proxy cannot reach the subgraph", 502, "a proxy in front of it answered HTTP 502"],
    ["a proxy answers with its sign-in page", 200, "not a GraphQL result (HTTP 200, text/html)"],
  ])("says what happened and what to do, without a stack, when %s", async (_, status, message) => {
    const { playground, page } = await open();
    await playground.ready();
    await page.route("**/graphql", (route) =>
      status === undefined
        ? route.abort()
        : route.fulfill({ status, contentType: "text/html", body: "<h1>Something</h1>" }),
    );
    const result = await playground.run();
    expect(result).toContain(message);
    expect(result).not.toMatch(/stack|\.js:\d/);
  });

  it("shows a refusal of the subgraph itself as it is", async () => {
    const { playground } = await open({ env: { LIMIT_BODY_BYTES: "2048" } });
    await playground.ready();
    await playground.replaceOperation(`# ${"x".repeat(3_000)}\n{ __typename }`);
    expect(await playground.run()).toContain('"code": "PAYLOAD_TOO_LARGE"');
  });

  it("names a header that cannot be sent", async () => {
    const { playground } = await open();
    await playground.ready();
    await playground.replaceHeaders('{ "x-caller-orgs": "风机" }');
    expect(await playground.run()).toContain("x-caller-orgs");
  });
});
