import { DeviceDocument } from "../generated/operations.js";
import { ORG } from "../support/createDevice.js";
import { recordLog } from "../support/recordLog.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { addDevice, updateDevice } from "../support/writes.js";

afterEach(closeAll);

describe("attributes nested 70 levels deep", () => {
  const around = (value: unknown): unknown =>
    Array.from({ length: 69 }).reduce((inner: unknown) => [inner], value);
  const brackets = (value: string) => "[".repeat(69) + value + "]".repeat(69);
  const start = async () => {
    const subgraph = await startSubgraph();
    const deviceAttributes = { number: around(JSON.rawJSON("9007199254740993")), half: around(["\ud800"]) };
    return { subgraph, device: await addDevice(subgraph, { deviceAttributes }) };
  };

  it("are shown with every digit, and without half a character", async () => {
    const { subgraph, device } = await start();
    const { data, errors } = await subgraph.ask(DeviceDocument, { orgId: ORG, assetId: device.assetId });
    expect(errors).toBeUndefined();
    const { number, half } = data?.device?.deviceAttributes ?? {};
    expect(JSON.stringify(number)).toBe(brackets('"9007199254740993"'));
    expect(JSON.stringify(half)).toBe(brackets('["\ufffd"]'));
  });

  it("are sent back with every digit when another attribute is set", async () => {
    const { subgraph, device } = await start();
    const updated = await updateDevice(subgraph, { assetId: device.assetId, deviceAttributes: { a: 1 } });
    expect(updated.__typename).toBe("UpdateDeviceSuccess");
    const [update] = await subgraph.enos.calls("update");
    expect(update?.body).toContain(`"number":${brackets("9007199254740993")}`);
    expect(update?.body).toContain(`"half":${brackets('["\ufffd"]')}`);
  });
});

describe("attributes nested 20,000 levels deep", () => {
  let subgraph: SubgraphUnderTest;
  let assetId: string;
  let log: ReturnType<typeof recordLog>;
  beforeEach(async () => {
    log = recordLog();
    subgraph = await startSubgraph({ logger: log.logger });
    ({ assetId } = await addDevice(subgraph, { deviceKey: "deep-1" }));
    await subgraph.enos.addFaults({ on: "search", times: 0, fault: { kind: "nested", depth: 20_000 } });
  });
  afterEach(() => {
    expect(log.lines.filter((line) => (JSON.parse(line) as { level: number }).level >= 50)).toEqual([]);
  });

  it("are null in a device, whose other fields are told", async () => {
    const { data, errors } = await subgraph.ask(DeviceDocument, { orgId: ORG, assetId });
    expect(data?.device).toMatchObject({ assetId, deviceKey: "deep-1", deviceAttributes: null });
    expect(errors?.[0]?.extensions?.code).toBe("ANSWER_TOO_LARGE");
  });

  it("are null in a list, whose other fields are told", async () => {
    const query = `{ devices(orgId: "${ORG}") { nodes { assetId deviceKey deviceAttributes } } }`;
    const { data, errors } = await subgraph.askText<{ devices: { nodes: object[] } }>(query);
    expect(data?.devices.nodes).toMatchObject([{ assetId, deviceKey: "deep-1", deviceAttributes: null }]);
    expect(errors?.[0]?.extensions?.code).toBe("ANSWER_TOO_LARGE");
  });

  it("refuse an attribute beside them, which would have them written again", async () => {
    const refused = await updateDevice(subgraph, { assetId, deviceAttributes: { a: 1 } });
    expect(refused).toMatchObject({
      __typename: "InvalidDeviceInputError",
      problems: [{ path: ["deviceAttributes"] }],
    });
    expect(await subgraph.enos.calls("update")).toEqual([]);
  });

  it("give way to a new value", async () => {
    const updated = await updateDevice(subgraph, { assetId, deviceAttributes: { nested: 1 } });
    expect(updated.__typename).toBe("UpdateDeviceSuccess");
  });
});
