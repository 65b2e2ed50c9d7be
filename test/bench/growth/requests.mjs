import { readFileSync } from "node:fs";

import { NUMBER } from "../connection.mjs";
import { CREATE_DEVICE, INPUT, toHttp } from "../operation.mjs";

const DEVICES = readFileSync(new URL("../../../schema/operations/devices.graphql", import.meta.url), "utf8");

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Device { orgId assetId productKey deviceKey deviceName timezone deviceAttributes deviceTags }
  }
}`;
const CREATE_DEVICES = `mutation ($inputs: [CreateDeviceInput!]!) {
  createDevices(inputs: $inputs) { __typename ... on CreateDeviceSuccess { device { assetId } deviceSecret } }
}`;

/** What grows: how many of it there are, or of which kind it is, and the request with that. */
export const GROWTHS = [
  { what: "devices on a page of `devices`", sizes: [10, 100], toRequest: toPage },
  { what: "`createDevice` with", sizes: ["no key", "`idempotencyKey`", "`deviceKey`"], toRequest: toCreate },
  { what: "references in one `_entities`", sizes: [1, 10, 100, 200], toRequest: toEntities },
  { what: "inputs of one `createDevices`", sizes: [1, 10, 100, 1000], toRequest: toCreateDevices },
];

function toPage(size) {
  return toHttp(DEVICES, { orgId: INPUT.orgId, first: size, locale: "zh-CN" });
}

/** Each keyed request has a key of its own, or it would be taken for a repetition. */
function toCreate(key) {
  const name = key.match(/\w+Key/)?.[0];
  return toHttp(CREATE_DEVICE, { input: { ...INPUT, ...(name && { [name]: `order-${NUMBER}` }) } });
}

function toEntities(size) {
  const representations = Array.from({ length: size }, (_, index) => ({
    __typename: "Device",
    orgId: INPUT.orgId,
    assetId: `Asset${String(index).padStart(4, "0")}`,
  }));
  return toHttp(ENTITIES, { representations });
}

/** Inputs are short here, or a thousand of them would be longer than a request may be. */
function toCreateDevices(size) {
  const { orgId, productKey, timezone } = INPUT;
  const inputs = Array.from({ length: size }, (_, index) => ({
    orgId,
    productKey,
    timezone,
    deviceName: { defaultValue: `Turbine ${index}` },
  }));
  return toHttp(CREATE_DEVICES, { inputs });
}
