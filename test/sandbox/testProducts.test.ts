import { readFileSync } from "node:fs";

import type { ListedProduct } from "../../src/sandbox/products/testProducts.js";
import { createDevice, INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

let subgraph: SubgraphUnderTest;
let products: readonly ListedProduct[];
beforeAll(async () => {
  subgraph = await startSubgraph();
  const response = await fetch(`${subgraph.sandbox.url}/sandbox/products`);
  ({ products } = (await response.json()) as { products: ListedProduct[] });
});
afterAll(closeAll);

it("every product leads createDevice to the result that it is listed with, twice in a row", async () => {
  expect(products.length).toBeGreaterThan(10);
  for (const { orgId, productKey, createDeviceResult } of products)
    for (const deviceKey of ["first", "second"].map((order) => `${order}-${orgId}-${productKey}`)) {
      const deviceAttributes = { ratedPower: 1 };
      const isModelled = productKey !== "NoModel1" && productKey !== "Qx94Bmt7";
      const input = { orgId, productKey, deviceKey, ...(isModelled && { deviceAttributes }) };
      const { __typename } = await createDevice(subgraph, input);
      expect([productKey, __typename]).toEqual([productKey, createDeviceResult]);
    }
});

it("with one idempotency key for two devices there is a product for every member of the union", async () => {
  const idempotencyKey = "two-devices";
  await createDevice(subgraph, { idempotencyKey });
  const deviceName = { defaultValue: "Another name" };
  const conflict = await createDevice(subgraph, { idempotencyKey, deviceName });
  expect(conflict.__typename).toBe("IdempotencyConflictError");
  const byProduct = await createDevice(subgraph, { productKey: "Taken001", idempotencyKey });
  expect(byProduct.__typename).toBe("IdempotencyConflictError");
  const schema = readFileSync("schema/devices.graphql", "utf8");
  const members = /union CreateDeviceResult\s*=([^@"]*?)\n\n/.exec(schema)?.[1]?.match(/\w+/g);
  const listed = new Set([...products.map((one) => one.createDeviceResult), conflict.__typename]);
  expect([...listed].sort()).toEqual(members?.sort());
});

it("the device of an unconfirmed creation exists", async () => {
  const lost = (await subgraph.enos.devices()).filter(({ productKey }) => productKey === "LoSt0001");
  expect(lost).toHaveLength(2);
});

it("docs/sandbox.md has every product with its result", () => {
  const rows = readFileSync("docs/sandbox.md", "utf8")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.replaceAll(/[` ]|,.*/g, "")));
  for (const { orgId, productKey, createDeviceResult } of products) {
    const row = rows.find(([, key]) => key === productKey);
    if (orgId === INPUT.orgId) expect(row?.slice(1, 3)).toEqual([productKey, createDeviceResult]);
  }
});
