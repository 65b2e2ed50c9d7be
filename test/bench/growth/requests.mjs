import { INPUT, toHttp } from "../operation.mjs";

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    ... on Device { orgId assetId productKey deviceKey deviceName timezone deviceAttributes deviceTags }
  }
}`;
const CREATE_DEVICES = `mutation ($inputs: [CreateDeviceInput!]!) {
  createDevices(inputs: $inputs) { __typename ... on CreateDeviceSuccess { device { assetId } deviceSecret } }
}`;

/** What grows: how many of it there are, and the request with so many. */
export const GROWTHS = [
  { what: "references in one `_entities`", sizes: [1, 10, 100, 200], toRequest: toEntities },
  { what: "inputs of one `createDevices`", sizes: [1, 10, 100, 1000], toRequest: toCreateDevices },
];

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
