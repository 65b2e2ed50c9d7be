import { DevicesDocument, type DevicesQuery, type DevicesQueryVariables } from "../generated/operations.js";
import { DENIED_ORG, ORG, PRODUCT } from "../support/createDevice.js";
import { PRODUCTION, fromRouter } from "../support/production.js";
import type { DeviceRecord } from "../support/sandboxAdmin.js";
import { type Answer, closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const OTHER = { orgId: "o15475450989192", productKey: "Qx94Bmt7" };

let subgraph: SubgraphUnderTest;
beforeAll(async () => {
  subgraph = await startSubgraph();
});
beforeEach(() => subgraph.enos.reset());
afterAll(closeAll);

/** Adds devices with rising creation times; returns them newest first, as lists show them. */
async function addDevices(count: number, fields: (index: number) => object = () => ({})) {
  const devices = await subgraph.enos.addDevices(
    ...Array.from({ length: count }, (_, index) => ({
      ...{ orgId: ORG, productKey: PRODUCT, deviceName: `Turbine ${index}` },
      createTime: 1_700_000_000_000 + index,
      ...fields(index),
    })),
  );
  return devices.toReversed();
}

function list(variables: Partial<DevicesQueryVariables> = {}, headers = {}): Promise<Answer<DevicesQuery>> {
  return subgraph.ask(DevicesDocument, { orgId: ORG, ...variables }, headers);
}

async function listed(variables: Partial<DevicesQueryVariables> = {}) {
  const { data, errors } = await list(variables);
  if (errors || !data?.devices) throw new Error(JSON.stringify(errors));
  return data.devices;
}

const assetIds = ({
  edges,
}: {
  readonly edges: readonly { readonly node: { readonly assetId: string } }[];
}) => edges.map(({ node }) => node.assetId);
const idsOf = (devices: readonly DeviceRecord[]) => devices.map(({ assetId }) => assetId);

async function searches() {
  const calls = await subgraph.enos.calls("search");
  return calls.map(
    ({ body }) => JSON.parse(body) as { pagination: object; projection: string[]; expression?: string },
  );
}

describe("a page of devices", () => {
  it("has the 20 newest first when `first` is absent, and says how many there are", async () => {
    const devices = await addDevices(45);
    const page = await listed();
    expect(assetIds(page)).toEqual(idsOf(devices.slice(0, 20)));
    expect(page.totalCount).toBe(45);
    expect(page.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: page.edges[0]?.cursor,
      endCursor: page.edges[19]?.cursor,
    });
  });

  it("goes on after a cursor, until there is no next page", async () => {
    const devices = await addDevices(45);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: NonNullable<DevicesQuery["devices"]> = await listed({ first: 20, after });
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...assetIds(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toEqual(idsOf(devices));
    expect(await subgraph.enos.calls("search")).toHaveLength(3);
  });

  it("may begin after any row, and comes from one page of EnOS's where one fits", async () => {
    const devices = await addDevices(45);
    const { edges } = await listed({ first: 20 });
    await subgraph.enos.reset();
    const again = await addDevices(45, (index) => ({ assetId: devices[44 - index]?.assetId }));
    const page = await listed({ first: 10, after: edges[6]?.cursor ?? "" });
    expect(assetIds(page)).toEqual(idsOf(again.slice(7, 17)));
    expect(await searches()).toHaveLength(1);
  });

  it("has no rows but the number of devices when `first` is 0", async () => {
    await addDevices(3);
    const page = await listed({ first: 0 });
    expect(page).toMatchObject({ edges: [], totalCount: 3 });
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, startCursor: null, endCursor: null });
  });

  it("is empty beyond the end", async () => {
    await addDevices(3);
    const { edges } = await listed({ first: 3 });
    await subgraph.enos.reset();
    const page = await listed({ after: edges[2]?.cursor ?? "" });
    expect(page).toMatchObject({
      edges: [],
      totalCount: 0,
      pageInfo: { hasNextPage: false, endCursor: null },
    });
  });

  it("shows `nodes` as the devices of `edges`", async () => {
    const [newest] = await addDevices(2);
    const { data } = await subgraph.askText<{ devices: { nodes: object[]; edges: { node: object }[] } }>(
      `query ($orgId: ID!) { devices(orgId: $orgId) { nodes { id assetId } edges { node { id assetId } } } }`,
      { orgId: ORG },
    );
    expect(data?.devices.nodes).toEqual(data?.devices.edges.map(({ node }) => node));
    expect(data?.devices.nodes[0]).toMatchObject({ assetId: newest?.assetId });
  });

  it("asks EnOS for what is selected, and never for the secret", async () => {
    await addDevices(1);
    const select = (fields: string, fragments = "") =>
      subgraph.askText(`query ($orgId: ID!) { devices(orgId: $orgId) { ${fields} } } ${fragments}`, {
        orgId: ORG,
      });
    await select("totalCount");
    await select("nodes { id product { productKey } }");
    await select(
      "nodes { ...Shown } edges { node { status } }",
      "fragment Shown on Device { displayName deviceTags }",
    );
    await select("nodes { deviceAttributes ... on Device @skip(if: false) { activeTime } }");
    await select(
      "nodes { status @skip(if: true) ...Shown @include(if: false) ... on Device @include(if: true) { timezone } }",
      "fragment Shown on Device { deviceAttributes }",
    );
    const identity = ["orgId", "assetId", "productKey"];
    expect((await searches()).map(({ projection }) => projection)).toEqual([
      identity,
      identity,
      [...identity, "deviceName", "deviceTags", "status"],
      [...identity, "deviceAttributes", "activeTime"],
      [...identity, "timezone"],
    ]);
  });

  it("shows EnOS's several spellings of a status, and times that never came as null", async () => {
    const statuses = ["inactive", "online", "offline", "disable", "disabled", "Disabled", "mirror", "asleep"];
    await addDevices(statuses.length, (index) => ({
      status: statuses[index],
      activeTime: 0,
      lastOnlineTime: 0,
    }));
    const { data } = await subgraph.askText<{ devices: { nodes: Record<string, unknown>[] } }>(
      `query ($orgId: ID!) {
        devices(orgId: $orgId) { nodes { status createTime activeTime lastOnlineTime lastOfflineTime } }
      }`,
      { orgId: ORG },
    );
    const shown = data?.devices.nodes.toReversed() ?? [];
    expect(shown.map(({ status }) => status)).toEqual([
      "INACTIVE",
      "ONLINE",
      "OFFLINE",
      "DISABLED",
      "DISABLED",
      "DISABLED",
      "MIRROR",
      "OTHER",
    ]);
    expect(shown[0]).toEqual({
      status: "INACTIVE",
      createTime: "2023-11-14T22:13:20.000Z",
      activeTime: null,
      lastOnlineTime: null,
      lastOfflineTime: null,
    });
  });
});

describe("arguments at fault are refused before EnOS is asked", () => {
  it.each([
    ["a negative first", { first: -1 }, { argument: "first", path: [] }],
    ["a first above 100", { first: 101 }, { argument: "first", path: [] }],
    ["a cursor that is none", { after: "MTA=" }, { argument: "after", path: [] }],
    ["an empty cursor", { after: "" }, { argument: "after", path: [] }],
    ["a blank organization", { orgId: " " }, { argument: "orgId", path: [] }],
    ["an organization of 250 KB", { orgId: "o".repeat(250_000) }, { argument: "orgId", path: [] }],
    ["a list of 101 values", { filter: { assetIds: Array(101).fill("Tq7mXw2c") } }, { path: ["assetIds"] }],
    ["101 tags", { filter: { deviceTags: tags(101) } }, { path: ["deviceTags"] }],
    ["a tag that is no string", { filter: { deviceTags: { floor: 3 } } }, { path: ["deviceTags", "floor"] }],
    ["a fraction", { filter: { deviceAttributes: { x: 1.5 } } }, { path: ["deviceAttributes", "x"] }],
    ["a list as a value", { filter: { deviceAttributes: { x: [] } } }, { path: ["deviceAttributes", "x"] }],
    ["null as a value", { filter: { deviceAttributes: { x: null } } }, { path: ["deviceAttributes", "x"] }],
    ["a long name", { filter: { nameContains: "x".repeat(257) } }, { path: ["nameContains"] }],
    ["a long tag", { filter: { deviceTags: { x: "x".repeat(8_001) } } }, { path: ["deviceTags", "x"] }],
  ])("%s", async (_, variables, problem) => {
    const { data, errors } = await list(variables);
    expect(data).toEqual({ devices: null });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "BAD_USER_INPUT",
      problems: [{ argument: "filter", ...problem, message: expect.any(String) as string }],
    });
    expect(await subgraph.enos.calls("search")).toHaveLength(0);
  });

  it("a cursor of another filter or organization", async () => {
    await addDevices(3);
    const { edges } = await listed({ filter: { nameContains: "turbine" } });
    const after = edges[0]?.cursor ?? "";
    await subgraph.enos.reset();
    for (const other of [
      {},
      { filter: { nameContains: "pump" } },
      { orgId: OTHER.orgId, filter: { nameContains: "turbine" } },
    ])
      expect((await list({ ...other, after })).errors?.[0]?.extensions).toMatchObject({
        code: "BAD_USER_INPUT",
      });
    expect(await subgraph.enos.calls("search")).toHaveLength(0);
  });

  it("but not one of the same filter in other words", async () => {
    const [, second] = await addDevices(2);
    const filter = { productKeys: [PRODUCT, "Xx000000"], deviceTags: {}, statuses: null };
    const { edges } = await listed({ filter });
    const same = { productKeys: ["Xx000000", PRODUCT, PRODUCT], nameContains: "" };
    expect(assetIds(await listed({ filter: same, after: edges[0]?.cursor ?? "" }))).toEqual([
      second?.assetId,
    ]);
  });
});

function tags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${index}`, "x"]));
}

describe("a filter", () => {
  const fields = [
    { deviceKey: "turbine-0", deviceTags: { site: "north", "a/b-c": "1" }, status: "online" },
    {
      deviceKey: "turbine-1",
      deviceTags: { site: "south" },
      status: "disable",
      deviceAttributes: { mode: "on" },
    },
    { deviceKey: "turbine-2", deviceAttributes: { level: 3, ready: true, "a.b": "x", "12": "y" } },
    {
      deviceKey: "turbine-3",
      deviceName: { defaultValue: "Pumpe", i18nValue: { zh_CN: "水泵", en_US: "Pump" } },
    },
  ];

  it.each([
    ["no condition", {}, [3, 2, 1, 0]],
    ["null as a condition", { assetIds: null, nameContains: null, deviceTags: null }, [3, 2, 1, 0]],
    ["empty text and maps", { nameContains: "", deviceTags: {}, deviceAttributes: {} }, [3, 2, 1, 0]],
    ["keys", { deviceKeys: ["turbine-1", "turbine-3", "turbine-9"] }, [3, 1]],
    ["products", { productKeys: ["Xx000000", PRODUCT] }, [3, 2, 1, 0]],
    ["another product", { productKeys: ["Xx000000"] }, []],
    ["a name, in any case", { nameContains: "TURBINE" }, [2, 1, 0]],
    ["a Chinese name", { nameContains: "水" }, [3]],
    ["an English name", { nameContains: "pump" }, [3]],
    ["a status", { statuses: ["DISABLED"] }, [1]],
    ["statuses", { statuses: ["ONLINE", "INACTIVE", "ONLINE"] }, [3, 2, 0]],
    ["a status EnOS does not know and one it knows", { statuses: ["OTHER", "ONLINE"] }, [0]],
    ["a tag", { deviceTags: { site: "north" } }, [0]],
    ["a tag with signs", { deviceTags: { "a/b-c": "1" } }, [0]],
    ["tags that no device has together", { deviceTags: { site: "south", "a/b-c": "1" } }, []],
    ["an attribute that is text", { deviceAttributes: { mode: "on" } }, [1]],
    ["attributes of other types", { deviceAttributes: { level: 3, ready: true } }, [2]],
    ["attributes whose names have dots and digits", { deviceAttributes: { "a.b": "x", "12": "y" } }, [2]],
    [
      "all at once",
      { deviceKeys: ["turbine-0", "turbine-2"], deviceTags: { site: "north" }, statuses: ["ONLINE"] },
      [0],
    ],
  ])("finds by %s", async (_, filter, expected) => {
    const devices = (await addDevices(4, (index) => fields[index] ?? {})).toReversed();
    const page = await listed({ filter: filter as DevicesQueryVariables["filter"] });
    expect(assetIds(page)).toEqual(expected.map((index) => devices[index]?.assetId));
    expect(page.totalCount).toBe(expected.length);
  });

  it.each([
    ["an empty list", { assetIds: [] }],
    ["an empty list of statuses", { statuses: [] }],
    ["only a status that EnOS does not know", { statuses: ["OTHER"] }],
    ["only IDs that cannot exist", { assetIds: ["no such ID", "", "ⅰ"], productKeys: [PRODUCT] }],
  ])("of %s matches nothing, and EnOS is not asked", async (_, filter) => {
    await addDevices(1);
    const page = await listed({ filter: filter as DevicesQueryVariables["filter"] });
    expect(page).toMatchObject({ edges: [], totalCount: 0, pageInfo: { hasNextPage: false } });
    expect(await subgraph.enos.calls("search")).toHaveLength(0);
  });

  it.each(["2.1", "2.2", "2.3", "3.0"] as const)(
    "of every kind is understood by EnOS %s",
    async (edition) => {
      await subgraph.enos.settings({ edition });
      const [device] = await addDevices(1, () => fields[0] ?? {});
      const page = await listed({
        filter: {
          ...{ assetIds: [device?.assetId ?? ""], productKeys: [PRODUCT], deviceKeys: ["turbine-0"] },
          ...{
            nameContains: "turb",
            statuses: ["ONLINE", "OFFLINE"],
            deviceTags: { site: "north", "a/b-c": "1" },
          },
        },
      });
      expect(assetIds(page)).toEqual([device?.assetId]);
      await subgraph.enos.settings({ edition: "2.4" });
    },
  );
});

describe("text that is meant to leave its place in EnOS's expression", () => {
  const HOSTILE = [
    ...[
      "'",
      '"',
      "\\",
      "a' or 'a' = 'a",
      "' or assetId in ('",
      "') or (productKey = 'Vu82Agp3",
      "\\' or 1 = 1",
    ],
    ...[
      "north' -- ",
      "north'/*",
      "*/ or exists(deviceTags.site)",
      "-- ",
      "#",
      "; drop table devices",
      "%",
      "*",
      "_",
    ],
    ...["north and productKey = Vu82Agp3", "\n or productKey = 'Vu82Agp3'", "${x}", "{{x}}", "\u0000"],
    ...["’", "ʼ", "＇", "＂", "＼", "‘ or ’", "ʹ", "′", "\u2028", "\u202e", "и", "ａ"],
  ];
  const FIELDS = {
    productKeys: (text: string) => ({ productKeys: [text] }),
    assetIds: (text: string) => ({ assetIds: [text] }),
    deviceKeys: (text: string) => ({ deviceKeys: [text] }),
    nameContains: (text: string) => ({ nameContains: text }),
    "the value of a tag": (text: string) => ({ deviceTags: { site: text } }),
    "the name of a tag": (text: string) => ({ deviceTags: { [text]: "north" } }),
    "the value of an attribute": (text: string) => ({ deviceAttributes: { mode: text } }),
    "the name of an attribute": (text: string) => ({ deviceAttributes: { [text]: "on" } }),
  };

  it.each(Object.entries(FIELDS))("finds nothing that is not meant in %s", async (_, toFilter) => {
    await addDevices(2, () => ({
      ...{ deviceName: "Plain", deviceTags: { site: "north" }, deviceAttributes: { mode: "on" } },
    }));
    for (const text of HOSTILE) {
      const { data, errors } = await list({ filter: toFilter(text) });
      const found = data?.devices?.edges.length;
      if (errors) expect(errors[0]?.extensions?.code).toBe("BAD_USER_INPUT");
      else expect([text, found]).toEqual([text, 0]);
    }
    expect(HOSTILE.length).toBeGreaterThan(0);
  });

  it.each(["'", '"', "\\"])("is refused with its place for %s", async (sign) => {
    const filter = { assetIds: ["Tq7mXw2c", `a${sign}b`], nameContains: sign, deviceTags: { site: sign } };
    const { errors } = await list({ filter });
    const problems = errors?.[0]?.extensions?.problems as { argument: string; path: unknown }[];
    expect(problems.map(({ argument, path }) => [argument, path])).toEqual([
      ["filter", ["assetIds", 1]],
      ["filter", ["nameContains"]],
      ["filter", ["deviceTags", "site"]],
    ]);
  });

  it("is found as it is where EnOS can search for it", async () => {
    const [, like] = await addDevices(2, (index) => ({
      deviceName: index === 0 ? "L’Éolienne ＇7＂" : "Plain",
    }));
    expect(assetIds(await listed({ filter: { nameContains: "’éolienne ＇7＂" } }))).toEqual([like?.assetId]);
  });
});

describe("who may list", () => {
  const env = PRODUCTION;

  it("needs the scope and the organization, whether or not there are devices", async () => {
    const production = await startSubgraph({ env });
    const ask = (headers: object) =>
      production.ask(DevicesDocument, { orgId: ORG }, headers as Record<string, string>);
    const writer = await ask(fromRouter({ orgs: ORG, scopes: "device:create device:update device:delete" }));
    expect(writer.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN", scope: "device:read" });
    const stranger = await ask(fromRouter({ orgs: OTHER.orgId, scopes: "device:read" }));
    expect(stranger.errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
    expect(await production.enos.calls("search")).toHaveLength(0);
    const reader = await ask(fromRouter({ orgs: ORG, scopes: "device:read" }));
    expect(reader.data?.devices).toMatchObject({ edges: [], totalCount: 0 });
  });
});

describe("an answer that is none", () => {
  it.each([
    [
      "a device of another organization",
      { orgId: OTHER.orgId, assetId: "Tq7mXw2c", productKey: PRODUCT },
      {},
    ],
    ["another device", { orgId: ORG, assetId: "Other000", productKey: PRODUCT }, { assetIds: ["Tq7mXw2c"] }],
    [
      "another product",
      { orgId: ORG, assetId: "Tq7mXw2c", productKey: "Other000" },
      { productKeys: [PRODUCT] },
    ],
    [
      "another key",
      { orgId: ORG, assetId: "Tq7mXw2c", productKey: PRODUCT, deviceKey: "other" },
      { deviceKeys: ["mine"] },
    ],
  ])("is not shown: %s", async (_, row, filter) => {
    const body = JSON.stringify({ code: 0, data: [row], pagination: { totalSize: 1 } });
    await subgraph.enos.addFaults({ on: "search", fault: { kind: "http", status: 200, body } });
    const { data, errors } = await list({ filter });
    expect(data).toEqual({ devices: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "ENOS_UNAVAILABLE", retryable: true });
  });

  it("is not shown: a page of another size", async () => {
    const [device] = await addDevices(1);
    const row = { orgId: ORG, assetId: device?.assetId, productKey: PRODUCT };
    const pagination = { pageNo: 1, pageSize: 7, totalSize: 1 };
    const body = JSON.stringify({ code: 0, data: [row], pagination });
    await subgraph.enos.addFaults({ on: "search", times: 0, fault: { kind: "http", status: 200, body } });
    const { errors } = await list({ first: 5 });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "ENOS_UNAVAILABLE" });
  });

  it("is not shown when the answers for two pages of a list are swapped", async () => {
    await addDevices(4);
    const { endCursor } = (await listed({ first: 2 })).pageInfo;
    const swap = { on: "search", fault: { kind: "swap", waitMs: 10_000 } } as const;
    await subgraph.enos.addFaults(swap, swap);
    const { data, errors = [] } = await subgraph.askText(
      `query ($orgId: ID!, $after: String) {
        newest: devices(orgId: $orgId, first: 2) { nodes { assetId } }
        next: devices(orgId: $orgId, first: 2, after: $after) { nodes { assetId } }
      }`,
      { orgId: ORG, after: endCursor },
    );
    expect(data).toEqual({ newest: null, next: null });
    for (const { extensions } of errors)
      expect(extensions).toMatchObject({ code: "ENOS_UNAVAILABLE", retryable: true });
  });

  it.each([
    ["no list", { code: 0, data: {}, pagination: { totalSize: 1 } }],
    ["no total", { code: 0, data: [] }],
  ])("is said to be unreadable: %s", async (_, body) => {
    const fault = { kind: "http", status: 200, body: JSON.stringify(body) };
    await subgraph.enos.addFaults({ on: "search", fault });
    expect((await list()).errors?.[0]?.extensions).toMatchObject({ code: "ENOS_UNAVAILABLE" });
  });

  it("counts a row that names no device, and leaves it out", async () => {
    const rows = [null, { assetId: "Uvmm5AXU" }, { assetId: "Tq7mXw2c", productKey: PRODUCT }];
    const body = JSON.stringify({ code: 0, data: rows, pagination: { totalSize: 5 } });
    await subgraph.enos.addFaults({ on: "search", fault: { kind: "http", status: 200, body } });
    await addDevices(5);
    const page = await listed({ first: 3 });
    expect(assetIds(page)).toEqual(["Tq7mXw2c"]);
    const { edges } = await listed({ first: 3, after: page.pageInfo.endCursor });
    expect(edges).toHaveLength(2);
  });

  it.each([
    [DENIED_ORG, "FORBIDDEN", 99403],
    ["o00000000000000", "ENOS_REFUSED", 99400],
  ])("passes on why EnOS refuses the organization %s", async (orgId, code, enosCode) => {
    const { data, errors } = await list({ orgId });
    expect(data).toEqual({ devices: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code, enosCode, retryable: false });
  });
});
