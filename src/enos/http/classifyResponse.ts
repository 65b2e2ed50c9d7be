import type { Outcome } from "../errors.js";
import { type Envelope, readEnvelope } from "./envelope.js";
import { RequestNotSentError, type RawReply, LoadShedError } from "./transport.js";

/**
 * What to do next: `THROTTLING` is to try again after a longer pause, `UNAVAILABLE` leaves that to the
 * client, `FATAL` means that only a change of the configuration or the request would help.
 */
export type RetryClass = "TRANSIENT" | "THROTTLING" | "AUTH_EXPIRED" | "UNAVAILABLE" | "FATAL";

/** What one attempt came to: an answer that was read, or none and what that leaves. */
export type AttemptResult =
  { readonly kind: "answer"; readonly code: number; readonly envelope: Envelope } | NoAnswer;

export interface NoAnswer {
  readonly kind: "none";
  readonly outcome: Outcome;
  readonly retry: RetryClass;
  /** One English sentence for clients. */
  readonly reason: string;
  readonly code?: number | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** What the transport says of it, such as `ECONNRESET`: for operators. */
  readonly detail?: string | undefined;
}

/** Token codes under `status`: the call was stopped at the gateway, before the device service saw it. */
const TOKEN_RETRY_CLASSES: ReadonlyMap<number, RetryClass> = new Map<number, RetryClass>([
  [1001, "TRANSIENT"],
  [1002, "FATAL"],
  [1003, "FATAL"],
  [1004, "FATAL"],
  [1005, "TRANSIENT"],
  [1202, "FATAL"],
  [1203, "AUTH_EXPIRED"],
  [1204, "AUTH_EXPIRED"],
]);

const TOKEN_EXPIRED = 1203;
const APIM_TOKEN_EXPIRED = [4011, 4012];

/**
 * Says what one attempt came to that ended in an error of the transport.
 *
 * Only a request that was never written to a socket is sure to have done nothing. Whatever cannot be told
 * apart from a success whose answer was lost is `UNKNOWN`.
 */
export function classifyError(error: unknown): NoAnswer {
  if (error instanceof LoadShedError) {
    const { message, retryAfterMs } = error;
    return { ...none("NOT_APPLIED", "UNAVAILABLE", message), retryAfterMs };
  }
  const result =
    error instanceof RequestNotSentError
      ? none("NOT_APPLIED", "TRANSIENT", "EnOS could not be reached.")
      : none("UNKNOWN", "TRANSIENT", "The connection to EnOS was lost.");
  return { ...result, detail: toDetail(error) };
}

function toDetail(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException };
  return code ?? cause?.code ?? message;
}

/** Says what one attempt came to that ended in an answer, of whatever kind. */
export function classifyReply(reply: RawReply): AttemptResult {
  const envelope = readEnvelope(reply.body);
  const result = judge(reply, envelope);
  if (result.kind === "answer") return result;
  return {
    ...result,
    code: result.code ?? (envelope?.code === reply.status ? undefined : envelope?.code),
    requestId: envelope?.requestId,
    retryAfterMs: readRetryAfter(reply.headers["retry-after"]),
  };
}

function judge(reply: RawReply, envelope: Envelope | undefined): AttemptResult {
  const { status } = reply;
  if (status === 429) return none("NOT_APPLIED", "THROTTLING", "EnOS is receiving too many requests.");
  if (isTokenExpired(envelope)) return refusedToken("AUTH_EXPIRED", TOKEN_EXPIRED);

  const tokenRetry = TOKEN_RETRY_CLASSES.get(envelope?.status ?? NaN);
  if (tokenRetry && envelope?.code === undefined) return refusedToken(tokenRetry, envelope?.status);
  if (status === 401) return refusedToken("AUTH_EXPIRED", undefined);

  // A gateway that repeats its HTTP status as `code` says nothing more than the status does.
  if (envelope?.code !== undefined && envelope.code !== status) {
    return isInternalError(envelope.code)
      ? none("UNKNOWN", "TRANSIENT", "EnOS reported an internal error.")
      : { kind: "answer", code: envelope.code, envelope };
  }

  if (status >= 500 || status === 408)
    return none("UNKNOWN", "TRANSIENT", `EnOS answered with HTTP status ${status}.`);
  if (status >= 300)
    return none("NOT_APPLIED", "FATAL", `EnOS's gateway refused the request with HTTP status ${status}.`);
  return none("UNKNOWN", "TRANSIENT", "EnOS's answer could not be read.");
}

function refusedToken(retry: RetryClass, code: number | undefined): NoAnswer {
  const reason =
    retry === "TRANSIENT"
      ? "EnOS's token service was busy."
      : "EnOS did not accept the subgraph's credentials.";
  return { ...none("NOT_APPLIED", retry, reason), code };
}

/** 99500, and whatever else the 99xxx family says in the manner of HTTP's 5xx. */
function isInternalError(code: number): boolean {
  return code >= 99500 && code <= 99599;
}

/** EnOS documents the code 1203, but not under which name it arrives. */
function isTokenExpired(envelope: Envelope | undefined): boolean {
  return envelope?.code === TOKEN_EXPIRED || APIM_TOKEN_EXPIRED.includes(envelope?.apimStatus ?? NaN);
}

/** An attempt without an answer. */
export function none(outcome: NoAnswer["outcome"], retry: RetryClass, reason: string): NoAnswer {
  return { kind: "none", outcome, retry, reason };
}

/**
 * Reads a `Retry-After` header, in seconds or as a date; undefined when absent or unreadable. Milliseconds.
 *
 * @see RFC 9110, section 10.2.3
 */
export function readRetryAfter(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined || text.trim() === "") return undefined;
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000;
  // V8 reads nearly anything as a date, "-5" too; the header's ends in GMT.
  const ms = text.trim().endsWith("GMT") ? Date.parse(text) - Date.now() : NaN;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
