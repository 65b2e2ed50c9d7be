import { hash } from "node:crypto";

import type { CreateDeviceInput } from "../createDeviceInput.js";

/**
 * Gives the key to ask for: the client's own, else one derived from its idempotency key, else none.
 *
 * The derived key is 32 hex digits and the same on every replica for ever, so that EnOS's rule of unique keys
 * is the store of idempotency.
 */
export function chooseDeviceKey(input: CreateDeviceInput): string | undefined {
  return input.deviceKey ?? (input.idempotencyKey == null ? undefined : derive(input, input.idempotencyKey));
}

function derive({ orgId, productKey }: CreateDeviceInput, idempotencyKey: string): string {
  // JSON keeps apart what plain joining would mix up: ("a", "bc") and ("ab", "c").
  const joined = JSON.stringify([orgId, productKey, idempotencyKey]);
  return hash("sha256", joined, "hex").slice(0, 32);
}
