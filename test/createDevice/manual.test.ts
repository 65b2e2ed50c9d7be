import { toDeviceId } from "../../src/devices/deviceId.js";
import { readFileSync } from "node:fs";

import { createDevice, expectMember, FULL_PRODUCT, ORG } from "../support/createDevice.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

const { createDevice: page } = JSON.parse(readFileSync("test/support/samples.json", "utf8")) as {
  createDevice: {
    requests: { seed: { body: Record<string, unknown> } };
    responses: { seedTypo: { body: { requestId: string; data: Record<string, string> } } };
  };
};
/** `source` is in the sample and in no table of any manual. */
const { source: _, ...request } = page.requests.seed.body;
const reply = page.responses.seedTypo.body;
const input = { ...request, orgId: ORG };

afterEach(closeAll);

describe("EnOS's page Create Device", () => {
  it("shows the request that we send, but for the key that we choose", async () => {
    const subgraph = await startSubgraph();
    await createDevice(subgraph, input);

    const calls = await subgraph.enos.calls("create");
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      method: "POST",
      path: "/connect-service/v2.1/devices",
      query: { action: "create", orgId: ORG },
      signatureValid: true,
    });
    const { deviceKey, ...sent } = JSON.parse(calls[0]?.body ?? "") as Record<string, unknown>;
    expect(sent).toEqual(request);
    expect(deviceKey).toMatch(/^[a-z0-9]{16}$/);
  });

  it("shows the reply that we read where EnOS chooses the key, misspelled secret included", async () => {
    const subgraph = await startSubgraph({ env: { DEVICE_KEYS: "enos" } });
    const body = JSON.stringify(reply);
    await subgraph.enos.addFaults({ on: "create", fault: { kind: "http", status: 200, body } });

    const success = await expectMember("CreateDeviceSuccess", createDevice(subgraph, input));
    const { deviceSecrete, ...named } = reply.data;
    expect(success).toEqual({
      __typename: "CreateDeviceSuccess",
      device: { ...named, ...request, orgId: ORG, id: toDeviceId({ orgId: ORG, assetId: "Uvmm5AXU" }) },
      deviceSecret: deviceSecrete,
      deviceSecretStatus: "PROVIDED",
      replayed: false,
      requestId: reply.requestId,
    });
  });

  it("lists 11702: the key is taken", async () => {
    const subgraph = await startSubgraph();
    await createDevice(subgraph, { deviceKey: "turbine-1" });
    const error = await expectMember(
      "DeviceKeyTakenError",
      createDevice(subgraph, { deviceKey: "turbine-1" }),
    );
    expect(error).toMatchObject({ code: 11702, deviceKey: "turbine-1", retryable: false });
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("lists 11714: no key can be assigned, which is asked again before a client hears of it", async () => {
    const subgraph = await startSubgraph();
    const unassigned = { on: "create", fault: { kind: "code", code: 11714 } } as const;
    await subgraph.enos.addFaults({ ...unassigned, times: 1 });
    await expectMember("CreateDeviceSuccess", createDevice(subgraph));

    await subgraph.enos.addFaults({ ...unassigned, times: 4 });
    const error = await expectMember("DeviceKeyNotAssignedError", createDevice(subgraph));
    expect(error).toMatchObject({ code: 11714, retryable: true });
    expect(await subgraph.enos.devices()).toHaveLength(1);
  });

  it("lists 11739: the product is full", async () => {
    const subgraph = await startSubgraph();
    const full = createDevice(subgraph, { productKey: FULL_PRODUCT });
    expect(await expectMember("DeviceLimitExceededError", full)).toMatchObject({
      code: 11739,
      productKey: FULL_PRODUCT,
      retryable: false,
    });
  });
});
