import { CreateDeviceDocument, type CreateDeviceMutation } from "../generated/operations.js";
import { INPUT, ORG } from "../support/createDevice.js";
import { fromRouter, PRODUCTION } from "../support/production.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

/** The sandbox's other organization has nothing; its caller wants what is the first one's. */
const OTHER = "o-of-somebody-else";
const EVERYTHING = "device:create device:read device:secret";
const owner = fromRouter({ orgs: ORG, scopes: EVERYTHING });
const intruder = fromRouter({ orgs: OTHER, scopes: EVERYTHING });

let subgraph: SubgraphUnderTest;

beforeEach(async () => {
  subgraph = await startSubgraph({ env: PRODUCTION });
  const input = { ...INPUT, deviceKey: "the-owners-device" };
  successOf((await subgraph.ask(CreateDeviceDocument, { input }, owner)).data);
  await subgraph.enos.clearCalls();
});
afterEach(closeAll);

describe("a caller of another organization", () => {
  afterEach(async () => {
    expect(await subgraph.enos.calls()).toEqual([]);
    expect(await subgraph.enos.devices()).toHaveLength(1);
  });

  it("creates nothing", async () => {
    const { data } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, intruder);
    expect(data?.createDevice).toEqual({
      __typename: "OrganizationAccessDeniedError",
      code: null,
      message: `The caller may not act for the organization “${ORG}”.`,
      retryable: false,
      requestId: null,
      orgId: ORG,
    });
  });

  it("reveals nothing of what is there: taken key, free key, unknown product and no organization read alike", async () => {
    const inputs = [
      { ...INPUT, deviceKey: "the-owners-device" },
      { ...INPUT, deviceKey: "a-key-nobody-has" },
      { ...INPUT, productKey: "no-such-product" },
      { ...INPUT, idempotencyKey: "guess" },
      { ...INPUT, timezone: "nowhere" },
      { ...INPUT, orgId: "o-nobody" },
    ];
    const answers = await Promise.all(
      inputs.map((input) => subgraph.ask(CreateDeviceDocument, { input }, intruder)),
    );
    const told = answers.map(({ data }, index) =>
      JSON.stringify(data).replaceAll(inputs[index]?.orgId ?? "", "ORG"),
    );
    expect(new Set(told).size).toBe(1);
  });

  it("gets nowhere by hiding one create behind another's alias", async () => {
    const query = `mutation($mine: CreateDeviceInput!, $theirs: CreateDeviceInput!) {
      createDevice: createDevice(input: $theirs) { __typename }
      mine: createDevice(input: $mine) { __typename }
    }`;
    const both = { mine: { ...INPUT, orgId: OTHER.toUpperCase() }, theirs: INPUT };
    const { data } = await subgraph.askText(query, both, intruder);
    expect(data).toEqual({
      createDevice: { __typename: "OrganizationAccessDeniedError" },
      mine: { __typename: "OrganizationAccessDeniedError" },
    });
  });

  it.each([
    `${ORG} `,
    ` ${ORG}`,
    ORG.toUpperCase(),
    `${ORG}\u0000`,
    `${ORG},${OTHER}`,
    "*",
    "",
    `${OTHER}&orgId=${ORG}`,
  ])("is not let through by an ID that only looks like its own or another's (%j)", async (orgId) => {
    const { data } = await subgraph.ask(CreateDeviceDocument, { input: { ...INPUT, orgId } }, intruder);
    expect(data?.createDevice).toMatchObject({ __typename: "OrganizationAccessDeniedError" });
  });
});

describe("a caller without a scope", () => {
  it.each([
    ["device:create", "device:read device:secret"],
    ["device:create", ""],
    ["device:create", "device:createX DEVICE:CREATE device create"],
  ])("needs %s to create, and is told so", async (scope, scopes) => {
    const headers = fromRouter({ orgs: ORG, scopes });
    const { data, errors } = await subgraph.ask(CreateDeviceDocument, { input: INPUT }, headers);
    expect(data).toEqual({ createDevice: null });
    expect(errors).toEqual([
      expect.objectContaining({
        message: `The caller lacks the scope ${scope}.`,
        path: ["createDevice"],
        extensions: { code: "FORBIDDEN", scope },
      }),
    ]);
    expect(await subgraph.enos.calls()).toEqual([]);
  });

  it("creates without device:secret, and gets all but the secret: by replay and read-back too", async () => {
    const headers = fromRouter({ orgs: ORG, scopes: "device:create" });
    const input = { ...INPUT, idempotencyKey: "once" };
    for (const replayed of [false, true]) {
      const { data } = await subgraph.ask(CreateDeviceDocument, { input }, headers);
      expect(successOf(data)).toMatchObject({ replayed, deviceSecret: null });
    }
  });
});

function successOf(data: CreateDeviceMutation | null | undefined) {
  if (data?.createDevice?.__typename !== "CreateDeviceSuccess") throw new Error(JSON.stringify(data));
  return data.createDevice;
}
