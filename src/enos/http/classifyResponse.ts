import type { AttemptReply, EnosAction } from "../enos.js";
import { EnosRequestError, type Outcome, type RetryClass, UNREADABLE_ANSWER } from "../errors.js";
import { type Envelope, readEnvelope } from "./envelope.js";
import type { RawReply } from "./transport.js";

/** EnOS's code for an access token that has expired. */
export const TOKEN_EXPIRED = 1203;

/** Token codes under `status`: the call was stopped at the gateway, before the device service saw it. */
const TOKEN_RETRY_CLASSES: ReadonlyMap<number, RetryClass> = new Map<number, RetryClass>([
  // The same signature was used before: two processes asked within one millisecond.
  [1001, "TRANSIENT"],
  // Unknown access key; wrong signature; invalid parameter.
  [1002, "FATAL"],
  [1003, "FATAL"],
  [1004, "FATAL"],
  // Internal error of the token service.
  [1005, "TRANSIENT"],
  // A parameter is empty.
  [1202, "FATAL"],
  [TOKEN_EXPIRED, "AUTH_EXPIRED"],
  // The token could not be refreshed.
  [1204, "AUTH_EXPIRED"],
]);

/** Under `apim_status`: the short-lived token has expired, or the long-lived one. */
const APIM_TOKEN_EXPIRED = [4011, 4012];

/**
 * Returns EnOS's definite answer to one attempt.
 *
 * The outcome is `UNKNOWN` whenever EnOS may have applied the request.
 *
 * @param isDocumentedRefusal `EnosAction.isDocumentedRefusal` of the action that was sent.
 * @throws EnosRequestError when the reply is no definite answer of the service that was asked.
 */
export function classifyResponse(
  reply: RawReply,
  isDocumentedRefusal: EnosAction["isDocumentedRefusal"],
): AttemptReply {
  const envelope = readEnvelope(reply.body);
  const { status } = reply;
  const failed = (outcome: Outcome, retry: RetryClass, message: string, code = envelope?.code) =>
    new EnosRequestError(message, {
      ...{ outcome, retry, status },
      // A gateway that repeats its HTTP status as `code` adds no information.
      code: code === status ? undefined : code,
      requestId: envelope?.requestId,
      retryAfterMs: readRetryAfter(reply.headers["retry-after"]),
    });
  const noAnswer = () => failed("UNKNOWN", "TRANSIENT", `EnOS answered with HTTP status ${status}.`);

  // A redirect is no answer of the device service, whatever its body says.
  if (status >= 300 && status < 400) throw noAnswer();
  if (status === 429) throw failed("NOT_APPLIED", "THROTTLING", "EnOS is receiving too many requests.");
  const refusal = classifyTokenRefusal(status, envelope);
  if (refusal) throw failed("NOT_APPLIED", refusal.retry, refusal.message, refusal.code);

  if (envelope?.code !== undefined && envelope.code !== status) {
    const { code, message, requestId, data, pagination } = envelope;
    if (code !== 0 && isDocumentedRefusal?.({ code, message }))
      return { ok: false, code, message, requestId, status };
    if (status >= 500) throw noAnswer();
    if (isInternalError(code)) throw failed("UNKNOWN", "TRANSIENT", "EnOS reported an internal error.");
    return code === 0
      ? { ok: true, data, pagination, requestId, length: reply.body.length }
      : { ok: false, code, message, requestId, status };
  }

  if (status >= 500 || status === 408) throw noAnswer();
  if (status >= 400)
    throw failed("NOT_APPLIED", "FATAL", `EnOS's gateway refused the request with HTTP status ${status}.`);
  throw failed("UNKNOWN", "TRANSIENT", UNREADABLE_ANSWER);
}

interface TokenRefusal {
  readonly retry: RetryClass;
  readonly message: string;
  readonly code: number | undefined;
}

const CREDENTIALS_REFUSED = "EnOS did not accept the subgraph's credentials.";

function classifyTokenRefusal(status: number, envelope: Envelope | undefined): TokenRefusal | undefined {
  if (isTokenExpired(envelope))
    return { retry: "AUTH_EXPIRED", message: CREDENTIALS_REFUSED, code: TOKEN_EXPIRED };
  const retry = envelope?.code === undefined ? TOKEN_RETRY_CLASSES.get(envelope?.status ?? NaN) : undefined;
  if (retry) {
    const message = retry === "TRANSIENT" ? "EnOS's token service was busy." : CREDENTIALS_REFUSED;
    return { retry, message, code: envelope?.status };
  }
  return status === 401
    ? { retry: "AUTH_EXPIRED", message: CREDENTIALS_REFUSED, code: undefined }
    : undefined;
}

/** Returns whether a code is 99500, or another code of the 99xxx family that corresponds to an HTTP status 5xx. */
function isInternalError(code: number): boolean {
  return code >= 99500 && code <= 99599;
}

/** EnOS documents the code 1203, but not the member of the envelope that has it. */
function isTokenExpired(envelope: Envelope | undefined): boolean {
  return envelope?.code === TOKEN_EXPIRED || APIM_TOKEN_EXPIRED.includes(envelope?.apimStatus ?? NaN);
}

/**
 * Returns the pause that a `Retry-After` header asks for, in seconds or as a date; undefined when absent or unreadable.
 * Milliseconds.
 *
 * @see RFC 9110, section 10.2.3
 */
export function readRetryAfter(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined || text.trim() === "") return undefined;
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000;
  // V8 parses nearly any text as a date, "-5" too. A date of this header ends in GMT.
  const ms = text.trim().endsWith("GMT") ? Date.parse(text) - Date.now() : NaN;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
