import { ROUTER_HEADERS } from "./replica.mjs";

const MUTATION = `mutation ($input: CreateDeviceInput!) {
  createDevice(input: $input) {
    __typename
    ... on CreateDeviceSuccess { device { assetId } deviceSecret deviceSecretStatus replayed }
    ... on DeviceError { message retryable }
  }
}`;

/** Asks one replica for one device; gives the union member, rejects when the connection fails. */
export async function ask(replica, input) {
  const response = await fetch(replica.url, {
    method: "POST",
    headers: ROUTER_HEADERS,
    body: JSON.stringify({ query: MUTATION, variables: { input } }),
  });
  const { data, errors } = await response.json();
  if (!data?.createDevice) throw new Error(`HTTP ${response.status}: ${JSON.stringify(errors)}`);
  return data.createDevice;
}

/** Whether an error of `ask` proves that no request was sent. */
export function neverSent(error) {
  return ["ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT"].includes(error?.cause?.code);
}

/** A device whose tag says for which intent it was made. */
export function toInput(intent, key = {}) {
  return {
    orgId: "o15475450989191",
    productKey: "Vu82Agp3",
    timezone: "+08:00",
    deviceName: { defaultValue: `Turbine ${intent}` },
    deviceTags: { intent: String(intent) },
    ...key,
  };
}
