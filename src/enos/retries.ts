import type { EnosAction } from "./action.js";
import { backoff } from "./backoff.js";
import type { Verdict } from "./classify.js";
import type { Patience } from "./patience.js";
import type { RetryBudget } from "./retryBudget.js";

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
    private readonly patience: Patience,
    private readonly options: RetriesOptions,
  ) {}

  /** Whether an attempt so far may have been applied without an answer. */
  get afterLostAnswer(): boolean {
    return this.#afterLostAnswer;
  }

  /** Gives the pause before the next attempt in milliseconds; undefined when the verdict is the last word. */
  pauseAfter(verdict: Verdict): number | undefined {
    this.#attempts += 1;
    const remedy = this.#remedy(verdict);
    // The one rule that keeps a device single: what may have been applied and has no key is never repeated.
    if (this.#afterLostAnswer && !this.action.repeatable) return undefined;
    if (this.#attempts === MAX_ATTEMPTS) return undefined;
    switch (remedy) {
      case "NEW_TOKEN":
        return this.#renew();
      case "TRY_AGAIN":
      case "SLOW_DOWN":
        return this.#pause(remedy, verdict.kind === "none" ? verdict.retryAfterMs : undefined);
      default:
        return undefined;
    }
  }

  #remedy(verdict: Verdict) {
    if (verdict.kind === "none") {
      this.#afterLostAnswer ||= verdict.outcome === "UNKNOWN";
      return verdict.remedy;
    }
    if (this.action.tryAgainCodes?.has(verdict.code)) return "TRY_AGAIN";
    this.options.budget.giveBack(this.#taken);
    return undefined;
  }

  /** A second refusal of a fresh token would be no accident. */
  #renew(): number | undefined {
    if (this.#renewed) return undefined;
    this.#renewed = true;
    return 0;
  }

  #pause(kind: "TRY_AGAIN" | "SLOW_DOWN", retryAfterMs: number | undefined): number | undefined {
    const { budget, random } = this.options;
    const pause = backoff(kind, this.#attempts, random, retryAfterMs);
    if (!this.patience.allows(pause)) return undefined;
    const taken = budget.take(kind);
    this.#taken += taken;
    return taken > 0 ? pause : undefined;
  }
}
