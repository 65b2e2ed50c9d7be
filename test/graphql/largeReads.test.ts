import { INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const KIB = 1_024;
const MAX_ANSWER_BYTES = 512 * KIB;
/** One page of these devices fits into an answer, and three are more than twice an answer. */
const DEVICES = Array.from({ length: 1_000 }, (_, index) => ({
  orgId: ORG,
  productKey: PRODUCT,
  deviceKey: `large-${index}`,
  assetId: `large${index}`,
  timezone: "+08:00",
  deviceName: { defaultValue: "Turbine" },
  deviceAttributes: { text: "x".repeat(4 * KIB) },
}));

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({ env: { LIMIT_ANSWER_BYTES: String(MAX_ANSWER_BYTES) } });
  for (let first = 0; first < DEVICES.length; first += 100)
    await subgraph.enos.addDevices(...DEVICES.slice(first, first + 100));
});
beforeEach(() => subgraph.enos.clearCalls());
afterAll(closeAll);

const PAGE = `devices(orgId: "${ORG}", first: 100) { nodes { assetId deviceAttributes } }`;
const TOO_LARGE = { extensions: { code: "ANSWER_TOO_LARGE" } };

it.each(["Apollo Server", "the operation cache"])(
  "lists under many aliases end where no answer could hold more, by %s",
  async () => {
    const query = `{ ${Array.from({ length: 29 }, (_, index) => `a${index}: ${PAGE}`).join(" ")} }`;
    const { data, errors = [] } = await subgraph.askText<Record<string, { nodes: object[] } | null>>(query);
    const lists = Object.values(data ?? {});
    const listed = lists.filter((list) => list !== null);
    expect(listed).toHaveLength(3);
    for (const { nodes } of listed) expect(nodes).toHaveLength(100);
    // The lists that came are too large together: their attributes give way, which is one error more.
    expect(errors).toHaveLength(lists.length - listed.length + 1);
    for (const error of errors) expect(error).toMatchObject(TOO_LARGE);
    expect((await subgraph.enos.calls("search")).length).toBeLessThan(10);
  },
);

it("a thousand large entities end where no answer could hold more", async () => {
  const representations = DEVICES.map(({ orgId, assetId }) => ({ __typename: "Device", orgId, assetId }));
  const query =
    "query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Device { assetId } } }";
  const { data, errors = [] } = await subgraph.askText<{ _entities: (object | null)[] }>(query, {
    representations,
  });
  const found = data?._entities.filter((entity) => entity !== null);
  expect(found).toHaveLength(300);
  expect(errors).toHaveLength(700);
  for (const error of errors) expect(error).toMatchObject(TOO_LARGE);
  expect((await subgraph.enos.calls("search")).length).toBeLessThan(10);
});

it("a page of a hundred large devices comes whole", async () => {
  const { data, errors } = await subgraph.askText<{ devices: { nodes: unknown[] } }>(`{ ${PAGE} }`);
  expect(errors).toBeUndefined();
  expect(data?.devices.nodes).toHaveLength(100);
  expect(data?.devices.nodes).toContainEqual({
    assetId: "large999",
    deviceAttributes: DEVICES[0]?.deviceAttributes,
  });
});

it("a mutation tells of all devices, however large they are", async () => {
  const inputs = DEVICES.slice(0, 500).map(({ deviceKey }) => ({ ...INPUT, deviceKey }));
  const query = `mutation($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) {
    ... on DeviceKeyTakenError { holder { assetId } } } }`;
  const { data, errors } = await subgraph.askText(query, { inputs });
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    createDevices: DEVICES.slice(0, 500).map(({ assetId }) => ({ holder: { assetId } })),
  });
});
