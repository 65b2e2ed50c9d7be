const CAPACITY = 500;
const COST = { TRY_AGAIN: 14, SLOW_DOWN: 5 } as const;

/**
 * Tokens that all retries of a process draw on, so that an outage is not multiplied by four.
 *
 * A success gives back what its own retries took, or one token where there were none.
 */
export class RetryBudget {
  #tokens = CAPACITY;

  /** Takes what a retry costs and gives that cost; 0, and nothing taken, when too little is left. */
  take(kind: keyof typeof COST): number {
    const cost = COST[kind];
    if (this.#tokens < cost) return 0;
    this.#tokens -= cost;
    return cost;
  }

  giveBack(taken: number): void {
    this.#tokens = Math.min(CAPACITY, this.#tokens + Math.max(1, taken));
  }
}
