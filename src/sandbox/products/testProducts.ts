import { newDevice } from "../devices/device.js";
import { type HttpResponse, json, refusal } from "../http/response.js";
import type { OrganizationCall } from "../routes.js";
import type { IndexedOrganization } from "../state.js";
import type { Product } from "./product.js";

/** The fixed outcome of creating a device of a test product. No outcome needs a timeout or breaks a connection. */
export type TestOutcome = keyof typeof RESULTS;

/** A product as the admin API lists it, with the result of the graph's `createDevice` for it. */
export interface ListedProduct {
  readonly orgId: string;
  readonly productKey: string;
  readonly createDeviceResult: string;
  /** Advice for the client, such as further fields to send. */
  readonly note: string;
}

/** Products whose key alone decides how a creation ends, like the test cards of payment providers. */
export const TEST_PRODUCTS: readonly Product[] = [
  { productKey: "FuLL0001", productName: "Full product", modelId: "windTurbine", deviceLimit: 0 },
  { productKey: "Taken001", productName: "Every key is taken", outcome: "keyTaken" },
  { productKey: "NoKey001", productName: "No key is assigned", outcome: "keyNotAssigned" },
  { productKey: "InVaLid1", productName: "Every device is invalid", outcome: "invalid" },
  { productKey: "DeNied01", productName: "Product without permission", outcome: "denied" },
  { productKey: "StRange1", productName: "Refused for an unknown reason", outcome: "unrecognized" },
  { productKey: "BuSy0429", productName: "Rate limit exceeded", outcome: "unavailable" },
  { productKey: "LoSt0001", productName: "Response lost, reads denied", outcome: "unconfirmed" },
];

/** A key that no organization has. */
const MISSING_PRODUCT_KEY = "NoSuch01";

const RESULTS = {
  keyTaken: ["DeviceKeyTakenError", "Send a deviceKey; with an idempotencyKey, IdempotencyConflictError."],
  keyNotAssigned: ["DeviceKeyNotAssignedError", ""],
  invalid: ["InvalidDeviceInputError", ""],
  denied: ["OrganizationAccessDeniedError", ""],
  unrecognized: ["UnrecognizedDeviceError", ""],
  unavailable: ["EnosUnavailableError", ""],
  unconfirmed: ["DeviceUnconfirmedError", "The device is created all the same."],
} as const;

/**
 * Returns the response that a test product has for every creation, instead of a created device. `unconfirmed`
 * creates the device: it has none here.
 */
export function refuseByProduct(
  { state, organization, store }: OrganizationCall,
  product: Product,
  deviceKey: string | undefined,
): HttpResponse | undefined {
  const { productKey, outcome } = product;
  switch (outcome) {
    case "keyTaken":
      // A device with the key is stored, so that a client can find it.
      if (deviceKey !== undefined && !store.currentByKey(deviceKey)) {
        const input = { deviceName: { defaultValue: "Another device", i18nValue: {} }, timezone: "+08:00" };
        const holder = newDevice(organization.orgId, product, state.clock(), { ...input, deviceKey });
        store.put(holder, -Infinity);
      }
      return refusal(11702, "DeviceKey existed");
    case "keyNotAssigned":
      return refusal(11714, "Generate deviceKey failed");
    case "invalid":
      return refusal(99400, "Invalid Argument deviceAttributes.serial:serial is required");
    case "denied":
      return refusal(99403, `Denied resource:  productKey ${productKey}`);
    case "unrecognized":
      return refusal(19999, "The device does not match the order");
    case "unavailable": {
      const response = json(429, { message: "API rate limit exceeded" });
      // Longer than any client waits, so that none repeats the request.
      return { ...response, headers: { ...response.headers, "retry-after": "3600" } };
    }
    default:
      return undefined;
  }
}

/** Returns whether a product's devices can be created but not read. */
export function isUnreadable(product: Product | undefined): boolean {
  return product?.outcome === "unconfirmed";
}

/** Lists the products of all organizations, the denied and one missing product included. */
export function listProducts(
  organizations: ReadonlyMap<string, IndexedOrganization>,
): readonly ListedProduct[] {
  return [...organizations.values()].flatMap(({ orgId, denied, products }, index) => {
    const listed = [...products.values()].map((product): ListedProduct => {
      const [createDeviceResult, note] = denied
        ? (["OrganizationAccessDeniedError", "The organization is denied."] as const)
        : resultOf(product);
      return { orgId, productKey: product.productKey, createDeviceResult, note };
    });
    const missing = { orgId, productKey: MISSING_PRODUCT_KEY, createDeviceResult: "ProductNotFoundError" };
    return index === 0 ? [...listed, { ...missing, note: "It does not exist." }] : listed;
  });
}

function resultOf({ outcome, deviceLimit, modelId }: Product): readonly [result: string, note: string] {
  if (outcome) return RESULTS[outcome];
  if (deviceLimit === 0) return ["DeviceLimitExceededError", ""];
  return ["CreateDeviceSuccess", modelId === "everyType" ? "Send the attribute ratedPower, a number." : ""];
}
