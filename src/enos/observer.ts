import type { EnosAction } from "./action.js";

/** What enos/ tells whoever keeps the books: metrics, logs, traces. None of it holds a secret or a body. */
export interface Observer {
  /**
   * One attempt of one action begins; `nth` counts the attempts of one call from 1, and the operation tells on whose
   * behalf: it is the same object for everything that is done to answer one operation.
   */
  attempting(action: EnosAction["action"], nth: number, operation: object): Attempt;
  /** One request to the token service ended; `why` says what stood in the way of a token. */
  tokenFetched(
    result: "granted" | "refused",
    why?: Partial<Pick<AttemptEnd, "reason" | "code" | "detail">>,
  ): void;
}

/** What came of an attempt, in words that may be logged. */
export interface AttemptEnd {
  readonly result: "ACCEPTED" | "REFUSED" | "NOT_APPLIED" | "UNKNOWN";
  readonly code: number | undefined;
  readonly requestId: string | undefined;
  /** Why there was no answer; undefined where there was one. */
  readonly reason: string | undefined;
  /** What the transport says of it, such as `ECONNRESET`: for operators. */
  readonly detail: string | undefined;
}

/** One attempt under observation. */
export interface Attempt {
  /** Sent along with the request, unsigned: what carries a trace on to EnOS. */
  readonly headers: Readonly<Record<string, string>>;
  ended(end: AttemptEnd, durationMs: number): void;
}

const unseen: Attempt = { headers: {}, ended: () => undefined };

export const silent: Observer = { attempting: () => unseen, tokenFetched: () => undefined };
