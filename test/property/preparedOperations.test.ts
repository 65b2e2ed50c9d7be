import fc from "fast-check";

import { INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const RUNS = 500;

const CREATE = `mutation($input: CreateDeviceInput!, $others: [CreateDeviceInput!]!, $full: Boolean!) {
  createDevice(input: $input) { ...Answer }
  createDevices(inputs: $others) { ...Answer }
}
fragment Answer on CreateDeviceResult {
  __typename
  ... on CreateDeviceSuccess { replayed device @include(if: $full) { deviceName timezone deviceDesc deviceAttributes deviceTags } }
  ... on DeviceError @skip(if: $full) { message code retryable }
  ... on InvalidDeviceInputError { problems { path message } }
}`;

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
afterAll(closeAll);

/** Has the operation executed by Apollo Server, whatever was executed before. */
const BY_APOLLO_SERVER = { extensions: {} };

async function post(body: object) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(subgraph.app.url, { method: "POST", headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.text() };
}

const any = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>("o1", "Vu82Agp3", 7, 0.5, null, [], {}, [{}], { defaultValue: "x" }, ["a", "b"]),
);

/** A sound input, or one with any of its fields replaced, left out or added. */
const input = fc
  .record({ field: fc.constantFrom(...Object.keys(INPUT), "deviceDesc", "deviceTags", "more"), value: any })
  .map(({ field, value }): unknown => ({ ...INPUT, [field]: value }));

const variables = fc.record(
  {
    input: fc.oneof({ weight: 4, arbitrary: input }, any),
    others: fc.oneof({ weight: 4, arbitrary: fc.array(input, { maxLength: 3 }) }, input, any),
    full: fc.oneof({ weight: 8, arbitrary: fc.boolean() }, any),
  },
  { requiredKeys: [] },
);

it("answers an operation that was let through before as Apollo Server does, whatever its variables are", async () => {
  await post({ query: CREATE, variables: { input: INPUT, others: [], full: true } });
  const created = await post({ query: CREATE, variables: { input: INPUT, others: [INPUT], full: true } });
  expect(created.body).toContain("CreateDeviceSuccess");

  await fc.assert(
    fc.asyncProperty(variables, async (values) => {
      const prepared = await post({ query: CREATE, variables: values });
      expect(prepared).toEqual(await post({ query: CREATE, variables: values, ...BY_APOLLO_SERVER }));
    }),
    { numRuns: RUNS },
  );
});
