/** Without a key of ours nothing shows that EnOS's answer, or its refusal of a token, belongs to another request. */
const NOTHING = { answered: 0, duplicates: Infinity, lost: Infinity, wrong: Infinity };

/**
 * Ways to send the same intents. Each says with what key an intent is sent, who chooses the keys that are left open,
 * whether the balancer may pass a request whose connection broke to the other replica, whether a result that is no
 * success is followed by another request, and what is required of it.
 */
export const CLIENTS = [
  {
    name: "idempotency key, repeated with it",
    deviceKeys: "subgraph",
    key: (intent) => ({ idempotencyKey: `intent-${intent}` }),
    failsOver: true,
    // As the docs have it: EnOS may give the secret when it is asked for again.
    repeats: (result) =>
      result === undefined || result.retryable || result.deviceSecretStatus === "UNAVAILABLE",
    required: { answered: 99.9, duplicates: 0, lost: 0, wrong: 0 },
  },
  {
    name: "no key, never repeated",
    deviceKeys: "subgraph",
    key: () => ({}),
    failsOver: false,
    repeats: () => false,
    // A replica that is killed takes the requests in flight with it, and nobody repeats them.
    kills: false,
    required: { answered: 98, duplicates: 0, lost: Infinity, wrong: 0 },
  },
  {
    name: "no key, DEVICE_KEYS=enos, never repeated",
    deviceKeys: "enos",
    key: () => ({}),
    failsOver: false,
    repeats: () => false,
    kills: false,
    required: NOTHING,
  },
  {
    name: "no key, DEVICE_KEYS=enos, everything repeated blindly",
    deviceKeys: "enos",
    key: () => ({}),
    failsOver: true,
    repeats: () => true,
    required: NOTHING,
  },
];
