/** What devices are registered under. */
export interface Product {
  readonly productKey: string;
  /** How many devices the product takes; `DEVICES_PER_PRODUCT` unless given. */
  readonly deviceLimit?: number;
  readonly productName?: string;
  readonly productType?: "Device" | "Gateway";
  readonly modelId?: string;
}

/** An organization (EnOS also says OU): the owner of products, and the space in which a device key is unique. */
export interface Organization {
  readonly orgId: string;
  /** The organization exists, but the application has no permission for it. */
  readonly denied?: boolean;
  readonly products: readonly Product[];
}

/** EnOS's default limit of devices per product. */
export const DEVICES_PER_PRODUCT = 10_000;

/** The organizations a sandbox starts with: the manual's own, a full product, a neighbor, and one out of reach. */
export const ORGANIZATIONS: readonly Organization[] = [
  {
    orgId: "o15475450989191",
    products: [
      { productKey: "Vu82Agp3", productName: "Wind turbine", modelId: "windTurbine" },
      { productKey: "FuLL0001", productName: "Full product", modelId: "windTurbine", deviceLimit: 0 },
    ],
  },
  {
    orgId: "o15475450989192",
    products: [{ productKey: "Qx94Bmt7", productName: "Solar inverter", modelId: "solarInverter" }],
  },
  { orgId: "o15475450989193", denied: true, products: [{ productKey: "DeNy0001" }] },
];
