import pino from "pino";

import {
  CreateDeviceDocument,
  DeleteDevicesDocument,
  DevicesDocument,
  SetDevicesEnabledDocument,
  UpdateDeviceDocument,
} from "../generated/operations.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";
import { addDevice } from "../support/writes.js";

afterEach(closeAll);

/** Returns a subgraph and the lines of its log. */
async function startLogged() {
  const lines: string[] = [];
  const logger = pino({ level: "debug" }, { write: (line) => lines.push(line) });
  const subgraph = await startSubgraph({ logger, env: { ROUTER_SECRET: "the-routers-own-secret" } });
  const operations = async () => {
    // A line is written at the end of the turn, when the answer is on its way.
    await new Promise(setImmediate);
    return lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === "operation");
  };
  return { subgraph, lines, operations };
}

const headers = {
  "router-authorization": "the-routers-own-secret",
  "x-caller-orgs": "*",
  "x-caller-scopes": "device:create device:secret",
};

const input = {
  orgId: "o15475450989191",
  productKey: "Vu82Agp3",
  timezone: "+08:00",
  deviceName: { defaultValue: "A name nobody logs" },
};

describe("the log", () => {
  it("has one line for an operation: for whom, what came of it, what EnOS answered, how long it took", async () => {
    const { subgraph, operations } = await startLogged();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const { data } = await subgraph.ask(CreateDeviceDocument, { input }, { ...headers, traceparent });
    const success = data?.createDevice;
    if (success?.__typename !== "CreateDeviceSuccess") throw new Error("no success");
    const [device] = await subgraph.enos.devices();
    const { orgId, productKey } = input;
    expect(await operations()).toEqual([
      expect.objectContaining({
        level: 30,
        traceId: "0af7651916cd43dd8448eb211c80319c",
        operation: "CreateDevice",
        type: "mutation",
        outcomes: { CreateDeviceSuccess: 1 },
        orgIds: [orgId],
        devices: [
          expect.objectContaining({
            ...{ orgId, productKey, outcome: "CreateDeviceSuccess" },
            ...{ deviceKey: device?.deviceKey, assetId: device?.assetId },
          }),
        ],
        attempts: 1,
        retries: 0,
        enos: [
          expect.objectContaining({
            ...{ action: "create", result: "ACCEPTED", status: 200, code: 0, requestId: success.requestId },
          }),
        ],
        durationMs: expect.any(Number) as number,
      }),
    ]);
  });

  it("and the metrics say of lists, updates, switches and deletions which devices they concerned and what came of it", async () => {
    const { subgraph, operations } = await startLogged();
    const everything = {
      ...headers,
      "x-caller-scopes": "device:read device:update device:delete",
    };
    const { orgId } = input;
    const { assetId } = await addDevice(subgraph, { status: "online" });
    const assetIds = [assetId, "NoSuch00"];
    const [found, missing] = [
      (outcome: string) => expect.objectContaining({ orgId, assetId, outcome }) as unknown,
      expect.objectContaining({
        ...{ orgId, assetId: "NoSuch00", outcome: "DeviceNotFoundError" },
        ...{ code: expect.any(Number) as number, requestId: expect.any(String) as string },
      }) as unknown,
    ];

    await subgraph.ask(DevicesDocument, { orgId }, everything);
    await subgraph.ask(UpdateDeviceDocument, { input: { orgId, assetId, deviceDesc: "new" } }, everything);
    await subgraph.ask(SetDevicesEnabledDocument, { orgId, assetIds, enabled: false }, everything);
    await subgraph.ask(DeleteDevicesDocument, { orgId, assetIds }, everything);

    const line = { level: 30, orgIds: [orgId] };
    expect(await operations()).toMatchObject([
      {
        ...line,
        operation: "Devices",
        devices: [{ outcome: "DeviceConnection" }],
        enos: [{ action: "search" }],
      },
      { ...line, operation: "UpdateDevice", devices: [found("UpdateDeviceSuccess")] },
      {
        ...{ ...line, operation: "SetDevicesEnabled", attempts: 2 },
        devices: expect.arrayContaining([found("UpdateDeviceSuccess"), missing]) as unknown,
        outcomes: { UpdateDeviceSuccess: 1, DeviceNotFoundError: 1 },
      },
      {
        ...{ ...line, operation: "DeleteDevices", attempts: 2 },
        devices: expect.arrayContaining([found("DeleteDeviceSuccess"), missing]) as unknown,
        outcomes: { DeleteDeviceSuccess: 1, DeviceNotFoundError: 1 },
      },
    ]);

    const metrics = await (await fetch(`${subgraph.app.adminUrl}/metrics`)).text();
    for (const [field, outcome] of [
      ["devices", "DeviceConnection"],
      ["updateDevice", "UpdateDeviceSuccess"],
      ["setDevicesEnabled", "UpdateDeviceSuccess"],
      ["setDevicesEnabled", "DeviceNotFoundError"],
      ["deleteDevices", "DeleteDeviceSuccess"],
      ["deleteDevices", "DeviceNotFoundError"],
    ])
      expect(metrics).toContain(`subgraph_outcomes_total{field="${field}",outcome="${outcome}"} 1`);
    expect(metrics).toContain('subgraph_operation_duration_seconds_count{result="data"} 4');
    for (const [action, count] of Object.entries({ update: 1, disable: 2, delete: 2 })) {
      const samples = new RegExp(`^enos_attempts_total\\{action="${action}".* (\\d+)$`, "gm");
      const attempts = [...metrics.matchAll(samples)].reduce((sum, [, each]) => sum + Number(each), 0);
      expect([action, attempts]).toEqual([action, count]);
    }
  });

  it("names the refused attempts too, each with EnOS's code and request ID", async () => {
    const { subgraph, operations } = await startLogged();
    await subgraph.enos.addFaults({ on: "create", times: 1, fault: { kind: "code", code: 11714 } });
    await subgraph.ask(CreateDeviceDocument, { input: { ...input, idempotencyKey: "order-1" } }, headers);
    const [line] = await operations();
    expect(line).toMatchObject({
      ...{ attempts: 2, retries: 1 },
      enos: [
        { action: "create", result: "REFUSED", code: 11714, requestId: expect.any(String) as string },
        { action: "create", result: "ACCEPTED", code: 0, requestId: expect.any(String) as string },
      ],
    });
    expect(JSON.stringify(line)).not.toContain("order-1");
  });

  it("warns of operations that EnOS left unserved, and says how", async () => {
    const { subgraph, operations } = await startLogged();
    await subgraph.enos.addFaults({
      on: "create",
      times: 9,
      fault: { kind: "http", status: 503, processed: false },
    });
    await subgraph.enos.addFaults({
      on: "search",
      times: 99,
      fault: { kind: "http", status: 503, processed: false },
    });
    await subgraph.enos.addFaults({
      on: "get",
      times: 99,
      fault: { kind: "http", status: 503, processed: false },
    });
    await subgraph.ask(CreateDeviceDocument, { input }, headers);
    const [line] = await operations();
    expect(line).toMatchObject({ level: 40, outcomes: { DeviceUnconfirmedError: 1 } });
    expect(line?.enos).toEqual(
      expect.arrayContaining([expect.objectContaining({ action: "create", result: "UNKNOWN", status: 503 })]),
    );
  });

  it("names at most 20 devices of a list, the refused ones first, and counts all", async () => {
    const { subgraph, operations } = await startLogged();
    const inputs = Array.from({ length: 60 }, (_, n) => ({
      ...input,
      ...{ deviceKey: `turbine-${n}`, productKey: n === 50 ? "FuLL0001" : input.productKey },
    }));
    const text = `mutation ($inputs: [CreateDeviceInput!]!) { createDevices(inputs: $inputs) { __typename } }`;
    await subgraph.askText(text, { inputs }, headers);
    const [line] = await operations();
    expect(line).toMatchObject({
      outcomes: { CreateDeviceSuccess: 59, DeviceLimitExceededError: 1 },
      attempts: 60,
    });
    const named = line?.devices as { deviceKey: string; outcome: string; code?: number }[];
    expect(named).toHaveLength(20);
    expect(named).toContainEqual(
      expect.objectContaining({ deviceKey: "turbine-50", outcome: "DeviceLimitExceededError", code: 11739 }),
    );
    expect(line?.enos).toHaveLength(20);
  });

  it("names the devices that a router reads as entities, those that may not be read too", async () => {
    const { subgraph, operations } = await startLogged();
    const { orgId, productKey } = input;
    const [device] = await subgraph.enos.addDevices({ orgId, productKey, deviceKey: "turbine-1" });
    await subgraph.askText(
      "query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }",
      {
        representations: [
          { __typename: "Device", orgId, assetId: device?.assetId },
          { __typename: "Device", orgId: "of-somebody-else", productKey, deviceKey: "turbine-2" },
          // `["1","by-id-alone","asset-3"]`
          { __typename: "Device", id: "WyIxIiwiYnktaWQtYWxvbmUiLCJhc3NldC0zIl0" },
        ],
      },
      { ...headers, "x-caller-orgs": orgId, "x-caller-scopes": "device:read" },
    );
    const [line] = await operations();
    expect(line).toMatchObject({
      outcomes: { Device: 1, error: 2 },
      orgIds: expect.arrayContaining([orgId, "of-somebody-else", "by-id-alone"]) as string[],
      devices: expect.arrayContaining([
        { outcome: "Device", orgId, productKey, deviceKey: "turbine-1", assetId: device?.assetId },
        { outcome: "error", orgId: "of-somebody-else", productKey, deviceKey: "turbine-2" },
        { outcome: "error", orgId: "by-id-alone", assetId: "asset-3" },
      ]) as object[],
    });
  });

  it.each([
    ["mutation", "createDevices"],
    ["query", "checkDevices"],
  ])("names the organizations of a %s %s that fails as a whole", async (type, field) => {
    const { subgraph, operations } = await startLogged();
    const inputs = ["o15475450989191", "o15475450989192"].map((orgId) => ({ ...input, orgId }));
    await subgraph.askText(
      `${type} ($inputs: [CreateDeviceInput!]!) { ${field}(inputs: $inputs) { __typename } }`,
      { inputs },
      { ...headers, "x-caller-scopes": "device:read" },
    );
    expect(await operations()).toEqual([
      expect.objectContaining({
        errors: ["FORBIDDEN"],
        orgIds: ["o15475450989191", "o15475450989192"],
        outcomes: { error: 1 },
      }),
    ]);
  });

  it("cuts texts that are too long for a line", async () => {
    const { subgraph, operations } = await startLogged();
    const long = "N".repeat(10_000);
    await subgraph.askText(
      `query ${long} { device(orgId: "o15475450989191", assetId: "${long}") { id } }`,
      {},
      { ...headers, "x-caller-scopes": "device:read" },
    );
    const [line] = await operations();
    expect(line?.operation).toBe(`${"N".repeat(128)}…`);
    expect(JSON.stringify(line).length).toBeLessThan(1_000);
  });

  it("holds no input, no secret and no header", async () => {
    const { subgraph, lines, operations } = await startLogged();
    const { data } = await subgraph.ask(CreateDeviceDocument, { input }, headers);
    const [device] = await subgraph.enos.devices();
    expect(data?.createDevice).toMatchObject({ deviceSecret: device?.deviceSecret });
    await subgraph.askText(
      `mutation { createDevice(input: "A name nobody logs") { __typename } }`,
      {},
      headers,
    );
    expect(await operations()).toHaveLength(2);
    const log = lines.join("");
    const hidden = ["A name nobody logs", device?.deviceSecret ?? "", "the-routers-own-secret"];
    for (const text of [...hidden, subgraph.sandbox.appSecret]) expect(log).not.toContain(text);
  });

  it("names the kind of fault of a request that never reached a resolver", async () => {
    const { subgraph, operations } = await startLogged();
    await subgraph.askText("{ nope }", {}, headers);
    expect(await operations()).toEqual([
      expect.objectContaining({ outcomes: {}, errors: ["GRAPHQL_VALIDATION_FAILED"] }),
    ]);
  });
});
