import type { EnosAction } from "./action.js";
import type { Verdict } from "./classify.js";

/** What enos/ tells whoever keeps the books: metrics, logs, traces. None of it holds a secret or a body. */
export interface Observer {
  /** One attempt of one action ended. */
  attempted(action: EnosAction["action"], verdict: Verdict, durationMs: number): void;
  tokenFetched(result: "granted" | "refused"): void;
}

export const silent: Observer = { attempted: () => undefined, tokenFetched: () => undefined };
