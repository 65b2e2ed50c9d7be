import { getIntrospectionQuery, Kind, parse, print, visit, type FieldNode } from "graphql";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { INPUT, ORG } from "../support/createDevice.js";
import { CALLERS } from "../support/personas.js";
import { PRODUCTION } from "../support/production.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

const OPERATIONS = "schema/operations";
const able = CALLERS[1]?.[1];

afterEach(closeAll);

/** Repeats the root field of an operation under aliases, as a client does that has several things to do. */
function fivefold(document: string): string {
  return print(
    visit(parse(document), {
      OperationDefinition: (operation) => ({
        ...operation,
        selectionSet: {
          ...operation.selectionSet,
          selections: operation.selectionSet.selections.flatMap((selection) =>
            Array.from({ length: 5 }, (_, index): FieldNode => {
              const alias = { kind: Kind.NAME as const, value: `a${index}` };
              return { ...(selection as FieldNode), alias };
            }),
          ),
        },
      }),
    }),
  );
}

/** Of these one is enough for a request. */
const ONCE = ["checkDevices.graphql"];

it.each(readdirSync(OPERATIONS).filter((file) => !ONCE.includes(file)))(
  "lets %s pass, five times in one operation",
  async (file) => {
    const subgraph = await startSubgraph({ env: PRODUCTION });
    const variables = {
      input: file === "updateDevice.graphql" ? { orgId: ORG, assetId: "nobody", deviceDesc: "" } : INPUT,
      inputs: [INPUT],
      orgId: ORG,
      assetId: "nobody",
      assetIds: ["nobody"],
      enabled: true,
      productKey: INPUT.productKey,
      deviceKey: "nobody",
    };
    const query = fivefold(readFileSync(join(OPERATIONS, file), "utf8"));
    const { data, errors } = await subgraph.askText(query, variables, able);
    expect(errors).toBeUndefined();
    expect(Object.keys(data ?? {})).toEqual(["a0", "a1", "a2", "a3", "a4"]);
  },
);

it("lets a gateway ask for 1,000 entities at once", async () => {
  const subgraph = await startSubgraph({ env: PRODUCTION });
  const query = `query Devices__devices__0($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Device { product { __typename orgId productKey } } }
  }`;
  const representations = Array.from({ length: 1_000 }, (_, index) => ({
    __typename: "Device",
    orgId: ORG,
    assetId: `a${index}`,
  }));
  const { data } = await subgraph.askText(query, { representations }, able);
  expect(data).toHaveProperty("_entities.length", 1_000);
});

it("lets the playground of development read the whole schema", async () => {
  const subgraph = await startSubgraph();
  const query = getIntrospectionQuery({
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });
  const { data, errors } = await subgraph.askText(query);
  expect(errors).toBeUndefined();
  expect(data).toHaveProperty("__schema.mutationType.name", "Mutation");
});
