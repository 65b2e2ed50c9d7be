import { SetDevicesEnabledDocument } from "../generated/operations.js";
import { DENIED_ORG, ORG, createDevice, expectMember } from "../support/createDevice.js";
import { PRODUCTION, fromRouter } from "../support/production.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { HARMLESS_FAULTS, IMPATIENT } from "../support/writeFaults.js";
import { addDevice, setDevicesEnabled, storedDevice } from "../support/writes.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({ enos: IMPATIENT });
});
beforeEach(async () => {
  await subgraph.enos.reset();
  await subgraph.enos.settings({ edition: "2.4" });
});
afterAll(closeAll);

const EDITIONS = ["2.1", "2.2", "2.3", "2.4", "3.0"] as const;
const SWITCHED = {
  enabled: { before: "disable", after: "inactive" },
  disabled: { before: "online", after: "disable" },
};

describe.each([
  ["enabled", true],
  ["disabled", false],
] as const)("a device that is to be %s", (word, enabled) => {
  const { before, after } = SWITCHED[word];

  it("is, and shows its status", async () => {
    const { assetId } = await addDevice(subgraph, { status: before, activeTime: 0 });
    const [result] = await setDevicesEnabled(subgraph, [assetId], enabled);
    const status = enabled ? "INACTIVE" : "DISABLED";
    expect(result).toMatchObject({ __typename: "UpdateDeviceSuccess", device: { assetId, status } });
    expect(await storedDevice(subgraph, { assetId })).toMatchObject({ status: after });
  });

  it.each(EDITIONS)("and is so already is a success in EnOS %s", async (edition) => {
    await subgraph.enos.settings({ edition });
    for (const status of enabled ? ["inactive", "offline", "online"] : ["disable"]) {
      const { assetId } = await addDevice(subgraph, { status });
      const [result] = await setDevicesEnabled(subgraph, [assetId], enabled);
      expect([status, result]).toMatchObject([status, { __typename: "UpdateDeviceSuccess" }]);
    }
  });

  it.each(EDITIONS)("and does not exist is not found in EnOS %s", async (edition) => {
    await subgraph.enos.settings({ edition });
    const [result] = await setDevicesEnabled(subgraph, ["NoSuch00"], enabled);
    expect(result).toMatchObject({
      __typename: "DeviceNotFoundError",
      assetId: "NoSuch00",
      retryable: false,
    });
  });

  it.each([
    "Message broker is offline",
    "Device service is offline, retry when it is online",
    "Scheduler is disabled",
    "Route not found",
  ])("is not taken for one that is, or for none, when EnOS fails with “%s”", async (msg) => {
    await subgraph.enos.settings({ edition: "2.3" });
    const { assetId } = await addDevice(subgraph, { status: before });
    const on = enabled ? "enable" : "disable";
    await subgraph.enos.addFaults({ on, times: 4, fault: { kind: "code", code: 99500, msg } });
    const [result] = await setDevicesEnabled(subgraph, [assetId], enabled);
    expect(result).toMatchObject({ __typename: "DeviceUnconfirmedError", code: 99500, retryable: true });
  });

  it("and is a mirror device is refused, though EnOS's code is that of a device that is so already", async () => {
    const { assetId } = await addDevice(subgraph, { status: "mirror" });
    const [result] = await setDevicesEnabled(subgraph, [assetId], enabled);
    expect(result).toMatchObject({ __typename: "UnrecognizedDeviceError", code: 11794, retryable: false });
  });

  it.each(HARMLESS_FAULTS)("is, after %s", async (_, fault) => {
    const { assetId } = await addDevice(subgraph, { status: before, activeTime: 0 });
    await subgraph.enos.addFaults({ on: enabled ? "enable" : "disable", fault });
    const [result] = await setDevicesEnabled(subgraph, [assetId], enabled);
    expect(result).toMatchObject({ __typename: "UpdateDeviceSuccess" });
    expect(await storedDevice(subgraph, { assetId })).toMatchObject({ status: after });
  });

  it("is, though EnOS 2.1 only says that the status is invalid and its reads lag the attempt that was lost", async () => {
    const clock = new SkippingClock();
    const sandbox = { edition: "2.1", readLagMs: 2_000, clock: () => clock.unix() } as const;
    const lagging = await startSubgraph({ sandbox, enos: { ...IMPATIENT, clock } });
    const { assetId } = await addDevice(lagging, { status: before });
    await lagging.enos.addFaults({ on: enabled ? "enable" : "disable", fault: { kind: "resetAfter" } });
    const [result] = await setDevicesEnabled(lagging, [assetId], enabled);
    expect(result).toMatchObject({ __typename: "UpdateDeviceSuccess" });
    expect((await lagging.enos.calls("get")).length).toBeGreaterThan(1);
  });

  it("shows a status only when EnOS's reads have caught up", async () => {
    const clock = new SkippingClock();
    const sandbox = { readLagMs: 2_000, clock: () => clock.unix() };
    const lagging = await startSubgraph({ sandbox, enos: { ...IMPATIENT, clock } });
    const { assetId } = await addDevice(lagging, { status: before });
    const [result] = await setDevicesEnabled(lagging, [assetId], enabled);
    expect(result).toMatchObject({ device: { status: enabled ? "INACTIVE" : "DISABLED" } });
  });

  it("is unconfirmed when all answers are lost, and the same request again makes sure", async () => {
    const { assetId } = await addDevice(subgraph, { status: before });
    const on = enabled ? "enable" : "disable";
    await subgraph.enos.addFaults({ on, times: 4, fault: { kind: "resetAfter" } });
    const [lost] = await setDevicesEnabled(subgraph, [assetId], enabled);
    expect(lost).toMatchObject({ __typename: "DeviceUnconfirmedError", retryable: true });
    const [again] = await setDevicesEnabled(subgraph, [assetId], enabled);
    expect(again).toMatchObject({ __typename: "UpdateDeviceSuccess" });
  });
});

it("a device that is disabled and enabled at once shows its status at once where EnOS's reads do not lag", async () => {
  const { assetId } = await addDevice(subgraph, { status: "online" });
  const [disabled] = await setDevicesEnabled(subgraph, [assetId], false);
  expect(disabled).toMatchObject({ device: { status: "DISABLED" } });
  await subgraph.enos.changeDevice(ORG, assetId, { activeTime: 0 });
  const [enabled] = await setDevicesEnabled(subgraph, [assetId], true);
  expect(enabled).toMatchObject({ device: { status: "INACTIVE" } });
  expect(await subgraph.enos.calls("search")).toHaveLength(1);
});

describe("a refusal that only a read explains", () => {
  const UNCLEAR = {
    on: "enable",
    fault: { kind: "code", code: 11794, msg: "Device status is invalid" },
  } as const;

  it.each([
    [
      "EnOS cannot be read",
      { kind: "http", status: 403 },
      { __typename: "EnosUnavailableError", retryable: true },
    ],
    [
      "EnOS denies reading",
      { kind: "code", code: 99403 },
      {
        __typename: "EnosUnavailableError",
        retryable: false,
        message: expect.stringContaining("grant this application the permission to read") as string,
      },
    ],
  ])("changed nothing when %s", async (_, fault, expected) => {
    const { assetId } = await addDevice(subgraph, { status: "disable" });
    await subgraph.enos.addFaults(UNCLEAR, { on: "get", fault });
    const [result] = await setDevicesEnabled(subgraph, [assetId], true);
    expect(result).toMatchObject({ ...expected, code: 11794 });
  });

  it("is unconfirmed when EnOS cannot be read and an answer was lost before", async () => {
    const { assetId } = await addDevice(subgraph, { status: "disable" });
    await subgraph.enos.addFaults({ on: "enable", fault: { kind: "resetAfter" } }, UNCLEAR, {
      on: "get",
      fault: { kind: "http", status: 403 },
    });
    const [result] = await setDevicesEnabled(subgraph, [assetId], true);
    expect(result).toMatchObject({ __typename: "DeviceUnconfirmedError", code: 11794 });
  });

  it("stands when the device is not as requested for longer than reads lag", async () => {
    const clock = new SkippingClock();
    const patient = await startSubgraph({ enos: { ...IMPATIENT, clock } });
    const { assetId } = await addDevice(patient, { status: "disable" });
    await patient.enos.addFaults(UNCLEAR);
    const [result] = await setDevicesEnabled(patient, [assetId], true);
    expect(result).toMatchObject({ __typename: "UnrecognizedDeviceError", code: 11794, retryable: true });
  });

  it("is about a device that EnOS's reads show only after their lag", async () => {
    const clock = new SkippingClock();
    const sandbox = { edition: "2.1", readLagMs: 3_900, clock: () => clock.unix() } as const;
    const lagging = await startSubgraph({ sandbox, enos: { ...IMPATIENT, clock } });
    const { device } = await expectMember("CreateDeviceSuccess", createDevice(lagging));
    const [result] = await setDevicesEnabled(lagging, [device.assetId], true);
    expect(result).toMatchObject({ __typename: "UpdateDeviceSuccess" });
  });

  it("changed nothing, and may be repeated, when the deadline passes before EnOS's reads have caught up", async () => {
    const brief = await startSubgraph({ env: { ENOS_DEADLINE_MS: "600" } });
    await brief.enos.addFaults(UNCLEAR);
    const [result] = await setDevicesEnabled(brief, ["NoSuch00"], true);
    expect(result).toMatchObject({ __typename: "EnosUnavailableError", code: 11794, retryable: true });
  });

  it("is about no device when EnOS shows none", async () => {
    const clock = new SkippingClock();
    const patient = await startSubgraph({ enos: { ...IMPATIENT, clock } });
    await patient.enos.addFaults(UNCLEAR);
    const [result] = await setDevicesEnabled(patient, ["NoSuch00"], true);
    expect(result).toMatchObject({ __typename: "DeviceNotFoundError" });
  });
});

describe("a list of devices", () => {
  it("is answered in its order, each device once, and what cannot exist is not asked for", async () => {
    const one = await addDevice(subgraph, { status: "online" });
    const two = await addDevice(subgraph, { status: "online" });
    const ids = [two.assetId, "NoSuch00", one.assetId, "no such ID", two.assetId];
    const results = await setDevicesEnabled(subgraph, ids, false);
    expect(results).toMatchObject([
      { __typename: "UpdateDeviceSuccess", device: { assetId: two.assetId } },
      { __typename: "DeviceNotFoundError", assetId: "NoSuch00" },
      { __typename: "UpdateDeviceSuccess", device: { assetId: one.assetId } },
      { __typename: "DeviceNotFoundError", assetId: "no such ID", code: null },
      { __typename: "UpdateDeviceSuccess", device: { assetId: two.assetId } },
    ]);
    expect(await subgraph.enos.calls("disable")).toHaveLength(3);
  });

  it("of 100 enabled devices shows their statuses with one search", async () => {
    const devices = await Promise.all(
      Array.from({ length: 100 }, () => addDevice(subgraph, { status: "disable" })),
    );
    const results = await setDevicesEnabled(
      subgraph,
      devices.map(({ assetId }) => assetId),
      true,
    );
    expect(new Set(results.map((result) => "device" in result && result.device?.status))).toEqual(
      new Set(["INACTIVE"]),
    );
    expect((await subgraph.enos.calls("search")).length).toBeLessThanOrEqual(4);
  });

  it("that another replica created a moment ago is found with one search each time", async () => {
    const creator = await startSubgraph({ sandbox: { readLagMs: 2_000 } });
    const replica = await startSubgraph({ replicaOf: creator });
    const created = await Promise.all(
      Array.from({ length: 20 }, () => expectMember("CreateDeviceSuccess", createDevice(creator))),
    );
    const assetIds = created.map(({ device }) => device.assetId);
    const results = await setDevicesEnabled(replica, assetIds, true);
    expect(results).toMatchObject(assetIds.map((assetId) => ({ device: { assetId, status: "INACTIVE" } })));
    expect((await creator.enos.calls("search")).length).toBeLessThan(20);
  });

  it("may be empty", async () => {
    expect(await setDevicesEnabled(subgraph, [], false)).toEqual([]);
  });

  it("of more than 100 is refused as a whole", async () => {
    const assetIds = Array.from({ length: 101 }, (_, index) => `Asset${index}`);
    const variables = { orgId: ORG, assetIds, enabled: false };
    const { data, errors } = await subgraph.ask(SetDevicesEnabledDocument, variables);
    expect(data).toEqual({ setDevicesEnabled: null });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      problems: [{ argument: "assetIds", path: [], message: expect.stringContaining("100") as string }],
    });
    expect(await subgraph.enos.calls("disable")).toHaveLength(0);
  });

  it("that is not finished at the deadline says in each place that nothing was changed", async () => {
    const brief = await startSubgraph({ env: { ENOS_DEADLINE_MS: "600" }, sandbox: { latencyMs: 250 } });
    const devices = await brief.enos.addDevices(
      ...Array.from({ length: 100 }, () => ({ orgId: ORG, productKey: "Vu82Agp3", status: "online" })),
    );
    const query = `mutation ($orgId: ID!, $assetIds: [ID!]!) {
      setDevicesEnabled(orgId: $orgId, assetIds: $assetIds, enabled: false) { __typename }
    }`;
    const assetIds = devices.map(({ assetId }) => assetId);
    const { data } = await brief.askText<{ setDevicesEnabled: { __typename: string }[] }>(query, {
      orgId: ORG,
      assetIds,
    });
    const stored = await brief.enos.devices();
    const states = new Map(stored.map(({ assetId, status }) => [assetId, status]));
    const results = data?.setDevicesEnabled ?? [];
    expect(results.some(({ __typename }) => __typename === "EnosUnavailableError")).toBe(true);
    for (const [index, { __typename }] of results.entries()) {
      if (__typename === "UpdateDeviceSuccess") expect(states.get(assetIds[index] ?? "")).toBe("disable");
      if (__typename === "EnosUnavailableError") expect(states.get(assetIds[index] ?? "")).toBe("online");
    }
  });

  it.each([
    [DENIED_ORG, "OrganizationAccessDeniedError", 99403],
    ["o00000000000000", "UnrecognizedDeviceError", 99400],
  ])("of the organization %s is refused by EnOS in each place", async (orgId, member, code) => {
    const results = await setDevicesEnabled(subgraph, ["Tq7mXw2c", "Uvmm5AXU"], false, orgId);
    expect(results).toMatchObject([
      { __typename: member, code },
      { __typename: member, code },
    ]);
  });

  it("needs the scope and the organization", async () => {
    const production = await startSubgraph({ env: PRODUCTION });
    const variables = { orgId: ORG, assetIds: ["Tq7mXw2c"], enabled: false };
    const reader = fromRouter({ orgs: ORG, scopes: "device:create device:read device:delete" });
    const { data, errors } = await production.ask(SetDevicesEnabledDocument, variables, reader);
    expect(data).toEqual({ setDevicesEnabled: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", scope: "device:update" });
    const stranger = fromRouter({ orgs: "o15475450989192", scopes: "device:update" });
    const denied = await production.ask(SetDevicesEnabledDocument, variables, stranger);
    expect(denied.data?.setDevicesEnabled).toMatchObject([{ __typename: "OrganizationAccessDeniedError" }]);
    expect(await production.enos.calls()).toHaveLength(0);
  });
});

it.each([
  ["device:update", "which the caller may not read"],
  ["device:update device:read", "its data comes from another device"],
])("with %s, the refusal of a mirror device tells that %s", async (scopes, told) => {
  const production = await startSubgraph({ env: PRODUCTION, enos: IMPATIENT });
  const { assetId } = await addDevice(production, { status: "mirror" });
  const { data } = await production.askText(
    `mutation ($orgId: ID!, $assetIds: [ID!]!) {
      setDevicesEnabled(orgId: $orgId, assetIds: $assetIds, enabled: true) { ... on DeviceError { message } } }`,
    { orgId: ORG, assetIds: [assetId] },
    fromRouter({ orgs: ORG, scopes }),
  );
  expect(data?.setDevicesEnabled).toEqual([{ message: expect.stringContaining(told) as string }]);
});

it("a device whose status EnOS does not show is shown without one, not as gone", async () => {
  const { assetId } = await addDevice(subgraph, { status: "disable" });
  const body = JSON.stringify({ code: 0, data: [{ orgId: ORG, assetId, productKey: "Vu82Agp3" }] });
  await subgraph.enos.addFaults({ on: "search", times: 0, fault: { kind: "http", status: 200, body } });
  const [result] = await setDevicesEnabled(subgraph, [assetId], true);
  expect(result).toMatchObject({ __typename: "UpdateDeviceSuccess", device: { assetId, status: null } });
});
