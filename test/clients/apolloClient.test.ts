import { runInNewContext } from "node:vm";

import { type ApolloClient, gql, type TypedDocumentNode } from "@apollo/client";
import { parse, type TypedQueryDocumentNode } from "graphql";

import {
  CreateDeviceDocument,
  CreateDevicesDocument,
  DeviceByKeyDocument,
  DeviceDocument,
  type CreateDeviceInput,
  type CreateDeviceMutation,
} from "../generated/operations.js";
import { INPUT, ORG, PRODUCT } from "../support/createDevice.js";
import { block } from "../support/frontendPage.js";
import { REFUSALS } from "../support/refusals.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { connectApollo, stopClients } from "./connect.js";

/** The same document under the type that Apollo Client infers from. */
function typed<Data, Variables extends Record<string, unknown>>(
  document: TypedQueryDocumentNode<Data, Variables>,
) {
  return document as unknown as TypedDocumentNode<Data, Variables>;
}

/** Returns the options that the page for frontend teams shows for mutations. */
function documentedOptions(): Partial<ApolloClient.MutateOptions> {
  const [, options = ""] = /const options = (\{.+\}) as const;/.exec(block("ts", "client.mutate(")) ?? [];
  return runInNewContext(`(${options})`) as Partial<ApolloClient.MutateOptions>;
}

type FetchPolicy = "no-cache" | "network-only";

/** `network-only` is what Apollo Client does with a mutation by default: the answer passes through the cache. */
function create(
  client: ApolloClient,
  input: Partial<CreateDeviceInput>,
  fetchPolicy: FetchPolicy = "no-cache",
) {
  return client.mutate({
    mutation: typed(CreateDeviceDocument),
    variables: { input: { ...INPUT, ...input } },
    fetchPolicy,
  });
}

/** The operation of the page for frontend teams, which names no error type but one. */
function createByPage(client: ApolloClient, input: Partial<CreateDeviceInput>, fetchPolicy: FetchPolicy) {
  const mutation = parse(
    block("graphql", "createDevice(input: $input)"),
  ) as TypedDocumentNode<CreateDeviceMutation>;
  return client.mutate({ mutation, variables: { input: { ...INPUT, ...input } }, fetchPolicy });
}

afterEach(async () => {
  stopClients();
  await closeAll();
});

describe("Apollo Client, set up as documented", () => {
  it("gets a created device with its secret, which is not kept in the cache", async () => {
    const client = connectApollo(await startSubgraph());
    const { data } = await create(client, { deviceKey: "turbine-1" });
    expect(data?.createDevice).toMatchObject({
      __typename: "CreateDeviceSuccess",
      device: { id: expect.any(String) as string, orgId: ORG, deviceKey: "turbine-1" },
      deviceSecret: expect.any(String) as string,
    });
    expect(JSON.stringify(client.cache.extract())).not.toContain("deviceSecret");
  });

  describe.each(["no-cache", "network-only"] as const)("under the fetch policy %s", (policy) => {
    it.each(Object.entries(REFUSALS))("gets the fields of %s", async (member, { changes, faults = [] }) => {
      const subgraph = await startSubgraph();
      const client = connectApollo(subgraph);
      await create(client, { deviceKey: "taken", timezone: "+01:00" });
      await subgraph.enos.addFaults(...faults);
      const { data } = await create(client, changes, policy);
      expect(data?.createDevice).toMatchObject({
        __typename: member,
        message: expect.any(String) as string,
        retryable: expect.any(Boolean) as boolean,
      });
    });
  });

  it.each([
    ["keeps the secret of a device beside a field that failed", documentedOptions(), true],
    ["loses it without the documented policy for errors", { fetchPolicy: "no-cache" as const }, false],
  ])("%s", async (_, options, isKept) => {
    const subgraph = await startSubgraph();
    await subgraph.enos.addFaults({ on: "search", times: 0, fault: { kind: "code", code: 12345 } });
    const mutation = gql`
      mutation CreateDevice($input: CreateDeviceInput!) {
        createDevice(input: $input) {
          ... on CreateDeviceSuccess {
            deviceSecret
            device {
              id
              status
            }
          }
        }
      }
    `;
    const sent = connectApollo(subgraph).mutate({ mutation, variables: { input: INPUT }, ...options });
    if (!isKept) {
      await expect(sent).rejects.toThrow("12345");
      return;
    }
    const { data, error } = await sent;
    const [stored] = await subgraph.enos.devices();
    expect(data).toMatchObject({
      createDevice: { deviceSecret: stored?.deviceSecret, device: { status: null } },
    });
    expect(error?.message).toContain("12345");
  });

  it("drops every field of a refusal but its type in the cache without possibleTypes", async () => {
    const client = connectApollo(await startSubgraph(), {}, {});
    const { data } = await createByPage(client, { productKey: "NoSuch00" }, "network-only");
    expect(data?.createDevice).toEqual({ __typename: "ProductNotFoundError" });
  });

  it("keeps what an error type that is newer than the client has in common with all others, but not in the cache", async () => {
    const client = connectApollo(await startSubgraph(), { unknown: "ProductNotFoundError" });
    const newer = { productKey: "NoSuch00" };
    expect((await createByPage(client, newer, "no-cache")).data?.createDevice).toMatchObject({
      __typename: "ProductNotFoundError",
      message: expect.any(String) as string,
      retryable: false,
    });
    expect((await createByPage(client, newer, "network-only")).data?.createDevice).toEqual({
      __typename: "ProductNotFoundError",
    });
  });

  it("knows a device read by asset ID again when it is read by key", async () => {
    const subgraph = await startSubgraph();
    const client = connectApollo(subgraph);
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

  it("keeps what one query read of a device's product when another reads more of it", async () => {
    const subgraph = await startSubgraph();
    const [stored] = await subgraph.enos.addDevices({ orgId: ORG, productKey: "AllTypes" });
    const variables = { orgId: ORG, assetId: stored?.assetId };
    const client = connectApollo(subgraph);
    const queries = ["productKey", "thingModel { modelId }", "thingModel { name }"].map((fields) =>
      parse(`query ($orgId: ID!, $assetId: ID!) {
        device(orgId: $orgId, assetId: $assetId) { id product { ${fields} } }
      }`),
    );
    for (const query of queries) await client.query({ query, variables });
    for (const query of queries) expect(client.cache.readQuery({ query, variables })).not.toBeNull();
  });
});
