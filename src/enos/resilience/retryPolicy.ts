import type { Attempts, EnosAction } from "../enos.js";
import type { RetryClass } from "../errors.js";

/** How often one request is sent at most. */
export const MAX_ATTEMPTS = 4;

/** The earlier attempts of a request. */
export interface RetryHistory {
  readonly attempts: Readonly<Attempts>;
  /** Whether an attempt may have been applied without an answer. */
  readonly lostAnswer: boolean;
  /** Whether it has already got a new access token. */
  readonly tokenRenewed: boolean;
}

/** Returns whether a request is sent again after a failed attempt. */
export function mayRetry(
  retry: RetryClass,
  { repeatable }: Pick<EnosAction, "repeatable">,
  { attempts, lostAnswer, tokenRenewed }: RetryHistory,
): boolean {
  // If so many attempts fail, it is an outage: the client should repeat later.
  if (attempts.made >= MAX_ATTEMPTS) return false;
  // This rule prevents duplicate devices: if a request may have been applied and is not repeatable, it is never sent again.
  if (lostAnswer && !repeatable) return false;
  // If a new token is refused as well, another one will not help.
  if (retry === "AUTH_EXPIRED") return !tokenRenewed;
  // EnOS did nothing, or the request is harmless to repeat. A repeat after any other failure would end in the same way.
  return retry === "TRANSIENT" || retry === "THROTTLING";
}

/** The retry classes that wait and take from the budget. */
export type PausedRetry = "TRANSIENT" | "THROTTLING";

/** The pause before the first retry, at most. Milliseconds. */
const BASE_MS: Readonly<Record<PausedRetry, number>> = { TRANSIENT: 50, THROTTLING: 1000 };

/**
 * Returns the pause before a retry in milliseconds: full jitter, so that callers who failed together do not come back
 * together. The pause is never shorter than EnOS's own Retry-After.
 */
export function backoff(kind: PausedRetry, retry: number, random: () => number, retryAfterMs = 0): number {
  return retryAfterMs + random() * BASE_MS[kind] * 2 ** (retry - 1);
}

/** The values of the AWS SDKs' standard retry mode. */
const CAPACITY = 500;
const COST: Readonly<Record<PausedRetry, number>> = { TRANSIENT: 14, THROTTLING: 5 };

/**
 * Tokens that all retries of a process draw on, so that an outage is not multiplied by four.
 *
 * A success gives back what its own retries took, or one token where there were none.
 */
export class RetryBudget {
  #tokens = CAPACITY;

  /** Takes the cost of a retry and returns it; returns 0 and takes nothing when too little is left. */
  take(kind: PausedRetry): number {
    const cost = COST[kind];
    if (this.#tokens < cost) return 0;
    this.#tokens -= cost;
    return cost;
  }

  giveBack(taken: number): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + Math.max(1, taken));
  }
}
