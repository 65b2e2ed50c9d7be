import { ADMIN_CALLS } from "./admin/adminApi.js";
import type { Sandbox } from "./sandbox.js";
import { type Organization, ORGANIZATIONS } from "./seed.js";

/** Returns the text that a person reads who starts the sandbox by hand. */
export function banner({ url, appKey, appSecret }: Sandbox): string {
  return [
    `EnOS sandbox at ${url}`,
    section("Credentials", [`appKey     ${appKey}`, `appSecret  ${appSecret}`]),
    section("Organizations and their products", ORGANIZATIONS.map(describe)),
    section("Admin API", ADMIN_CALLS),
  ].join("\n\n");
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join("\n");
}

function describe({ orgId, denied, products }: Organization): string {
  const names = products.map(({ productKey, deviceLimit }) =>
    deviceLimit === 0 ? `${productKey} (full)` : productKey,
  );
  return `${orgId}  ${denied ? "(denied)" : names.join(", ")}`;
}
