import type { StringI18n } from "../devices/device.js";
import type { TestOutcome } from "./testProducts.js";

/** A product; every device belongs to one. */
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
  /** How every creation of a device ends. Default: it is created if it is valid. */
  readonly outcome?: TestOutcome;
}

/** EnOS's default limit of devices per product. */
export const DEVICES_PER_PRODUCT = 10_000;

/** Returns the ID of a product's model. */
export function modelIdOf({ productKey, modelId = `model-${productKey}` }: Product): string {
  return modelId;
}

/** Returns the name of a product. */
export function nameOf({ productKey, productName = productKey }: Product): StringI18n {
  return typeof productName === "string" ? { defaultValue: productName, i18nValue: {} } : productName;
}
