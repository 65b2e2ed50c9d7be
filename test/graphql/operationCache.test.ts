import { closeAll, startSubgraph } from "../support/subgraph.js";

afterEach(closeAll);

const CREATE = "mutation Create($input: CreateDeviceInput!) { createDevice(input: $input) { __typename } }";
const INPUT = { orgId: "o15475450989191", productKey: "Vu82Agp3", timezone: "+08:00" };

const REFUSED = 'query Read($orgId: ID!) { device(orgId: $orgId, assetId: "a1") { assetId } __typename }';

/** A request with extensions is the same operation, but only Apollo Server answers it. */
const LONG_WAY = { extensions: {} };

async function post(url: string, body: object, accept?: string) {
  const headers = { "content-type": "application/json", ...(accept !== undefined && { accept }) };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
}

it.each([
  ["an answer", { query: "{ __typename }" }],
  [
    "an operation chosen by name",
    { query: "query A { __typename } query B { b: __typename }", operationName: "B" },
  ],
  [
    "a refusal",
    {
      query: CREATE,
      variables: { input: { ...INPUT, timezone: "mars", deviceName: { defaultValue: "x" } } },
    },
  ],
  ["a field that is refused", { query: REFUSED, variables: { orgId: "nobody's" } }],
  ["a variable at fault", { query: CREATE, variables: { input: { ...INPUT, deviceName: "no object" } } }],
  ["a variable that is missing", { query: CREATE, variables: null }],
  ["a field that does not exist", { query: "{ nothing }" }],
  ["a document at fault", { query: "{" }],
  ["an operation that does not exist", { query: "query A { __typename }", operationName: "B" }],
])(
  "gives %s alike to a plain request, to one that needs a closer look, and to one that came before",
  async (_, body) => {
    const { app } = await startSubgraph({ env: { CALLER_ORGS: INPUT.orgId } });
    const plain = await post(app.url, body);
    expect(plain).toEqual(await post(app.url, { ...body, ...LONG_WAY }));
    expect(plain).toEqual(await post(app.url, body));
    expect(plain.type).toBe("application/json; charset=utf-8");
  },
);

it("answers with OPERATION_CACHE=off as it does with it", async () => {
  const env = { CALLER_ORGS: INPUT.orgId };
  const on = await startSubgraph({ env });
  const off = await startSubgraph({ env: { ...env, OPERATION_CACHE: "off" } });
  const body = { query: REFUSED, variables: { orgId: "nobody's" } };
  const expected = await post(on.app.url, body);
  for (let times = 0; times < 2; times++) {
    expect(await post(on.app.url, body)).toEqual(expected);
    expect(await post(off.app.url, body)).toEqual(expected);
  }
});
