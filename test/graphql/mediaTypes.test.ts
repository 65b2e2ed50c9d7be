import { CREATE_DEVICE, INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
afterAll(closeAll);

async function post(accept: string, query: string, variables: object = {}) {
  const response = await fetch(subgraph.app.url, {
    method: "POST",
    headers: { "content-type": "application/json", accept },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
}

it.each([
  ["application/json, application/graphql-response+json", "application/json", 200],
  ["application/graphql-response+json, application/json", "application/graphql-response+json", 400],
  ["application/json;q=0.1, application/graphql-response+json", "application/graphql-response+json", 400],
  ["application/graphql-response+json;q=0.1, application/json;q=0.9", "application/json", 200],
  [
    "application/json;q=0.1, application/graphql-response+json;q=0.9",
    "application/graphql-response+json",
    400,
  ],
  ["APPLICATION/GRAPHQL-RESPONSE+JSON", "application/graphql-response+json", 400],
  ["application/json; charset=UTF-8", "application/json", 200],
  ["application/json;q=0, application/*", "application/graphql-response+json", 400],
  ["multipart/mixed, application/json;q=0.5", "application/json", 200],
  ["*/*", "application/json", 200],
  ["", "application/json", 200],
])("answers a client that accepts %s as %s, and faults with status %i", async (accept, type, status) => {
  const expected = { status: 200, type: `${type}; charset=utf-8`, body: '{"data":{"__typename":"Query"}}\n' };
  for (let times = 0; times < 2; times++) expect(await post(accept, "{ __typename }")).toEqual(expected);
  expect(await post(accept, "{ nothing }")).toMatchObject({ status, type: `${type}; charset=utf-8` });
});

it.each([
  "text/html",
  "application/json;v=2",
  "application/json;q=0",
  "application/json;q=0, */*;q=0",
  "text/*",
])("does nothing for a client that accepts %s, whether the operation is known or not", async (accept) => {
  await post("*/*", CREATE_DEVICE, { input: { ...INPUT, timezone: "mars" } });
  await subgraph.enos.reset();
  for (const query of [CREATE_DEVICE, `${CREATE_DEVICE} # ${accept}`]) {
    const answer = await post(accept, query, { input: INPUT });
    expect(answer).toMatchObject({ status: 406, type: "application/json; charset=utf-8" });
    expect(answer.body).toContain("NOT_ACCEPTABLE");
  }
  expect(await subgraph.enos.calls()).toEqual([]);
});
