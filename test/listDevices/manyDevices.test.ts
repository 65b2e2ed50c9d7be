import { type DevicesQuery, DevicesDocument } from "../generated/operations.js";
import { ORG, PRODUCT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

type Page = NonNullable<DevicesQuery["devices"]>;

afterEach(closeAll);

async function addDevices(subgraph: SubgraphUnderTest, count: number, createTime = 1_700_000_000_000) {
  const chunk = 1_000;
  for (let start = 0; start < count; start += chunk) {
    const devices = Array.from({ length: Math.min(chunk, count - start) }, (_, index) => ({
      ...{ orgId: ORG, productKey: PRODUCT, createTime: createTime + start + index },
    }));
    await subgraph.enos.addDevices(...devices);
  }
}

/** Pages through all devices, 100 at a time; returns the `id` of each row. */
async function pageThrough(
  subgraph: SubgraphUnderTest,
  between: (page: number) => Promise<void>,
): Promise<string[]> {
  const seen: string[] = [];
  let after: string | null = null;
  for (let number = 1; ; number += 1) {
    const { data }: { data?: DevicesQuery | null } = await subgraph.ask(DevicesDocument, {
      ...{ orgId: ORG, first: 100, after },
    });
    const page: Page | null | undefined = data?.devices;
    if (!page) throw new Error("no page");
    seen.push(...page.edges.map(({ node }) => node.id));
    if (!page.pageInfo.hasNextPage) return seen;
    after = page.pageInfo.endCursor;
    await between(number);
  }
}

it("25,000 devices come page by page, none twice and none left out, each page with one search", async () => {
  const subgraph = await startSubgraph();
  await addDevices(subgraph, 25_000);
  const seen = await pageThrough(subgraph, () => Promise.resolve());
  expect(seen).toHaveLength(25_000);
  expect(new Set(seen).size).toBe(25_000);
  expect(await subgraph.enos.calls("search")).toHaveLength(250);
}, 120_000);

it("devices that are created meanwhile repeat rows and hide none from who identifies them by id", async () => {
  const subgraph = await startSubgraph();
  await addDevices(subgraph, 1_000);
  const before = new Set(await pageThrough(subgraph, () => Promise.resolve()));
  const seen = await pageThrough(subgraph, (page) =>
    addDevices(subgraph, page % 3, 1_800_000_000_000 + page),
  );
  expect(before.size).toBe(1_000);
  expect(seen.length).toBeGreaterThan(1_000);
  expect([...before].filter((id) => !seen.includes(id))).toEqual([]);
});
