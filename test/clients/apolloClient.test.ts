import { readFileSync } from "node:fs";

import { ApolloClient, HttpLink, InMemoryCache, type TypedDocumentNode } from "@apollo/client";
import type { TypedQueryDocumentNode } from "graphql";

import {
  CreateDeviceDocument,
  CreateDevicesDocument,
  DeviceByKeyDocument,
  DeviceDocument,
  type CreateDeviceInput,
} from "../generated/operations.js";
import { INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { REFUSALS } from "../support/refusals.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const { possibleTypes } = JSON.parse(readFileSync("schema/possibleTypes.json", "utf8")) as {
  readonly possibleTypes: Record<string, string[]>;
};

const clients: ApolloClient[] = [];

/** The same document under the type that Apollo Client infers from. */
function typed<Data, Variables extends Record<string, unknown>>(
  document: TypedQueryDocumentNode<Data, Variables>,
) {
  return document as unknown as TypedDocumentNode<Data, Variables>;
}

/** The set-up that the documentation for frontend teams shows. */
function connect(subgraph: SubgraphUnderTest, types = possibleTypes) {
  const client = new ApolloClient({
    link: new HttpLink({ uri: subgraph.app.url }),
    cache: new InMemoryCache({ possibleTypes: types }),
  });
  clients.push(client);
  return client;
}

function create(client: ApolloClient, input: Partial<CreateDeviceInput>) {
  return client.mutate({
    mutation: typed(CreateDeviceDocument),
    variables: { input: { ...INPUT, ...input } },
    fetchPolicy: "no-cache",
  });
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.stop();
  await closeAll();
});

describe("Apollo Client, set up as documented", () => {
  it("gets a created device with its secret, which is not kept in the cache", async () => {
    const client = connect(await startSubgraph());
    const { data } = await create(client, { deviceKey: "turbine-1" });
    expect(data?.createDevice).toMatchObject({
      __typename: "CreateDeviceSuccess",
      device: { id: expect.any(String) as string, orgId: ORG, deviceKey: "turbine-1" },
      deviceSecret: expect.any(String) as string,
    });
    expect(JSON.stringify(client.cache.extract())).not.toContain("deviceSecret");
  });

  it.each(Object.entries(REFUSALS))("gets the fields of %s", async (member, { changes, faults = [] }) => {
    const subgraph = await startSubgraph();
    const client = connect(subgraph);
    await create(client, { deviceKey: "taken", timezone: "+01:00" });
    await subgraph.enos.addFaults(...faults);
    const { data } = await create(client, changes);
    expect(data?.createDevice).toMatchObject({
      __typename: member,
      message: expect.any(String) as string,
      retryable: expect.any(Boolean) as boolean,
    });
  });

  it("keeps what an error type that is newer than the client has in common with all others", async () => {
    const subgraph = await startSubgraph();
    const known = Object.fromEntries(
      Object.entries(possibleTypes).map(([type, members]) => [
        type,
        members.filter((name) => name !== "ProductNotFoundError"),
      ]),
    );
    const { data } = await create(connect(subgraph, known), { productKey: "NoSuch00" });
    expect(data?.createDevice).toMatchObject({
      __typename: "ProductNotFoundError",
      message: expect.any(String) as string,
    });
  });

  it("knows a device read by asset ID again when it is read by key", async () => {
    const subgraph = await startSubgraph();
    const client = connect(subgraph);
    const { data } = await client.mutate({
      mutation: typed(CreateDevicesDocument),
      variables: { inputs: [{ ...INPUT, deviceKey: "turbine-1" }] },
      fetchPolicy: "no-cache",
    });
    const [created] = data?.createDevices ?? [];
    if (created?.__typename !== "CreateDeviceSuccess") throw new Error(JSON.stringify(created));
    const { assetId } = created.device;
    await client.query({ query: typed(DeviceDocument), variables: { orgId: ORG, assetId } });
    await client.query({
      query: typed(DeviceByKeyDocument),
      variables: { orgId: ORG, productKey: PRODUCT, deviceKey: "turbine-1" },
    });
    const entities = Object.keys(client.cache.extract() as object).filter((key) => key.startsWith("Device:"));
    expect(entities).toEqual([`Device:${created.device.id}`]);
  });
});
