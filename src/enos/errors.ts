/** What a call without an answer left behind: nothing, or nobody can say. */
export type Outcome = "NOT_APPLIED" | "UNKNOWN";

interface FailureDetails {
  readonly outcome: Outcome;
  /** Whether the same call may succeed later without anybody changing the configuration. */
  readonly retryable: boolean;
  readonly code?: number | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/**
 * EnOS gave no answer: thrown by `Enos.send` when neither yes nor no arrived.
 *
 * The message is one English sentence that is fit for clients: it holds no address, no header and no body.
 */
export class EnosRequestError extends Error {
  readonly outcome: Outcome;
  readonly retryable: boolean;
  readonly code: number | undefined;
  readonly requestId: string | undefined;
  /** How long to wait before trying again, when known. Milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: FailureDetails) {
    super(message);
    this.name = "EnosRequestError";
    this.outcome = details.outcome;
    this.retryable = details.retryable;
    this.code = details.code;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
  }
}
