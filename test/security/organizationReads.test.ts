import type { GraphQLFormattedError } from "graphql";

import { CreateDeviceDocument, CreateDevicesDocument } from "../generated/operations.js";
import { INPUT, ORG } from "../support/createDevice.js";
import { fromRouter, PRODUCTION } from "../support/production.js";
import type { DeviceRecord } from "../support/sandboxAdmin.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

/** The caller's own organization, which exists and has products; what it wants is the other one's. */
const OWN = { ...INPUT, orgId: "o15475450989192", productKey: "Qx94Bmt7", deviceKey: "own-device" };
const THEIRS = { ...INPUT, deviceKey: "their-device" };
const EVERYTHING = "device:create device:read device:secret";
const caller = fromRouter({ orgs: OWN.orgId, scopes: EVERYTHING });

let subgraph: SubgraphUnderTest;
let own: DeviceRecord;
let theirs: DeviceRecord;

beforeEach(async () => {
  subgraph = await startSubgraph({ env: PRODUCTION });
  const everybody = fromRouter({ orgs: "*", scopes: EVERYTHING });
  for (const input of [OWN, THEIRS]) await subgraph.ask(CreateDeviceDocument, { input }, everybody);
  const stored = await subgraph.enos.devices();
  own = find(stored, OWN.orgId);
  theirs = find(stored, ORG);
  await subgraph.enos.clearCalls();
});

afterEach(async () => {
  const asked = (await subgraph.enos.calls()).flatMap(({ query }) => query.orgId ?? []);
  expect(asked.filter((orgId) => orgId !== OWN.orgId)).toEqual([]);
  await closeAll();
});

interface Target {
  readonly orgId: string;
  readonly assetId: string;
  readonly productKey: string;
  readonly deviceKey: string;
}

/** Every way to read a device. */
const READS: readonly (readonly [string, (target: Target) => string])[] = [
  ["device", ({ orgId, assetId }) => `device(orgId: "${orgId}", assetId: "${assetId}") { assetId }`],
  [
    "deviceByKey",
    ({ orgId, productKey, deviceKey }) =>
      `deviceByKey(orgId: "${orgId}", productKey: "${productKey}", deviceKey: "${deviceKey}") { assetId }`,
  ],
  [
    "_entities by asset ID",
    ({ orgId, assetId }) =>
      `_entities(representations: [${byAssetId(orgId, assetId)}]) { ... on Device { assetId } }`,
  ],
  [
    "_entities by key",
    ({ orgId, productKey, deviceKey }) => `_entities(representations: [
      { __typename: "Device", orgId: "${orgId}", productKey: "${productKey}", deviceKey: "${deviceKey}" }
    ]) { ... on Device { assetId } }`,
  ],
];

describe.each(READS)("%s", (_, read) => {
  it("shows a caller the devices of its own organization", async () => {
    const { data, errors } = await subgraph.askText(`{ own: ${read(own)} }`, {}, caller);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toContain(own.assetId);
  });

  it("answers alike whether the device of another organization exists or not", async () => {
    const nobody = { ...theirs, assetId: "NoSuchOne", deviceKey: "no-such-one" };
    const answers = [];
    for (const target of [theirs, nobody]) {
      const { data, errors } = await subgraph.askText(`{ other: ${read(target)} }`, {}, caller);
      expect(codesOf(errors)).toEqual(["FORBIDDEN"]);
      answers.push(JSON.stringify({ data, errors }));
    }
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).not.toContain(theirs.assetId);
  });

  it("finds nothing of another organization's under the caller's own", async () => {
    const nobody = { ...theirs, orgId: OWN.orgId, assetId: "NoSuchOne", deviceKey: "no-such-one" };
    const answers = [];
    for (const target of [{ ...theirs, orgId: OWN.orgId }, nobody]) {
      const { data, errors } = await subgraph.askText(`{ other: ${read(target)} }`, {}, caller);
      answers.push(JSON.stringify({ data, errors }));
    }
    expect(answers[0]).toBe(answers[1]);
    expect(answers[0]).not.toContain(theirs.assetId);
  });

  it("shows nothing to a caller without device:read", async () => {
    const headers = fromRouter({ orgs: OWN.orgId, scopes: "device:create device:secret" });
    const { data, errors } = await subgraph.askText(`{ own: ${read(own)} }`, {}, headers);
    expect(codesOf(errors)).toEqual(["FORBIDDEN"]);
    expect(JSON.stringify(data)).not.toContain(own.assetId);
  });
});

it("authorizes each representation by itself: what is forbidden takes nothing else with it", async () => {
  const query = `{ _entities(representations: [
    ${byAssetId(ORG, theirs.assetId)}, ${byAssetId(OWN.orgId, own.assetId)}
  ]) { ... on Device { assetId } } }`;
  const { data, errors } = await subgraph.askText(query, {}, caller);
  expect(data).toEqual({ _entities: [null, { assetId: own.assetId }] });
  expect(errors).toEqual([
    expect.objectContaining({ path: ["_entities", 0], extensions: { code: "FORBIDDEN" } }),
  ]);
});

it("authorizes each alias by itself", async () => {
  const [, read] = READS[0] ?? ["", String];
  const { data, errors } = await subgraph.askText(`{ a: ${read(theirs)} b: ${read(own)} }`, {}, caller);
  expect(data).toEqual({ a: null, b: { assetId: own.assetId } });
  expect(codesOf(errors)).toEqual(["FORBIDDEN"]);
});

it("authorizes each input of createDevices by itself", async () => {
  const inputs = [
    { ...THEIRS, deviceKey: "new-one" },
    { ...OWN, deviceKey: "new-one" },
  ];
  const { data } = await subgraph.ask(CreateDevicesDocument, { inputs }, caller);
  expect(data?.createDevices?.map((result) => result?.__typename)).toEqual([
    "OrganizationAccessDeniedError",
    "CreateDeviceSuccess",
  ]);
});

it("does not create under a product of another organization, and does not tell that it exists", async () => {
  const answers = [];
  for (const productKey of [THEIRS.productKey, "NoSuchProduct"]) {
    const input = { ...OWN, productKey, deviceKey: "their-device" };
    const { data } = await subgraph.ask(CreateDeviceDocument, { input }, caller);
    expect(data?.createDevice?.__typename).toBe("ProductNotFoundError");
    answers.push(
      JSON.stringify(data)
        .replaceAll(productKey, "…")
        .replace(/"requestId":"[^"]*"/, ""),
    );
  }
  expect(answers[0]).toBe(answers[1]);
});

function byAssetId(orgId: string, assetId: string): string {
  return `{ __typename: "Device", orgId: "${orgId}", assetId: "${assetId}" }`;
}

function codesOf(errors: readonly GraphQLFormattedError[] = []): unknown[] {
  return errors.map(({ extensions }) => extensions?.code);
}

function find(devices: readonly DeviceRecord[], orgId: string): DeviceRecord {
  const device = devices.find((stored) => stored.orgId === orgId);
  if (!device) throw new Error(`no device of ${orgId}`);
  return device;
}
