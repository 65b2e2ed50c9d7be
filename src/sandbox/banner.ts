import { ADMIN_CALLS } from "./admin/adminApi.js";
import { listProducts } from "./products/testProducts.js";
import type { Sandbox } from "./sandbox.js";

/** Returns the text for a person who starts the sandbox by hand. */
export function banner({ url, appKey, appSecret, organizations }: Sandbox): string {
  const products = listProducts(organizations).map(
    ({ orgId, productKey, createDeviceResult, note }) =>
      `${orgId}  ${productKey}  ${createDeviceResult}${note && `: ${note}`}`,
  );
  return [
    `EnOS sandbox at ${url}`,
    section("Credentials", [`appKey     ${appKey}`, `appSecret  ${appSecret}`]),
    section("Products, and what creating a device of each leads to", products),
    section("Admin API (docs/sandbox.md)", ADMIN_CALLS),
  ].join("\n\n");
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join("\n");
}
