/** The pause before the first retry, at most. Milliseconds. */
const BASE = { TRY_AGAIN: 50, SLOW_DOWN: 1000 } as const;

/**
 * Gives the pause before a retry: full jitter, so that callers who failed together do not come back together.
 *
 * EnOS's own Retry-After is the least that is waited. Milliseconds.
 */
export function backoff(
  kind: keyof typeof BASE,
  retry: number,
  random: () => number,
  retryAfterMs = 0,
): number {
  return retryAfterMs + random() * BASE[kind] * 2 ** (retry - 1);
}
