import { serverAudits } from "graphql-http";

import { fromRouter, ROUTER_SECRET } from "../support/production.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

let url = "";

beforeAll(async () => {
  ({ url } = (await startSubgraph({ env: { ROUTER_SECRET } })).app);
});

afterAll(closeAll);

/** The audits of the GraphQL over HTTP working group, sent by the router, with the header against forged requests. */
describe("GraphQL over HTTP", () => {
  const headers = { ...fromRouter(), "apollo-require-preflight": "true" };
  const audits = serverAudits({
    url: () => url,
    fetchFn: (input: string, init: RequestInit = {}) =>
      fetch(input, { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } }),
  });

  it("has 61 audits", () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [audit.name, audit]))("%s", async (_, audit) => {
    const result = await audit.fn();
    expect("reason" in result ? `${result.status}: ${result.reason}` : result.status).toBe("ok");
  });
});
