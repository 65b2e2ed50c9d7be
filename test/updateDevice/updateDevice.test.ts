import { UpdateDeviceDocument, type UpdateDeviceInput } from "../generated/operations.js";
import { DENIED_ORG, ORG, PRODUCT, createDevice, expectMember } from "../support/createDevice.js";
import { PRODUCTION, fromRouter } from "../support/production.js";
import { SkippingClock } from "../support/skippingClock.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { until } from "../support/until.js";
import { HARMLESS_FAULTS, IMPATIENT } from "../support/writeFaults.js";
import { addDevice, storedDevice, updateDevice } from "../support/writes.js";

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph({ enos: IMPATIENT });
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

const STORED = {
  deviceName: { defaultValue: "Turbine", i18nValue: { zh_CN: "风机" } },
  timezone: "+08:00",
  deviceDesc: "north of the river",
  deviceTags: { site: "north", floor: "3" },
  deviceAttributes: { ratedPower: 2.5, vendor: "north" },
};

describe("an update", () => {
  it.each([
    ["the name", { deviceName: { defaultValue: "Pump", i18nValue: { en_US: "Pump" } } }],
    ["the zone", { timezone: "Asia/Tokyo" }],
    ["the description", { deviceDesc: "south of it" }],
    ["no description any more", { deviceDesc: "" }],
    ["all tags as a whole", { deviceTags: { site: "south" } }],
    ["no tags at all", { deviceTags: {} }],
  ])("sets %s and leaves the rest", async (_, changes) => {
    const { assetId } = await addDevice(subgraph, STORED);
    const result = await updateDevice(subgraph, { assetId, ...changes });
    const shown = { ...STORED, ...changes, assetId };
    expect(result).toMatchObject({
      __typename: "UpdateDeviceSuccess",
      // An empty description is none.
      device: { ...shown, deviceDesc: shown.deviceDesc || null },
    });
    expect(await storedDevice(subgraph, { assetId })).toMatchObject({ ...STORED, ...changes });
    const [call] = await subgraph.enos.calls("update");
    expect(call?.query).toMatchObject({ assetId, isPatchUpdate: "true" });
    expect(Object.keys(JSON.parse(call?.body ?? "") as object)).toEqual(Object.keys(changes));
  });

  it.each(["merge", "replace"] as const)(
    "sets attributes and leaves the others, whether a patch of EnOS's is to %s them",
    async (patchAttributes) => {
      await subgraph.enos.settings({ patchAttributes });
      const { assetId } = await addDevice(subgraph, STORED);
      const changes = { vendor: "south", height: 80, nested: { a: [1, null] } };
      const result = await updateDevice(subgraph, { assetId, deviceAttributes: changes });
      const deviceAttributes = { ratedPower: 2.5, ...changes };
      expect(result).toMatchObject({ device: { deviceAttributes } });
      expect((await storedDevice(subgraph, { assetId }))?.deviceAttributes).toEqual(deviceAttributes);
    },
  );

  it("keeps numbers that JavaScript cannot, and drops what EnOS shows as null", async () => {
    await subgraph.enos.settings({ patchAttributes: "replace" });
    const { assetId } = await addDevice(subgraph);
    const row = `{"orgId":"${ORG}","assetId":"${assetId}","deviceAttributes":{"serial":9007199254740993,"flags":-9223372036854775808,"gone":null}}`;
    const body = `{"code":0,"data":[${row}],"pagination":{"totalSize":1}}`;
    await subgraph.enos.addFaults({ on: "search", fault: { kind: "http", status: 200, body } });
    await updateDevice(subgraph, { assetId, deviceAttributes: { height: 80 } });
    const [call] = await subgraph.enos.calls("update");
    expect(call?.body).toBe(
      '{"deviceAttributes":{"serial":9007199254740993,"flags":-9223372036854775808,"height":80}}',
    );
  });

  it("leaves the attributes that EnOS's answer does not have, because it is the one to another search", async () => {
    await subgraph.enos.settings({ patchAttributes: "replace" });
    const { assetId } = await addDevice(subgraph, STORED);
    const row = { orgId: ORG, assetId, productKey: PRODUCT };
    const body = JSON.stringify({ code: 0, data: [row], pagination: { totalSize: 1 } });
    await subgraph.enos.addFaults({ on: "search", fault: { kind: "http", status: 200, body } });
    await updateDevice(subgraph, { assetId, deviceAttributes: { height: 80 } });
    expect((await storedDevice(subgraph, { assetId }))?.deviceAttributes).toEqual({
      ...STORED.deviceAttributes,
      height: 80,
    });
  });

  it("sets the first attribute of a device that has none", async () => {
    const { assetId } = await addDevice(subgraph, { deviceAttributes: null });
    await updateDevice(subgraph, { assetId, deviceAttributes: { height: 80 } });
    expect((await storedDevice(subgraph, { assetId }))?.deviceAttributes).toEqual({ height: 80 });
  });

  it("sends only the given attributes to an EnOS that is said to merge them", async () => {
    const merging = await startSubgraph({ env: { ENOS_PATCH_ATTRIBUTES: "merges" } });
    const { assetId } = await addDevice(merging, STORED);
    const query = "mutation ($input: UpdateDeviceInput!) { updateDevice(input: $input) { __typename } }";
    await merging.askText(query, { input: { orgId: ORG, assetId, deviceAttributes: { height: 80 } } });
    const [call] = await merging.enos.calls("update");
    expect(JSON.parse(call?.body ?? "")).toEqual({ deviceAttributes: { height: 80 } });
    expect(await merging.enos.calls("search")).toHaveLength(0);
    expect((await storedDevice(merging, { assetId }))?.deviceAttributes).toMatchObject({ ratedPower: 2.5 });
  });

  it.each([
    ["of one device, at the same moment", true],
    ["of one device, one after the other within EnOS's lag", false],
  ])("of attributes keeps those of other updates %s", async (_, together) => {
    const lagging = await startSubgraph({ sandbox: { readLagMs: 2_000, patchAttributes: "replace" } });
    const { assetId } = await addDevice(lagging, STORED);
    const update = (index: number) =>
      updateDevice(lagging, { assetId, deviceAttributes: { [`a${index}`]: index, vendor: `v${index}` } });
    if (together) await Promise.all([0, 1, 2, 3].map(update));
    else for (const index of [0, 1, 2, 3]) await update(index);
    const attributes = (await storedDevice(lagging, { assetId }))?.deviceAttributes;
    expect(attributes).toMatchObject({ ratedPower: 2.5, a0: 0, a1: 1, a2: 2, a3: 3 });
    if (!together) expect(attributes).toMatchObject({ vendor: "v3" });
  });

  it("shows the device as it is now, though EnOS's reads lag, and so does a read by this replica", async () => {
    const lagging = await startSubgraph({ sandbox: { readLagMs: 60_000 } });
    const { assetId } = await addDevice(lagging, STORED);
    await updateDevice(lagging, { assetId, deviceTags: { site: "south" } });
    const result = await updateDevice(lagging, { assetId, deviceDesc: "new" });
    expect(result).toMatchObject({ device: { ...STORED, deviceTags: { site: "south" }, deviceDesc: "new" } });
    const { data } = await lagging.askText(
      "query ($orgId: ID!, $assetId: ID!) { device(orgId: $orgId, assetId: $assetId) { deviceDesc deviceTags } }",
      { orgId: ORG, assetId },
    );
    expect(data).toEqual({ device: { deviceDesc: "new", deviceTags: { site: "south" } } });
  });

  describe("when an answer of EnOS's takes longer than its reads lag", () => {
    /** Makes two updates. The answer to the first search of the second one takes longer than reads lag. */
    async function updateSlowly(changes: object) {
      const clock = new SkippingClock();
      const sandbox = { readLagMs: 2_000, patchAttributes: "replace", clock: () => clock.unix() } as const;
      const slow = await startSubgraph({ sandbox, enos: { ...IMPATIENT, clock } });
      const { assetId } = await addDevice(slow, STORED);
      await updateDevice(slow, { assetId, deviceAttributes: { height: 80 } });
      await slow.enos.clearCalls();
      await slow.enos.addFaults({ on: "search", fault: { kind: "late", ms: 500 } });
      const update = updateDevice(slow, { assetId, ...changes });
      await until(async () => (await slow.enos.calls("search")).length === 1);
      await clock.sleep(5_000);
      return { result: await update, stored: await storedDevice(slow, { assetId }) };
    }

    it("shows the device as it was written", async () => {
      const { result } = await updateSlowly({ deviceDesc: "new" });
      expect(result).toMatchObject({
        device: { ...STORED, deviceDesc: "new", deviceAttributes: { height: 80 } },
      });
    });

    it("keeps the attributes of the update before", async () => {
      const { stored } = await updateSlowly({ deviceAttributes: { vendor: "south" } });
      expect(stored).toMatchObject({ deviceAttributes: { ratedPower: 2.5, height: 80, vendor: "south" } });
    });
  });

  it("shows a device that another replica created a moment ago", async () => {
    const creator = await startSubgraph({ sandbox: { readLagMs: 2_000 } });
    const replica = await startSubgraph({ replicaOf: creator });
    const { device } = await expectMember("CreateDeviceSuccess", createDevice(creator));
    const result = await updateDevice(replica, { assetId: device.assetId, deviceDesc: "new" });
    const { deviceKey } = device;
    expect(result).toMatchObject({ device: { deviceKey, deviceDesc: "new", status: "INACTIVE" } });
  });
});

describe("the device of an update", () => {
  const ECHO = `mutation ($input: UpdateDeviceInput!) {
    updateDevice(input: $input) { ... on UpdateDeviceSuccess { device { __typename id assetId displayName timezone } } }
  }`;
  const PARTS = `mutation ($input: UpdateDeviceInput!, $whole: Boolean = false) {
    updateDevice(input: $input) { ... on UpdateDeviceSuccess {
      device { id assetId displayName timezone status @include(if: $whole) deviceTags @skip(if: true) } } }
  }`;

  it.each([
    ["", ECHO],
    [" under @skip and @include", PARTS],
  ])(
    "is composed of the input where that is all that is selected%s, also for a caller who may not read",
    async (_, query) => {
      const production = await startSubgraph({ env: PRODUCTION });
      const { assetId } = await addDevice(production);
      const input = { orgId: ORG, assetId, timezone: "+01:00", deviceName: { defaultValue: "Pump" } };
      const writer = fromRouter({ orgs: ORG, scopes: "device:update" });
      const { data, errors } = await production.askText(query, { input }, writer);
      expect(errors).toBeUndefined();
      expect(data?.updateDevice).toMatchObject({
        device: { assetId, displayName: "Pump", timezone: "+01:00" },
      });
      expect(await production.enos.calls("search")).toHaveLength(0);
    },
  );

  it("is null, with an error, for a caller who may not read what is selected: the change stands", async () => {
    const production = await startSubgraph({ env: PRODUCTION });
    const { assetId } = await addDevice(production, STORED);
    const writer = fromRouter({ orgs: ORG, scopes: "device:update" });
    const input = { orgId: ORG, assetId, deviceDesc: "new" };
    const { data, errors } = await production.ask(UpdateDeviceDocument, { input }, writer);
    expect(data?.updateDevice).toMatchObject({ __typename: "UpdateDeviceSuccess", device: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [["updateDevice", "device"], "FORBIDDEN"],
    ]);
    expect(await storedDevice(production, { assetId })).toMatchObject({ deviceDesc: "new" });
  });

  it.each([
    ["EnOS cannot be read", { kind: "http", status: 403 }],
    ["somebody deleted it meanwhile", { kind: "http", status: 200, body: '{"code":0,"data":[]}' }],
  ])("is null, with an error, when %s", async (_, fault) => {
    const patient = await startSubgraph({ enos: { ...IMPATIENT, clock: new SkippingClock() } });
    const { assetId } = await addDevice(patient);
    await patient.enos.addFaults({ on: "search", times: 8, fault });
    const input = { orgId: ORG, assetId, deviceDesc: "new" };
    const { data, errors } = await patient.ask(UpdateDeviceDocument, { input });
    expect(data?.updateDevice).toMatchObject({ __typename: "UpdateDeviceSuccess", device: null });
    expect(errors).toMatchObject([
      { path: ["updateDevice", "device"], extensions: { code: "ENOS_UNAVAILABLE", retryable: false } },
    ]);
  });

  it("is null, with an error that can be repeated, when the deadline passes before EnOS shows it", async () => {
    const creator = await startSubgraph({ sandbox: { readLagMs: 60_000 } });
    const replica = await startSubgraph({ replicaOf: creator, env: { ENOS_DEADLINE_MS: "400" } });
    const { device } = await expectMember("CreateDeviceSuccess", createDevice(creator));
    const input = { orgId: ORG, assetId: device.assetId, deviceDesc: "new" };
    const { data, errors } = await replica.ask(UpdateDeviceDocument, { input });
    expect(data?.updateDevice).toMatchObject({ __typename: "UpdateDeviceSuccess", device: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "ENOS_UNAVAILABLE", retryable: true });
  });
});

describe("an update is refused", () => {
  it.each([
    ["without a field to change", {}, [[], "REQUIRED"]],
    ["with no attributes to set", { deviceAttributes: {} }, [[], "REQUIRED"]],
    ["with null for the zone", { timezone: null }, [["timezone"], "INVALID"]],
    ["with null for the name", { deviceName: null }, [["deviceName"], "INVALID"]],
    ["with null for the description", { deviceDesc: null, timezone: "+08:00" }, [["deviceDesc"], "INVALID"]],
    ["with null for the tags", { deviceTags: null }, [["deviceTags"], "INVALID"]],
    ["with null for the attributes", { deviceAttributes: null }, [["deviceAttributes"], "INVALID"]],
    ["with null for an attribute", { deviceAttributes: { a: null } }, [["deviceAttributes", "a"], "INVALID"]],
    ["with an unknown zone", { timezone: "Mars/Olympus" }, [["timezone"], "UNKNOWN"]],
    [
      "with a tag that is no string",
      { deviceTags: { floor: 3 } },
      [["deviceTags", "floor"], expect.any(String)],
    ],
    [
      "with an empty name",
      { deviceName: { defaultValue: " " } },
      [["deviceName", "defaultValue"], "REQUIRED"],
    ],
    ["with an empty organization", { orgId: " ", deviceDesc: "x" }, [["orgId"], "REQUIRED"]],
  ] as [string, Partial<UpdateDeviceInput>, [string[], string]][])("%s", async (_, changes, [path, code]) => {
    const { assetId } = await addDevice(subgraph);
    const result = await updateDevice(subgraph, { assetId, ...changes });
    expect(result).toMatchObject({
      __typename: "InvalidDeviceInputError",
      retryable: false,
      problems: [{ path, code, message: expect.any(String) as string }],
    });
    expect(await subgraph.enos.calls("update")).toHaveLength(0);
  });

  it("with each problem in one answer", async () => {
    const result = await updateDevice(subgraph, {
      assetId: "Tq7mXw2c",
      timezone: null,
      deviceTags: { "": "x" },
    });
    expect(result).toMatchObject({ problems: [{ path: ["timezone"] }, { path: ["deviceTags", ""] }] });
  });

  it.each([
    ["a device that does not exist", { assetId: "NoSuch00" }, 11404],
    ["an asset ID that cannot exist", { assetId: "no such ID' or 'a' = 'a" }, null],
  ])("for %s", async (_, { assetId }, code) => {
    const result = await updateDevice(subgraph, { assetId, deviceDesc: "x" });
    expect(result).toMatchObject({ __typename: "DeviceNotFoundError", assetId, code, retryable: false });
  });

  it("for a device whose attributes are to be set and that no search shows for longer than reads lag", async () => {
    const clock = new SkippingClock();
    const patient = await startSubgraph({ enos: { ...IMPATIENT, clock } });
    const result = await updateDevice(patient, { assetId: "NoSuch00", deviceAttributes: { a: 1 } });
    expect(result).toMatchObject({ __typename: "DeviceNotFoundError" });
    expect((await patient.enos.calls("search")).length).toBeGreaterThan(2);
    expect(await patient.enos.calls("update")).toHaveLength(0);
  });

  it("but not for a device that a search shows only after its lag", async () => {
    const clock = new SkippingClock();
    const sandbox = { readLagMs: 3_900, clock: () => clock.unix() };
    const lagging = await startSubgraph({ sandbox, enos: { ...IMPATIENT, clock } });
    const created = createDevice(lagging, { deviceAttributes: STORED.deviceAttributes });
    const { assetId } = (await expectMember("CreateDeviceSuccess", created)).device;
    const result = await updateDevice(lagging, { assetId, deviceAttributes: { height: 80 } });
    expect(result).toMatchObject({ __typename: "UpdateDeviceSuccess" });
    expect(await storedDevice(lagging, { assetId })).toMatchObject({
      deviceAttributes: { height: 80, ratedPower: 2.5 },
    });
  });

  it.each([
    [DENIED_ORG, "OrganizationAccessDeniedError", 99403],
    ["o00000000000000", "InvalidDeviceInputError", 99400],
  ])("by EnOS for the organization %s", async (orgId, member, code) => {
    const result = await updateDevice(subgraph, { orgId, assetId: "Tq7mXw2c", deviceDesc: "x" });
    expect(result).toMatchObject({ __typename: member, code, retryable: false });
  });

  it.each([
    ["a code that nobody knows", { kind: "code", code: 12_345, msg: "odd" }, "UnrecognizedDeviceError"],
    ["its gateway's 403", { kind: "http", status: 403 }, "EnosUnavailableError"],
  ])("by EnOS with %s", async (_, fault, member) => {
    const { assetId } = await addDevice(subgraph);
    await subgraph.enos.addFaults({ on: "update", fault });
    const result = await updateDevice(subgraph, { assetId, deviceDesc: "x" });
    expect(result).toMatchObject({ __typename: member, retryable: false });
  });

  it.each([
    ["EnOS refuses to show the attributes", { kind: "code", code: 99403 }, "OrganizationAccessDeniedError"],
    ["EnOS cannot be read", { kind: "http", status: 403 }, "EnosUnavailableError"],
    [
      "EnOS's answer is about another device",
      { kind: "http", status: 200, body: another() },
      "EnosUnavailableError",
    ],
  ])("and nothing is written when %s", async (_, fault, member) => {
    const { assetId } = await addDevice(subgraph, STORED);
    await subgraph.enos.addFaults({ on: "search", times: 4, fault });
    const result = await updateDevice(subgraph, { assetId, deviceAttributes: { a: 1 } });
    expect(result).toMatchObject({ __typename: member });
    expect(await subgraph.enos.calls("update")).toHaveLength(0);
  });

  it("without showing a stored attribute that EnOS refuses, because it was sent along to be kept", async () => {
    const { assetId } = await addDevice(subgraph, { deviceAttributes: { "rated.power": 2.5 } });
    const msg = "Invalid Argument deviceAttributes.rated.power:2.5 is no INT";
    await subgraph.enos.addFaults({ on: "update", times: 2, fault: { kind: "code", code: 99400, msg } });
    const result = await updateDevice(subgraph, { assetId, deviceAttributes: { vendor: "south" } });
    expect(result).toMatchObject({
      ...{ __typename: "InvalidDeviceInputError", code: 99400, retryable: false },
      problems: [{ path: ["deviceAttributes"], code: "INVALID" }],
    });
    expect(JSON.stringify(result)).not.toMatch(/rated|2\.5/);
    const own = await updateDevice(subgraph, { assetId, deviceAttributes: { "rated.power": 2.5 } });
    expect(own).toMatchObject({
      problems: [{ path: ["deviceAttributes", "rated.power"], message: "2.5 is no INT" }],
    });
  });

  it.each([
    ["unreadable", { kind: "http", status: 403 }, true],
    ["denied", { kind: "code", code: 99403 }, false],
  ])("and nothing is written when the attributes are %s", async (_, fault, retryable) => {
    const { assetId } = await addDevice(subgraph, { deviceAttributes: null });
    await subgraph.enos.addFaults({ on: "get", fault });
    const result = await updateDevice(subgraph, { assetId, deviceAttributes: { a: 1 } });
    expect(result).toMatchObject({ __typename: "EnosUnavailableError", retryable });
    expect(await subgraph.enos.calls("update")).toHaveLength(0);
  });

  it("and nothing is written when the stored attributes come in a form that is not known", async () => {
    const { assetId } = await addDevice(subgraph, STORED);
    const row = { orgId: ORG, assetId, deviceAttributes: JSON.stringify(STORED.deviceAttributes) };
    const answer = (data: object) => ({ kind: "http", status: 200, body: JSON.stringify({ code: 0, data }) });
    await subgraph.enos.addFaults({ on: "search", fault: answer([row]) }, { on: "get", fault: answer(row) });
    const result = await updateDevice(subgraph, { assetId, deviceAttributes: { a: 1 } });
    expect(result).toMatchObject({ __typename: "EnosUnavailableError" });
    expect(await subgraph.enos.calls("update")).toHaveLength(0);
  });

  it("without the scope or the organization, before anything else", async () => {
    const production = await startSubgraph({ env: PRODUCTION });
    const input = { orgId: ORG, assetId: "Tq7mXw2c" };
    const reader = fromRouter({ orgs: ORG, scopes: "device:create device:read device:delete" });
    const { data, errors } = await production.ask(UpdateDeviceDocument, { input }, reader);
    expect(data).toEqual({ updateDevice: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", scope: "device:update" });
    const stranger = fromRouter({ orgs: "o15475450989192", scopes: "device:update" });
    const denied = await production.ask(UpdateDeviceDocument, { input }, stranger);
    expect(denied.data?.updateDevice).toMatchObject({
      __typename: "OrganizationAccessDeniedError",
      orgId: ORG,
      code: null,
    });
    expect(await production.enos.calls()).toHaveLength(0);
  });
});

function another(): string {
  return JSON.stringify({
    code: 0,
    data: [{ orgId: ORG, assetId: "Other000", deviceAttributes: { theirs: 1 } }],
  });
}

describe("an update that meets with", () => {
  it.each(HARMLESS_FAULTS)("%s is made once", async (_, fault) => {
    const { assetId } = await addDevice(subgraph, STORED);
    await subgraph.enos.addFaults({ on: "update", fault });
    const changes = { deviceDesc: "new", deviceAttributes: { vendor: "south" } };
    expect(await updateDevice(subgraph, { assetId, ...changes })).toMatchObject({
      __typename: "UpdateDeviceSuccess",
    });
    expect(await storedDevice(subgraph, { assetId })).toMatchObject({
      deviceDesc: "new",
      deviceAttributes: { ratedPower: 2.5, vendor: "south" },
      deviceTags: STORED.deviceTags,
    });
  });

  it("lost answers only is unconfirmed, and the same request again makes sure", async () => {
    const { assetId } = await addDevice(subgraph, STORED);
    await subgraph.enos.addFaults({ on: "update", times: 4, fault: { kind: "resetAfter" } });
    const lost = await updateDevice(subgraph, { assetId, deviceDesc: "new" });
    expect(lost).toMatchObject({ __typename: "DeviceUnconfirmedError", retryable: true });
    expect(await updateDevice(subgraph, { assetId, deviceDesc: "new" })).toMatchObject({
      __typename: "UpdateDeviceSuccess",
    });
  });

  it("lost answers only is not undone by the next update of attributes, though EnOS's reads lag", async () => {
    const clock = new SkippingClock();
    const sandbox = { readLagMs: 2_000, patchAttributes: "replace", clock: () => clock.unix() } as const;
    const lagging = await startSubgraph({ sandbox, enos: { ...IMPATIENT, clock } });
    const { assetId } = await addDevice(lagging, STORED);
    await lagging.enos.addFaults({ on: "update", times: 4, fault: { kind: "resetAfter" } });
    const lost = await updateDevice(lagging, { assetId, deviceAttributes: { height: 80 } });
    expect(lost).toMatchObject({ __typename: "DeviceUnconfirmedError" });
    await updateDevice(lagging, { assetId, deviceAttributes: { vendor: "south" } });
    expect(await storedDevice(lagging, { assetId })).toMatchObject({
      deviceAttributes: { ratedPower: 2.5, height: 80, vendor: "south" },
    });
  });

  it("a refusal after a lost answer is unconfirmed: the first attempt may have been made", async () => {
    const { assetId } = await addDevice(subgraph, STORED);
    const refusal = { kind: "code", code: 99403, msg: "Denied resource" };
    await subgraph.enos.addFaults(
      { on: "update", fault: { kind: "resetAfter" } },
      { on: "update", fault: refusal },
    );
    const result = await updateDevice(subgraph, { assetId, deviceDesc: "new" });
    expect(result).toMatchObject({ __typename: "DeviceUnconfirmedError", code: 99403, retryable: true });
  });

  it("an EnOS that is out of reach changes nothing, and the answer says how long to wait", async () => {
    const { assetId } = await addDevice(subgraph, STORED);
    const fault = { kind: "http", status: 429, headers: { "retry-after": "60" } };
    await subgraph.enos.addFaults({ on: "update", fault });
    expect(await updateDevice(subgraph, { assetId, deviceDesc: "new" })).toMatchObject({
      __typename: "EnosUnavailableError",
      retryable: true,
      retryAfterMs: 60_000,
    });
    expect(await storedDevice(subgraph, { assetId })).toMatchObject(STORED);
  });

  it("a deadline that passes while other updates of the device take their time was not made", async () => {
    const brief = await startSubgraph({ env: { ENOS_DEADLINE_MS: "700" } });
    const { assetId } = await addDevice(brief, STORED);
    await brief.enos.addFaults({ on: "update", fault: { kind: "hang" } });
    const update = async (vendor: string) => {
      const { data } = await brief.askText<{ updateDevice: { __typename: string } }>(
        "mutation ($input: UpdateDeviceInput!) { updateDevice(input: $input) { __typename } }",
        { input: { orgId: ORG, assetId, deviceAttributes: { vendor } } },
      );
      return data?.updateDevice.__typename;
    };
    expect((await Promise.all([update("one"), update("two")])).toSorted()).toEqual([
      "DeviceUnconfirmedError",
      "EnosUnavailableError",
    ]);
    expect(await brief.enos.calls("update")).toHaveLength(1);
  });
});
