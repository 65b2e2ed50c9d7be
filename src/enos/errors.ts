/** Effect of a request without a definite answer: not applied, unknown, or applied. */
export type Outcome = "NOT_APPLIED" | "UNKNOWN" | "APPLIED";

/**
 * The remedy after a failed attempt.
 *
 * `TRANSIENT`: the same request, sent again. `THROTTLING`: the same after a longer pause. `AUTH_EXPIRED`: a new access
 * token. `UNAVAILABLE`: nothing now; the client may try later. `FATAL`: only another request or configuration.
 */
export type RetryClass = "TRANSIENT" | "THROTTLING" | "AUTH_EXPIRED" | "UNAVAILABLE" | "FATAL";

export interface EnosRequestErrorDetails {
  readonly outcome: Outcome;
  readonly retry: RetryClass;
  readonly code?: number | undefined;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly detail?: string | undefined;
  readonly misconfigured?: boolean;
}

/**
 * EnOS gave no definite answer to a request.
 *
 * It is made once, where the failure is seen: by `classifyResponse` for an answer, by the transport for a request without
 * an answer, by the code of an action when the answer is about another device. The message is one English sentence for
 * clients, without addresses, headers and bodies.
 */
export class EnosRequestError extends Error {
  override readonly name: string = "EnosRequestError";
  readonly outcome: Outcome;
  readonly retry: RetryClass;
  /** EnOS's code, when an answer had one. */
  readonly code: number | undefined;
  /** The answer's HTTP status, when there was an answer. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  /** How long EnOS, or our own load shedding, asks to wait. Milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The transport's own text, such as `ECONNRESET`: for operators. */
  readonly detail: string | undefined;
  /** Whether `detail` names what an operator has to change: the way to EnOS, as it is set, cannot work. */
  readonly misconfigured: boolean;

  constructor(message: string, details: EnosRequestErrorDetails) {
    super(message);
    this.outcome = details.outcome;
    this.retry = details.retry;
    this.code = details.code;
    this.status = details.status;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.detail = details.detail;
    this.misconfigured = details.misconfigured ?? false;
  }

  /** Whether the same request may succeed later without a change of it or of the configuration. */
  get retryable(): boolean {
    return this.retry !== "FATAL";
  }

  /** Returns this error for a request whose earlier attempt may have been applied. This error itself may be shared and stays unchanged. */
  afterLostAnswer(): EnosRequestError {
    const outcome = this.outcome === "NOT_APPLIED" ? "UNKNOWN" : this.outcome;
    return new EnosRequestError(this.message, { ...this.details, outcome });
  }

  /** Returns everything but the message, for an error that is made of this one. */
  get details(): EnosRequestErrorDetails {
    const { outcome, retry, code, status, requestId, retryAfterMs, detail, misconfigured } = this;
    return { outcome, retry, code, status, requestId, retryAfterMs, detail, misconfigured };
  }
}

/** No byte of the request was written to a socket: EnOS has not seen it. */
export class RequestNotSentError extends EnosRequestError {
  override readonly name: string = "RequestNotSentError";

  constructor(message: string, details: Partial<EnosRequestErrorDetails> = {}) {
    super(message, { retry: "TRANSIENT", ...details, outcome: "NOT_APPLIED" });
  }
}

/** The request was not attempted: EnOS is unavailable, or EnOS or this process is overloaded. */
export class LoadShedError extends RequestNotSentError {
  override readonly name = "LoadShedError";

  /** @param retryAfterMs when it is worth trying again. Milliseconds. */
  constructor(message: string, retryAfterMs: number) {
    super(message, { retry: "UNAVAILABLE", retryAfterMs });
  }
}

/** Returns the error of a request that got the answer to another request: its outcome is unknown. */
export function answerToAnother(status: number): EnosRequestError {
  const message = "EnOS's answer was the one to another request.";
  return new EnosRequestError(message, { outcome: "UNKNOWN", retry: "TRANSIENT", status });
}

/** EnOS answered, and the answer is not one of its envelopes. */
export const UNREADABLE_ANSWER = "EnOS's answer could not be read.";
