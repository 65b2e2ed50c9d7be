import { readFileSync } from "node:fs";

import { parse } from "yaml";

import { CreateDeviceDocument } from "../generated/operations.js";
import { INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

const read = (name: string) => readFileSync(`deploy/routers/${name}`, "utf8");

/** Every way to write the same three headers. */
const SNIPPETS: Readonly<Record<string, string>> = {
  "Apollo Router": read("apollo-router.yaml") + read("apollo-router.rhai"),
  "Hive Gateway": read("hive-gateway.config.ts"),
  Cosmo: read("cosmo.yaml"),
};

afterEach(closeAll);

describe("the snippets for routers", () => {
  it("are YAML where they say so", () => {
    expect(parse(read("apollo-router.yaml"))).toHaveProperty("headers.subgraphs.devices.request");
    expect(parse(read("cosmo.yaml"))).toHaveProperty("headers.subgraphs.devices.request");
  });

  it.each(Object.entries(SNIPPETS))(
    "of %s sets the headers by which the guard knows router and caller",
    async (_, snippet) => {
      const subgraph = await startSubgraph({
        env: { ROUTER_SECRET: "the-secret", CALLER_ORGS: "", CALLER_SCOPES: "" },
      });
      const said: Record<string, string> = {
        "router-authorization": "the-secret",
        "x-caller-orgs": INPUT.orgId,
        "x-caller-scopes": "device:create",
      };
      const inSnippet = Object.keys(said).filter((name) => snippet.includes(name));
      const headers = Object.fromEntries(inSnippet.map((name) => [name, said[name] ?? ""]));
      const { data } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, headers);
      // Without device:secret, which only x-caller-scopes can have withheld.
      expect(data?.createDevice).toMatchObject({ __typename: "CreateDeviceSuccess", deviceSecret: null });
      const stranger = { ...headers, "x-caller-orgs": "o15475450989192" };
      const { data: refused } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, stranger);
      expect(refused?.createDevice?.__typename).toBe("OrganizationAccessDeniedError");
      expect(inSnippet).toEqual(Object.keys(said));
    },
  );
});
