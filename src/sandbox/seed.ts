import type { StringI18n } from "./devices/device.js";

/** The credentials of an application. EnOS's console calls the pair AccessKey and SecretKey. */
export interface Credentials {
  readonly appKey: string;
  readonly appSecret: string;
}

/** A product: what devices are registered under. */
export interface Product {
  readonly productKey: string;
  /** Largest number of devices. Default: `DEVICES_PER_PRODUCT`. */
  readonly deviceLimit?: number;
  readonly productName?: string | StringI18n;
  readonly productType?: "Device" | "Gateway";
  /** Default: a model of its own, which takes any attribute. */
  readonly modelId?: string;
  readonly productDesc?: string;
  readonly productTags?: Readonly<Record<string, string>>;
}

/** An organization (EnOS also says OU): it owns products, and a device key is unique within it. */
export interface Organization {
  readonly orgId: string;
  /** Whether the application has no permission for the organization. */
  readonly denied?: boolean;
  readonly products: readonly Product[];
}

/** Returns the ID of a product's model. */
export function modelIdOf({ productKey, modelId = `model-${productKey}` }: Product): string {
  return modelId;
}

/** Returns the name of a product. */
export function nameOf({ productKey, productName = productKey }: Product): StringI18n {
  return typeof productName === "string" ? { defaultValue: productName, i18nValue: {} } : productName;
}

/** Default credentials. EnOS's own SDKs require the dashes. */
export const SANDBOX_CREDENTIALS: Credentials = {
  appKey: "11111111-2222-3333-4444-555555555555",
  appSecret: "sandbox-app-secret",
};

/** EnOS's default limit of devices per product. */
export const DEVICES_PER_PRODUCT = 10_000;

/** The organizations of a new sandbox: the manual's own, a neighbor, and one that is denied. */
export const ORGANIZATIONS: readonly Organization[] = [
  {
    orgId: "o15475450989191",
    products: [
      { productKey: "Vu82Agp3", productName: "Wind turbine", modelId: "windTurbine" },
      { productKey: "FuLL0001", productName: "Full product", modelId: "windTurbine", deviceLimit: 0 },
      {
        productKey: "AllTypes",
        productName: { defaultValue: "Every type", i18nValue: { zh_CN: "所有类型", en_US: "Every type" } },
        modelId: "everyType",
      },
      { productKey: "NoModel1", productName: "Model without permission", modelId: "restricted" },
    ],
  },
  {
    orgId: "o15475450989192",
    products: [{ productKey: "Qx94Bmt7", productName: "Solar inverter", modelId: "solarInverter" }],
  },
  { orgId: "o15475450989193", denied: true, products: [{ productKey: "DeNy0001" }] },
];
