import { DEVICES_PER_PRODUCT, type Organization, type Product } from "./seed.js";

/** An organization as calls look it up. */
export interface IndexedOrganization {
  readonly orgId: string;
  readonly denied: boolean;
  readonly products: ReadonlyMap<string, Required<Product>>;
}

/** Gives the organizations by `orgId`, every product complete and by `productKey`. */
export function indexOrganizations(
  organizations: readonly Organization[],
): ReadonlyMap<string, IndexedOrganization> {
  return new Map(
    organizations.map(({ orgId, denied = false, products }) => [
      orgId,
      {
        orgId,
        denied,
        products: new Map(products.map((product) => [product.productKey, complete(product)])),
      },
    ]),
  );
}

function complete(product: Product): Required<Product> {
  return {
    productKey: product.productKey,
    deviceLimit: product.deviceLimit ?? DEVICES_PER_PRODUCT,
    productName: product.productName ?? product.productKey,
    productType: product.productType ?? "Device",
    modelId: product.modelId ?? `model-${product.productKey}`,
  };
}
