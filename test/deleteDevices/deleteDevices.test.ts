import { DeleteDevicesDocument } from "../generated/operations.js";
import { DENIED_ORG, ORG, createDevice, expectMember } from "../support/createDevice.js";
import { PRODUCTION, fromRouter } from "../support/production.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { HARMLESS_FAULTS, IMPATIENT } from "../support/writeFaults.js";
import { addDevice, deleteDevices, storedDevice } from "../support/writes.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({ enos: IMPATIENT });
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

describe("a deletion", () => {
  it("removes the device, names it by the ID that caches know, and is addressed by asset ID", async () => {
    const { assetId } = await addDevice(subgraph);
    const { data } = await subgraph.askText<{ device: { id: string } }>(
      "query ($orgId: ID!, $assetId: ID!) { device(orgId: $orgId, assetId: $assetId) { id } }",
      { orgId: ORG, assetId },
    );
    const [result] = await deleteDevices(subgraph, [assetId]);
    expect(result).toMatchObject({ __typename: "DeleteDeviceSuccess", assetId, deletedId: data?.device.id });
    expect(await storedDevice(subgraph, { assetId })).toBeUndefined();
    const [call] = await subgraph.enos.calls("delete");
    expect(call).toMatchObject({ method: "POST", query: { assetId }, body: "" });
  });

  it("of a device that was created a moment ago leaves none to read, under no name and at once", async () => {
    const lagging = await startSubgraph({ sandbox: { readLagMs: 60_000 } });
    const { device } = await expectMember("CreateDeviceSuccess", createDevice(lagging));
    const { orgId, assetId, productKey, deviceKey } = device;
    expect(await deleteDevices(lagging, [assetId])).toMatchObject([{ __typename: "DeleteDeviceSuccess" }]);
    const { data, errors } = await lagging.askText(
      `query ($orgId: ID!, $assetId: ID!, $productKey: ID!, $deviceKey: ID!) {
        device(orgId: $orgId, assetId: $assetId) { id }
        deviceByKey(orgId: $orgId, productKey: $productKey, deviceKey: $deviceKey) { id }
      }`,
      { orgId, assetId, productKey, deviceKey },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ device: null, deviceByKey: null });
    expect(await lagging.enos.calls("get")).toHaveLength(0);
  });

  it.each(HARMLESS_FAULTS)("is made, after %s", async (_, fault) => {
    const { assetId } = await addDevice(subgraph);
    await subgraph.enos.addFaults({ on: "delete", fault });
    const [result] = await deleteDevices(subgraph, [assetId]);
    expect(result).toMatchObject({ __typename: "DeleteDeviceSuccess", assetId });
    expect(await storedDevice(subgraph, { assetId })).toBeUndefined();
  });

  it.each(["2.1", "2.4"] as const)(
    "of a device that does not exist is not found in EnOS %s",
    async (edition) => {
      await subgraph.enos.settings({ edition });
      const [result] = await deleteDevices(subgraph, ["NoSuch00"]);
      expect(result).toMatchObject({
        __typename: "DeviceNotFoundError",
        assetId: "NoSuch00",
        retryable: false,
      });
      await subgraph.enos.settings({ edition: "2.4" });
    },
  );

  it("is unconfirmed when all answers are lost; the next request finds no such device", async () => {
    const { assetId } = await addDevice(subgraph);
    await subgraph.enos.addFaults({ on: "delete", times: 4, fault: { kind: "resetAfter" } });
    const [lost] = await deleteDevices(subgraph, [assetId]);
    expect(lost).toMatchObject({ __typename: "DeviceUnconfirmedError", retryable: true });
    const [again] = await deleteDevices(subgraph, [assetId]);
    expect(again).toMatchObject({ __typename: "DeviceNotFoundError" });
  });

  it.each([
    [
      "EnOS denies it",
      { kind: "code", code: 99403 },
      { __typename: "OrganizationAccessDeniedError", orgId: ORG },
    ],
    ["nobody knows EnOS's code", { kind: "code", code: 12_345 }, { __typename: "UnrecognizedDeviceError" }],
    [
      "the gateway refuses it",
      { kind: "http", status: 403 },
      { __typename: "EnosUnavailableError", retryable: false },
    ],
  ])("is refused when %s, and the device stays", async (_, fault, expected) => {
    const { assetId } = await addDevice(subgraph);
    await subgraph.enos.addFaults({ on: "delete", fault });
    const [result] = await deleteDevices(subgraph, [assetId]);
    expect(result).toMatchObject(expected);
    expect(await storedDevice(subgraph, { assetId })).toBeDefined();
  });

  it("is unconfirmed when a refusal follows a lost answer", async () => {
    const { assetId } = await addDevice(subgraph);
    const refusal = { kind: "code", code: 99403 };
    await subgraph.enos.addFaults(
      { on: "delete", fault: { kind: "resetBefore" } },
      { on: "delete", fault: refusal },
    );
    const [result] = await deleteDevices(subgraph, [assetId]);
    expect(result).toMatchObject({ __typename: "DeviceUnconfirmedError", code: 99403 });
  });
});

describe("a list of deletions", () => {
  it("is answered in its order, and a device that is named twice is deleted once", async () => {
    const one = await addDevice(subgraph);
    const two = await addDevice(subgraph);
    const results = await deleteDevices(subgraph, [two.assetId, "no such ID", one.assetId, two.assetId]);
    expect(results).toMatchObject([
      { __typename: "DeleteDeviceSuccess", assetId: two.assetId },
      { __typename: "DeviceNotFoundError", assetId: "no such ID" },
      { __typename: "DeleteDeviceSuccess", assetId: one.assetId },
      { __typename: "DeleteDeviceSuccess", assetId: two.assetId },
    ]);
    expect(await subgraph.enos.calls("delete")).toHaveLength(2);
  });

  it("of more than 100 is refused as a whole, and nothing is deleted", async () => {
    const { assetId } = await addDevice(subgraph);
    const assetIds = [assetId, ...Array.from({ length: 100 }, (_, index) => `Asset${index}`)];
    const { data, errors } = await subgraph.ask(DeleteDevicesDocument, { orgId: ORG, assetIds });
    expect(data).toEqual({ deleteDevices: null });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      problems: [{ argument: "assetIds" }],
    });
    expect(await storedDevice(subgraph, { assetId })).toBeDefined();
  });

  it("is refused in each place for an organization that EnOS denies", async () => {
    expect(await deleteDevices(subgraph, ["Tq7mXw2c"], DENIED_ORG)).toMatchObject([
      { __typename: "OrganizationAccessDeniedError", code: 99403, orgId: DENIED_ORG },
    ]);
  });

  it("needs its own scope and the organization", async () => {
    const production = await startSubgraph({ env: PRODUCTION });
    const { assetId } = await addDevice(production);
    const variables = { orgId: ORG, assetIds: [assetId] };
    const writer = fromRouter({ orgs: ORG, scopes: "device:create device:read device:update" });
    const { errors } = await production.ask(DeleteDevicesDocument, variables, writer);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", scope: "device:delete" });
    const stranger = fromRouter({ orgs: "o15475450989192", scopes: "device:delete" });
    const denied = await production.ask(DeleteDevicesDocument, variables, stranger);
    expect(denied.data?.deleteDevices).toMatchObject([
      { __typename: "OrganizationAccessDeniedError", code: null },
    ]);
    const deleter = fromRouter({ orgs: ORG, scopes: "device:delete" });
    const { data } = await production.ask(DeleteDevicesDocument, variables, deleter);
    expect(data?.deleteDevices).toMatchObject([{ __typename: "DeleteDeviceSuccess" }]);
  });
});
