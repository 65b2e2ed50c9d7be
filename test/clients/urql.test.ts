import { readFileSync } from "node:fs";

import { buildSubgraphSchema } from "@apollo/subgraph";
import { Client, fetchExchange } from "@urql/core";
import { cacheExchange, type CacheExchangeOpts } from "@urql/exchange-graphcache";
import { introspectionFromSchema, parse } from "graphql";

import { CreateDeviceDocument, DeviceDocument, type CreateDeviceInput } from "../generated/operations.js";
import { INPUT, ORG } from "../support/createDevice.js";
import { REFUSALS } from "../support/refusals.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const schema = introspectionFromSchema(
  buildSubgraphSchema([{ typeDefs: parse(readFileSync("schema/devices.graphql", "utf8")) }]),
) as unknown as NonNullable<CacheExchangeOpts["schema"]>;

/** The set-up that the documentation for frontend teams shows: what has no `id` is embedded in its parent. */
function connect(subgraph: SubgraphUnderTest): Client {
  const embedded = () => null;
  return new Client({
    url: subgraph.app.url,
    preferGetMethod: false,
    exchanges: [
      cacheExchange({
        schema,
        keys: { Product: embedded, InputProblem: embedded },
      }),
      fetchExchange,
    ],
  });
}

const create = (client: Client, input: Partial<CreateDeviceInput>) =>
  client.mutation(CreateDeviceDocument, { input: { ...INPUT, ...input } }).toPromise();

afterEach(closeAll);

describe("urql with graphcache, set up as documented", () => {
  it("gets a created device with its secret, and reads the device", async () => {
    const client = connect(await startSubgraph());
    const { data, error } = await create(client, { deviceKey: "turbine-1" });
    expect(error).toBeUndefined();
    const created = data?.createDevice;
    if (created?.__typename !== "CreateDeviceSuccess") throw new Error(JSON.stringify(created));
    expect(created.deviceSecret).toEqual(expect.any(String));
    const { assetId } = created.device;
    const read = await client.query(DeviceDocument, { orgId: ORG, assetId }).toPromise();
    expect(read.data?.device).toMatchObject({ id: created.device.id, deviceKey: "turbine-1" });
  });

  it.each(Object.entries(REFUSALS))("gets the fields of %s", async (member, { changes, faults = [] }) => {
    const subgraph = await startSubgraph();
    const client = connect(subgraph);
    await create(client, { deviceKey: "taken", timezone: "+01:00" });
    await subgraph.enos.addFaults(...faults);
    const { data, error } = await create(client, changes);
    expect(error).toBeUndefined();
    expect(data?.createDevice).toMatchObject({
      __typename: member,
      message: expect.any(String) as string,
      retryable: expect.any(Boolean) as boolean,
    });
  });
});
