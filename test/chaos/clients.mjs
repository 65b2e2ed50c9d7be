/**
 * Three ways to send the same intents. Each says with what key an intent is sent, whether the balancer may pass a
 * request whose connection broke to the other replica, and whether an answer that is no success is followed by
 * another request.
 */
export const CLIENTS = [
  {
    name: "idempotency key, unconfirmed repeated with it",
    key: (intent) => ({ idempotencyKey: `intent-${intent}` }),
    failsOver: true,
    repeats: (answer) => answer === undefined || answer.retryable,
    required: true,
  },
  {
    name: "no key, what may have created a device not repeated",
    key: () => ({}),
    failsOver: false,
    repeats: (answer) => answer !== undefined && answer.retryable,
  },
  {
    name: "no key, everything repeated blindly",
    key: () => ({}),
    failsOver: true,
    repeats: () => true,
  },
];
