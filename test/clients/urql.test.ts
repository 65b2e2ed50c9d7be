import { Client, fetchExchange } from "@urql/core";

import { CreateDeviceDocument, DeviceDocument, type CreateDeviceInput } from "../generated/operations.js";
import { INPUT, ORG } from "../support/createDevice.js";
import { block } from "../support/frontendPage.js";
import { REFUSALS } from "../support/refusals.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { connectUrql } from "./connect.js";

const create = (client: Client, input: Partial<CreateDeviceInput>) =>
  client.mutation(CreateDeviceDocument, { input: { ...INPUT, ...input } }).toPromise();

afterEach(closeAll);

describe("urql with graphcache, set up as documented", () => {
  it("gets a created device with its secret, and reads the device", async () => {
    const client = connectUrql(await startSubgraph());
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
    const client = connectUrql(subgraph);
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

  it("gets an error type that it does not know without the cache, as the page advises for mutations", async () => {
    const { app } = await startSubgraph();
    const client = new Client({ url: app.url, exchanges: [fetchExchange] });
    const operation = block("graphql", "createDevice(input: $input)");
    const input = { ...INPUT, productKey: "NoSuch00" };
    const { data } = await client.mutation<unknown>(operation, { input }).toPromise();
    expect(data).toMatchObject({ createDevice: { __typename: "ProductNotFoundError", retryable: false } });
  });

  it("needs the option by which queries are not sent by GET", async () => {
    const { app } = await startSubgraph();
    const client = new Client({ url: app.url, exchanges: [fetchExchange] });
    const { data, error } = await client.query(DeviceDocument, { orgId: ORG, assetId: "none" }).toPromise();
    expect(data).toBeUndefined();
    expect(error?.message).toContain("CSRF");
  });
});
