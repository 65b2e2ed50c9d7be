import { hash, randomFillSync } from "node:crypto";

import type { CreateDeviceInput } from "./input.js";

/** Choosers of the device key when the client sends none: this subgraph, or EnOS. */
export const DEVICE_KEYS = ["subgraph", "enos"] as const;
export type DeviceKeys = (typeof DEVICE_KEYS)[number];

/** Origin of a device key: it decides the meaning of a key that is taken. */
export type KeyOrigin = "caller" | "derived" | "random";

/** The key that a device is created under. */
export interface ChosenKey {
  readonly deviceKey: string;
  readonly origin: KeyOrigin;
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
const RANDOM_KEY_LENGTH = 16;
const DERIVED_KEY_LENGTH = 32;

/**
 * Returns the key to create a device under: the caller's own, else one derived from the idempotency key, else one of our
 * own at random. Undefined when EnOS assigns the key: then the device cannot be found after a lost answer.
 */
export function chooseDeviceKey(input: CreateDeviceInput, deviceKeys: DeviceKeys): ChosenKey | undefined {
  if (input.deviceKey != null) return { deviceKey: input.deviceKey, origin: "caller" };
  if (input.idempotencyKey != null)
    return { deviceKey: derive(input, input.idempotencyKey), origin: "derived" };
  return deviceKeys === "subgraph" ? { deviceKey: randomKey(), origin: "random" } : undefined;
}

/**
 * Returns 32 hex digits, the same on every replica and in every version, so that EnOS's rule of unique keys is the store of
 * idempotency. Changing this breaks every repeat of a request that was sent before.
 */
function derive({ orgId, productKey }: CreateDeviceInput, idempotencyKey: string): string {
  // JSON is unambiguous, unlike plain joining: ("a", "bc") and ("ab", "c").
  const joined = JSON.stringify([orgId, productKey, idempotencyKey]);
  return hash("sha256", joined, "hex").slice(0, DERIVED_KEY_LENGTH);
}

/** The largest multiple of the alphabet's length that a byte can be below: larger bytes would favor its first characters. */
const FAIR_BYTES = 256 - (256 % ALPHABET.length);

/** Random bytes for the next keys: Node fetches many in the time of a few. Each is used once. */
const pool = new Uint8Array(4_096);
let used = pool.length;

/** Returns 83 bits of randomness in the characters that every edition of EnOS's manual allows. */
function randomKey(): string {
  let key = "";
  while (key.length < RANDOM_KEY_LENGTH) {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const byte = pool[used++] ?? FAIR_BYTES;
    if (byte < FAIR_BYTES) key += ALPHABET.charAt(byte % ALPHABET.length);
  }
  return key;
}
