import type { EnosAction } from "./action.js";
import type { Patience } from "./patience.js";
import type { Verdict } from "./classify.js";

/** What enos/ tells whoever keeps the books: metrics, logs, traces. None of it holds a secret or a body. */
export interface Observer {
  /**
   * One attempt of one action begins; `nth` counts the attempts of one call from 1, and the patience tells on whose
   * behalf: it is the same object for everything that is done to answer one operation.
   */
  attempting(action: EnosAction["action"], nth: number, patience: Patience): Attempt;
  tokenFetched(result: "granted" | "refused"): void;
}

/** One attempt under observation. */
export interface Attempt {
  /** Sent along with the request, unsigned: what carries a trace on to EnOS. */
  readonly headers: Readonly<Record<string, string>>;
  ended(verdict: Verdict, durationMs: number): void;
}

const unseen: Attempt = { headers: {}, ended: () => undefined };

export const silent: Observer = { attempting: () => unseen, tokenFetched: () => undefined };
