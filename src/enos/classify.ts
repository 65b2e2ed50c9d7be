import { readEnvelope, type Envelope } from "./envelope.js";
import type { Outcome } from "./failure.js";
import { readRetryAfter } from "./retryAfter.js";
import { NotSent, Shed, type RawReply } from "./transport.js";

/**
 * What to do next: `SLOW_DOWN` is to try again after a longer pause, `COME_BACK_LATER` leaves that to the
 * client, `GIVE_UP` means that only a change of the configuration or the request would help.
 */
export type Remedy = "TRY_AGAIN" | "SLOW_DOWN" | "NEW_TOKEN" | "COME_BACK_LATER" | "GIVE_UP";

/** What one attempt came to: an answer that was read, or none and what that leaves. */
export type Verdict =
  { readonly kind: "answer"; readonly code: number; readonly envelope: Envelope } | NoAnswer;

export interface NoAnswer {
  readonly kind: "none";
  readonly outcome: Outcome;
  readonly remedy: Remedy;
  /** One English sentence for clients. */
  readonly reason: string;
  readonly code?: number | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** What the transport says of it, such as `ECONNRESET`: for operators. */
  readonly detail?: string | undefined;
}

/** Token codes under `status`: the call was stopped at the gateway, before the device service saw it. */
const TOKEN_REMEDIES: ReadonlyMap<number, Remedy> = new Map<number, Remedy>([
  [1001, "TRY_AGAIN"],
  [1002, "GIVE_UP"],
  [1003, "GIVE_UP"],
  [1004, "GIVE_UP"],
  [1005, "TRY_AGAIN"],
  [1202, "GIVE_UP"],
  [1203, "NEW_TOKEN"],
  [1204, "NEW_TOKEN"],
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
  if (error instanceof Shed) {
    const { message, retryAfterMs } = error;
    return { ...none("NOT_APPLIED", "COME_BACK_LATER", message), retryAfterMs };
  }
  const verdict =
    error instanceof NotSent
      ? none("NOT_APPLIED", "TRY_AGAIN", "EnOS could not be reached.")
      : none("UNKNOWN", "TRY_AGAIN", "The connection to EnOS was lost.");
  return { ...verdict, detail: toDetail(error) };
}

function toDetail(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException };
  return code ?? cause?.code ?? message;
}

/** Says what one attempt came to that ended in an answer, of whatever kind. */
export function classifyReply(reply: RawReply): Verdict {
  const envelope = readEnvelope(reply.body);
  const verdict = judge(reply, envelope);
  if (verdict.kind === "answer") return verdict;
  return {
    ...verdict,
    code: verdict.code ?? (envelope?.code === reply.status ? undefined : envelope?.code),
    requestId: envelope?.requestId,
    retryAfterMs: readRetryAfter(reply.headers["retry-after"]),
  };
}

function judge(reply: RawReply, envelope: Envelope | undefined): Verdict {
  const { status } = reply;
  if (status === 429) return none("NOT_APPLIED", "SLOW_DOWN", "EnOS is receiving too many requests.");
  if (isTokenExpired(envelope)) return refusedToken("NEW_TOKEN", TOKEN_EXPIRED);

  const tokenRemedy = TOKEN_REMEDIES.get(envelope?.status ?? NaN);
  if (tokenRemedy && envelope?.code === undefined) return refusedToken(tokenRemedy, envelope?.status);
  if (status === 401) return refusedToken("NEW_TOKEN", undefined);

  // A gateway that repeats its HTTP status as `code` says nothing more than the status does.
  if (envelope?.code !== undefined && envelope.code !== status) {
    return isInternalError(envelope.code)
      ? none("UNKNOWN", "TRY_AGAIN", "EnOS reported an internal error.")
      : { kind: "answer", code: envelope.code, envelope };
  }

  if (status >= 500 || status === 408)
    return none("UNKNOWN", "TRY_AGAIN", `EnOS answered with HTTP status ${status}.`);
  if (status >= 300)
    return none("NOT_APPLIED", "GIVE_UP", `EnOS's gateway refused the request with HTTP status ${status}.`);
  return none("UNKNOWN", "TRY_AGAIN", "EnOS's answer could not be read.");
}

function refusedToken(remedy: Remedy, code: number | undefined): NoAnswer {
  const reason =
    remedy === "TRY_AGAIN"
      ? "EnOS's token service was busy."
      : "EnOS did not accept the subgraph's credentials.";
  return { ...none("NOT_APPLIED", remedy, reason), code };
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
export function none(outcome: NoAnswer["outcome"], remedy: Remedy, reason: string): NoAnswer {
  return { kind: "none", outcome, remedy, reason };
}
