/**
 * What a write without a readable answer left behind: `NOT_APPLIED`, nothing; `UNKNOWN`, nobody can say;
 * `APPLIED`, it is done but its answer does not say what came of it.
 */
export type Outcome = "NOT_APPLIED" | "UNKNOWN" | "APPLIED";

interface FailureDetails {
  readonly outcome: Outcome;
  /** Whether the same call may succeed later without anybody changing the configuration. */
  readonly retryable: boolean;
  readonly code?: number | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/**
 * EnOS gave no answer: thrown by `Enos.send` when neither yes nor no arrived.
 *
 * The message is one English sentence that is fit for clients: it holds no address, no header and no body.
 */
export class EnosFailure extends Error {
  readonly outcome: Outcome;
  readonly retryable: boolean;
  readonly code: number | undefined;
  readonly requestId: string | undefined;
  /** How long to wait before trying again, when known. Milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: FailureDetails) {
    super(message, { cause: details.cause });
    this.name = "EnosFailure";
    this.outcome = details.outcome;
    this.retryable = details.retryable;
    this.code = details.code;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }
}
