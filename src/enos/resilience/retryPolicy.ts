import type { Deadline } from "../../runtime/deadline.js";
import type { EnosAction } from "../enos.js";
import type { AttemptResult } from "../http/classifyResponse.js";

const MAX_ATTEMPTS = 4;

export interface RetriesOptions {
  readonly budget: RetryBudget;
  readonly random: () => number;
}

/** Decides, attempt by attempt, whether one call is sent again. */
export class Retries {
  #attempts = 0;
  #taken = 0;
  #renewed = false;
  #afterLostAnswer = false;

  constructor(
    private readonly action: EnosAction,
    private readonly deadline: Deadline,
    private readonly options: RetriesOptions,
  ) {}

  /** Whether an attempt so far may have been applied without an answer. */
  get afterLostAnswer(): boolean {
    return this.#afterLostAnswer;
  }

  /** Gives the pause before the next attempt in milliseconds; undefined when the result is the last word. */
  pauseAfter(result: AttemptResult): number | undefined {
    this.#attempts += 1;
    const retry = this.#retry(result);
    // The one rule that keeps a device single: what may have been applied and has no key is never repeated.
    if (this.#afterLostAnswer && !this.action.repeatable) return undefined;
    if (this.#attempts === MAX_ATTEMPTS) return undefined;
    switch (retry) {
      case "AUTH_EXPIRED":
        return this.#renew();
      case "TRANSIENT":
      case "THROTTLING":
        return this.#pause(retry, result.kind === "none" ? result.retryAfterMs : undefined);
      default:
        return undefined;
    }
  }

  #retry(result: AttemptResult) {
    if (result.kind === "none") {
      this.#afterLostAnswer ||= result.outcome === "UNKNOWN";
      return result.retry;
    }
    if (this.action.retryableCodes?.has(result.code)) return "TRANSIENT";
    this.options.budget.giveBack(this.#taken);
    return undefined;
  }

  /** A second refusal of a fresh token would be no accident. */
  #renew(): number | undefined {
    if (this.#renewed) return undefined;
    this.#renewed = true;
    return 0;
  }

  #pause(kind: "TRANSIENT" | "THROTTLING", retryAfterMs: number | undefined): number | undefined {
    const { budget, random } = this.options;
    const pause = backoff(kind, this.#attempts, random, retryAfterMs);
    if (!this.deadline.leaves(pause)) return undefined;
    const taken = budget.take(kind);
    this.#taken += taken;
    return taken > 0 ? pause : undefined;
  }
}

/** The pause before the first retry, at most. Milliseconds. */
const BASE = { TRANSIENT: 50, THROTTLING: 1000 } as const;

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

const CAPACITY = 500;
const COST = { TRANSIENT: 14, THROTTLING: 5 } as const;

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
