import { CREATE_DEVICE, INPUT } from "../support/createDevice.js";
import { CALLERS, STRANGER } from "../support/personas.js";
import { PRODUCTION } from "../support/production.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const BODY = JSON.stringify({ query: CREATE_DEVICE, variables: { input: INPUT } });
const SEARCH = new URLSearchParams({
  query: CREATE_DEVICE,
  variables: JSON.stringify({ input: INPUT }),
}).toString();
const INTROSPECTION = "{ __schema { types { name } } }";
const SDL = "{ _service { sdl } }";

interface Forgery {
  readonly name: string;
  readonly search?: string;
  readonly init: RequestInit;
  readonly status: number;
  readonly says: RegExp;
}

const FORGERIES: readonly Forgery[] = [
  { name: "a mutation by GET", search: SEARCH, init: {}, status: 400, says: /Cross-Site Request Forgery/ },
  {
    name: "a mutation by GET with the header against forgery",
    search: SEARCH,
    init: { headers: { "apollo-require-preflight": "true" } },
    status: 405,
    says: /GET requests only support query operations/,
  },
  ...["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html"].map(
    (type): Forgery => ({
      name: `a mutation as ${type}, which needs no leave of the browser`,
      init: { method: "POST", headers: { "content-type": type }, body: BODY },
      status: 415,
      says: /application\/json/,
    }),
  ),
  {
    name: "a mutation by PUT",
    init: { method: "PUT", headers: { "content-type": "application/json" }, body: BODY },
    status: 405,
    says: /POST/,
  },
  { name: "a mutation by DELETE", search: SEARCH, init: { method: "DELETE" }, status: 405, says: /POST/ },
  {
    name: "an automatic persisted query",
    search: `extensions=${encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } }))}`,
    init: { headers: { "apollo-require-preflight": "true" } },
    status: 200,
    says: /PersistedQueryNotSupported/,
  },
  { name: "introspection", init: asking(INTROSPECTION), status: 200, says: /introspection is not allowed/ },
  {
    name: "introspection of one type, in a fragment",
    init: asking('{ ...A } fragment A on Query { __type(name: "Device") { name } }'),
    status: 200,
    says: /introspection is not allowed/,
  },
];

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({ env: PRODUCTION });
});
afterEach(async () => {
  expect(await subgraph.enos.calls()).toEqual([]);
});
afterAll(closeAll);

describe.each(CALLERS)("from %s", (_, headers) => {
  it.each(FORGERIES)("$name: refused", async ({ search, init, status, says }) => {
    const response = await send(init, headers, search);
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(says);
  });

  it("a slip in a name brings no hint of what there is", async () => {
    const answers = [
      await send(asking("{ devic { name } }"), headers),
      await send(asking("mutation { createDevic(inputs: 1) { __typename } }"), headers),
      await send(asking("mutation { createDevice(inpu: 1) { devic } }"), headers),
      await send(asking(CREATE_DEVICE, { input: { ...INPUT, devicKey: "k" } }), headers),
      await send(asking("mutation { createDevice(input: { devicKey: 1 }) { __typename } }"), headers),
    ];
    for (const answer of answers) expect(await answer.text()).not.toContain("Did you mean");
  });

  it("a page of another origin gets no leave to read", async () => {
    for (const method of ["OPTIONS", "POST"]) {
      const response = await send(
        { ...asking(SDL), method, body: method === "POST" ? "{}" : null },
        {
          ...headers,
          origin: "https://evil.example",
          "access-control-request-method": "POST",
        },
      );
      expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
      expect(response.status).toBeGreaterThanOrEqual(400);
    }
  });
});

describe("from a stranger", () => {
  const mutations = FORGERIES.filter(({ init }) => ["GET", "POST", undefined].includes(init.method));
  it.each([...mutations, { name: "the schema of the subgraph", init: asking(SDL), search: undefined }])(
    "$name: refused",
    async ({ search, init }) => {
      const response = await send(init, STRANGER[1], search);
      expect(response.status).toBe(401);
      expect(await response.text()).toContain("UNAUTHENTICATED");
    },
  );
});

it("gives the router the schema to compose with", async () => {
  const { data } = await subgraph.askText<{ _service: { sdl: string } }>(SDL, {}, CALLERS[0]?.[1]);
  expect(data?._service.sdl).toContain("type Device");
});

function asking(query: string, variables = {}): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  };
}

function send(init: RequestInit, headers: Readonly<Record<string, string>>, search = "") {
  return fetch(`${subgraph.app.url}?${search}`, {
    ...init,
    headers: { ...(init.headers as Record<string, string>), ...headers },
  });
}
