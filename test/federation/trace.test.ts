import { closeAll, startSubgraph } from "../support/subgraph.js";

const TRACE = { "apollo-federation-include-trace": "ftv1" };
const ROUTER = { ...TRACE, "router-authorization": "s3cret" };

afterEach(closeAll);

describe("a trace of an operation", () => {
  it("goes to the router that asks for one", async () => {
    const subgraph = await startSubgraph({ env: { ROUTER_SECRET: "s3cret" } });
    const answer = await subgraph.askText("{ __typename }", {}, ROUTER);
    expect(answer).toMatchObject({ extensions: { ftv1: expect.any(String) as string } });
  });

  it("goes to nobody where anybody may ask", async () => {
    const subgraph = await startSubgraph();
    const answer = await subgraph.askText("{ __typename }", {}, TRACE);
    expect(answer).toMatchObject({ data: { __typename: "Query" } });
    expect(answer).not.toHaveProperty("extensions");
  });
});
