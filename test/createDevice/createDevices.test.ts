import { randomUUID } from "node:crypto";

import { CreateDevicesDocument } from "../generated/operations.js";
import { INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

afterEach(closeAll);

describe("createDevices", () => {
  it("answers each input in its place, some with a device and others with their own refusal", async () => {
    const subgraph = await startSubgraph();
    const { data, errors } = await subgraph.ask(CreateDevicesDocument, {
      inputs: [
        { ...INPUT, deviceKey: "first" },
        { ...INPUT, timezone: "Mars/Olympus" },
        { ...INPUT, productKey: "FuLL0001" },
        { ...INPUT, orgId: "o15475450989193" },
        { ...INPUT, productKey: "NoSuch00" },
        { ...INPUT, deviceKey: "sixth" },
      ],
    });
    expect(errors).toBeUndefined();
    expect(data?.createDevices?.map((result) => result?.__typename)).toEqual([
      "CreateDeviceSuccess",
      "InvalidDeviceInputError",
      "DeviceLimitExceededError",
      "OrganizationAccessDeniedError",
      "ProductNotFoundError",
      "CreateDeviceSuccess",
    ]);
    expect(data?.createDevices?.[0]).toMatchObject({ device: { deviceKey: "first" } });
    expect(data?.createDevices?.[5]).toMatchObject({ device: { deviceKey: "sixth" } });
  });

  it("chooses a key for each input without one, and makes a lost answer good", async () => {
    const subgraph = await startSubgraph();
    await subgraph.enos.addFaults({ on: "create", fault: { kind: "resetAfter" } });
    const { data } = await subgraph.ask(CreateDevicesDocument, { inputs: [INPUT, INPUT, INPUT] });
    const stored = new Map((await subgraph.enos.devices()).map((device) => [device.deviceKey, device]));
    expect(stored.size).toBe(3);
    for (const result of data?.createDevices ?? []) {
      if (result?.__typename !== "CreateDeviceSuccess") throw new Error(JSON.stringify(result));
      expect(result.device.deviceKey).toMatch(/^[a-z0-9]{16}$/);
      expect(result.deviceSecret).toBe(stored.get(result.device.deviceKey ?? "")?.deviceSecret);
    }
  });

  it("creates a thousand, each once, and gives every secret to its own device", async () => {
    const subgraph = await startSubgraph();
    const inputs = Array.from({ length: 1_000 }, (_, index) => ({ ...INPUT, deviceKey: `turbine-${index}` }));
    const { data } = await subgraph.ask(CreateDevicesDocument, { inputs });
    const stored = new Map((await subgraph.enos.devices()).map((device) => [device.deviceKey, device]));
    expect(stored.size).toBe(1_000);
    const wrong = data?.createDevices?.filter(
      (result, index) =>
        result?.__typename !== "CreateDeviceSuccess" ||
        result.device.deviceKey !== inputs[index]?.deviceKey ||
        result.deviceSecret !== stored.get(result.device.deviceKey)?.deviceSecret,
    );
    expect(data?.createDevices).toHaveLength(1_000);
    expect(wrong).toEqual([]);
  });

  it("takes a thousand realistic inputs in one request, and answers in full", async () => {
    const subgraph = await startSubgraph();
    const inputs = Array.from({ length: 1_000 }, (_, index) => ({
      ...INPUT,
      timezone: "Asia/Shanghai",
      deviceName: {
        defaultValue: `Turbine ${index}, wind farm Northern Ridge`,
        i18nValue: {
          en_US: `Turbine ${index}, wind farm Northern Ridge`,
          zh_CN: `北岭风电场 ${index} 号风机`,
        },
      },
      deviceAttributes: { testatt: index },
      deviceTags: { site: "Northern Ridge", feeder: `F${index % 12}`, batch: "2026-01" },
      deviceDesc: "Created from the commissioning protocol of the wind farm",
      idempotencyKey: randomUUID(),
    }));
    expect(JSON.stringify(inputs).length).toBeGreaterThan(450_000);
    const { status, data, errors } = await subgraph.ask(CreateDevicesDocument, { inputs });
    expect([status, errors]).toEqual([200, undefined]);
    const secrets = data?.createDevices?.map(
      (result) => result?.__typename === "CreateDeviceSuccess" && result.deviceSecret,
    );
    expect(secrets).toHaveLength(1_000);
    expect(secrets).toEqual(secrets?.map(() => expect.any(String) as string));
  });

  it("finishes with further requests what a deadline cut short, and nothing is created twice", async () => {
    const subgraph = await startSubgraph({ env: { ENOS_DEADLINE_MS: "1500" } });
    await subgraph.enos.settings({ latencyMs: 300 });
    const inputs = Array.from({ length: 300 }, (_, index) => ({
      ...INPUT,
      idempotencyKey: `batch-${index}`,
    }));
    const cut = await subgraph.ask(CreateDevicesDocument, { inputs });
    expect(cut.errors).toBeUndefined();
    const kinds = new Set(cut.data?.createDevices?.map((result) => result?.__typename));
    expect(kinds).toContain("CreateDeviceSuccess");
    expect(kinds).toContain("EnosUnavailableError");
    const retryable = cut.data?.createDevices?.filter(
      (result) => result?.__typename !== "CreateDeviceSuccess" && !result?.retryable,
    );
    expect(retryable).toEqual([]);

    await subgraph.enos.settings({ latencyMs: 0 });
    let { data } = cut;
    let missing = inputs;
    for (;;) {
      const results = data?.createDevices ?? [];
      missing = missing.filter((_, index) => results[index]?.__typename !== "CreateDeviceSuccess");
      if (missing.length === 0) break;
      ({ data } = await subgraph.ask(CreateDevicesDocument, { inputs: missing }));
    }
    expect(await subgraph.enos.devices()).toHaveLength(300);
  });

  it("refuses a thousand and one before it creates any", async () => {
    const subgraph = await startSubgraph();
    const { data, errors } = await subgraph.ask(CreateDevicesDocument, {
      inputs: Array.from({ length: 1_001 }, () => INPUT),
    });
    expect(data).toEqual({ createDevices: null });
    expect(errors?.[0]?.message).toContain("holds 1001 inputs, and 1000 is the most");
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT" });
    expect(await subgraph.enos.calls("create")).toHaveLength(0);
  });

  it("gives every one of many equal inputs with a key the same device", async () => {
    const subgraph = await startSubgraph({ sandbox: { latencyMs: 100 } });
    const inputs = Array.from({ length: 40 }, () => ({ ...INPUT, idempotencyKey: "same" }));
    const { data, errors } = await subgraph.ask(CreateDevicesDocument, { inputs });
    expect(errors).toBeUndefined();
    const [device] = await subgraph.enos.devices();
    for (const result of data?.createDevices ?? [])
      expect(result).toMatchObject({ deviceSecret: device?.deviceSecret });
    expect(await subgraph.enos.devices()).toHaveLength(1);
  });
});
