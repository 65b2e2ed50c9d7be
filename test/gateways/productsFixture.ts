import { readFileSync } from "node:fs";

import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse, type GraphQLSchema } from "graphql";

/** The schema that Apollo's compatibility suite wants to be served, from the suite itself. */
export const PRODUCTS_SDL =
  "test/gateways/node_modules/@apollo/federation-subgraph-compatibility-tests/products.graphql";

const user = {
  email: "support@apollographql.com",
  name: "Jane Smith",
  totalProductsCreated: 1_337,
  yearsOfEmployment: 10,
};

const deprecated = {
  sku: "apollo-federation-v1",
  package: "@apollo/federation-v1",
  reason: "Migrate to Federation V2",
  createdBy: user,
};

const studies = [
  { study: { caseNumber: "1234", description: "Federation Study" }, outcome: null },
  { study: { caseNumber: "1235", description: "Studio Study" }, outcome: null },
];

const products = [
  {
    id: "apollo-federation",
    sku: "federation",
    package: "@apollo/federation",
    variation: { id: "OSS" },
    research: [studies[0]],
  },
  { id: "apollo-studio", sku: "studio", package: "", variation: { id: "platform" }, research: [studies[1]] },
].map((product) => ({
  ...product,
  dimensions: { size: "small", weight: 1, unit: "kg" },
  createdBy: user,
  notes: null,
}));

type Key = Readonly<Record<string, unknown>>;

const resolvers = {
  Query: {
    product: (_: unknown, { id }: Key) => products.find((product) => product.id === id),
    deprecatedProduct: (_: unknown, key: Key) => findDeprecated(key),
  },
  Product: {
    __resolveReference: async (key: Key) => {
      const variation = key.variation as Key | undefined;
      const found = products.find(
        ({ id, sku, package: name, variation: { id: variationId } }) =>
          id === key.id || (sku === key.sku && (name === key.package || variationId === variation?.id)),
      );
      return Promise.resolve(found && { ...found });
    },
  },
  DeprecatedProduct: { __resolveReference: async (key: Key) => Promise.resolve(findDeprecated(key)) },
  ProductResearch: {
    __resolveReference: async ({ study }: Key) =>
      Promise.resolve(studies.find((one) => one.study.caseNumber === (study as Key).caseNumber)),
  },
  User: {
    __resolveReference: async (key: Key) => Promise.resolve({ ...user, ...key }),
    averageProductsCreatedPerYear: ({ totalProductsCreated, yearsOfEmployment }: typeof user) =>
      Math.round(totalProductsCreated / yearsOfEmployment),
  },
  Inventory: {
    __resolveReference: async ({ id }: Key) => Promise.resolve({ id, deprecatedProducts: [deprecated] }),
  },
};

function findDeprecated(key: Key) {
  return key.sku === deprecated.sku && key.package === deprecated.package ? { ...deprecated } : null;
}

/** Returns the executable fixture. */
export function productsSchema(): GraphQLSchema {
  const typeDefs = parse(readFileSync(PRODUCTS_SDL, "utf8"));
  return buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
}
