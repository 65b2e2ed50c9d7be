import type { Product } from "./products/product.js";
import { TEST_PRODUCTS } from "./products/testProducts.js";

/** The credentials of an application. EnOS's console calls the pair AccessKey and SecretKey. */
export interface Credentials {
  readonly appKey: string;
  readonly appSecret: string;
}

/** An organization (EnOS also says OU): it owns products, and a device key is unique within it. */
export interface Organization {
  readonly orgId: string;
  /** Whether the application has no permission for the organization. */
  readonly denied?: boolean;
  readonly products: readonly Product[];
}

/** Default credentials. EnOS's own SDKs require the dashes. */
export const SANDBOX_CREDENTIALS: Credentials = {
  appKey: "11111111-2222-3333-4444-555555555555",
  appSecret: "sandbox-app-secret",
};

/** The organizations of a new sandbox: that of the manual, another one, and a denied one. */
export const ORGANIZATIONS: readonly Organization[] = [
  {
    orgId: "o15475450989191",
    products: [
      { productKey: "Vu82Agp3", productName: "Wind turbine", modelId: "windTurbine" },
      {
        productKey: "AllTypes",
        productName: { defaultValue: "Every type", i18nValue: { zh_CN: "所有类型", en_US: "Every type" } },
        modelId: "everyType",
      },
      { productKey: "NoModel1", productName: "Model without permission", modelId: "restricted" },
      ...TEST_PRODUCTS,
    ],
  },
  {
    orgId: "o15475450989192",
    products: [{ productKey: "Qx94Bmt7", productName: "Solar inverter", modelId: "solarInverter" }],
  },
  { orgId: "o15475450989193", denied: true, products: [{ productKey: "DeNy0001" }] },
];
