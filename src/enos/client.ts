import type { Clock } from "../runtime/clock.js";
import type { Deadline } from "../runtime/deadline.js";
import type { Attempt, AttemptEnd, Telemetry } from "../runtime/telemetry.js";
import type { AccessToken, AccessTokens } from "./auth/accessTokens.js";
import { toSignedRequest } from "./auth/signature.js";
import { type AttemptReply, type Attempts, type Enos, type EnosAction, type Reply, isRead } from "./enos.js";
import { EnosRequestError, LoadShedError, answerToAnother } from "./errors.js";
import { AnsweredRequests } from "./http/answeredRequests.js";
import { classifyResponse } from "./http/classifyResponse.js";
import { type Transport, outOfTime } from "./http/transport.js";
import type { LoadShedding } from "./resilience/loadShedding.js";
import { type PausedRetry, type RetryBudget, backoff, mayRetry } from "./resilience/retryPolicy.js";

export interface EnosClientOptions {
  readonly transport: Transport;
  readonly loadShedding: LoadShedding;
  readonly tokens: AccessTokens;
  readonly budget: RetryBudget;
  readonly random: () => number;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** A request on its way: its content, and its attempts so far. */
interface Call {
  readonly action: EnosAction;
  readonly body: string | undefined;
  readonly deadline: Deadline;
  readonly attempts: Attempts;
  lostAnswer: boolean;
  tokenRenewed: boolean;
  /** What its retries took from the retry budget. */
  taken: number;
}

/** A client of EnOS's HTTP API. Each attempt is signed anew and classified, and repeated only if that is safe. */
export class EnosClient implements Enos {
  readonly #answered = new AnsweredRequests();

  constructor(private readonly options: EnosClientOptions) {}

  async send(action: EnosAction, deadline: Deadline): Promise<Reply> {
    const call: Call = {
      action,
      body: action.body && JSON.stringify(action.body),
      deadline,
      attempts: action.attempts ?? { made: 0 },
      lostAnswer: false,
      tokenRenewed: false,
      taken: 0,
    };
    for (;;) {
      const result = await this.#attempt(call);
      const pause = this.#pauseAfter(result, call);
      if (pause === undefined) return this.#settle(result, call);
      if (pause > 0) await this.options.clock.sleep(pause, deadline.signal);
    }
  }

  /** Sends once with the current token, and reports it to the telemetry. */
  async #attempt(call: Call): Promise<AttemptReply | EnosRequestError> {
    const { tokens, telemetry, clock } = this.options;
    const { action, deadline } = call;
    let sent:
      { readonly token: AccessToken; readonly attempt: Attempt; readonly started: number } | undefined;
    try {
      const current = tokens.current(deadline);
      const token = current instanceof Promise ? await current : current;
      if (!deadline.leaves(0)) throw outOfTime();
      const attempt = telemetry.attemptStarted(nameOf(action), call.attempts.made + 1, deadline.operation);
      sent = { token, attempt, started: clock.now() };
      const reply = await this.#send(call, token, attempt.headers);
      // The answer belongs to another request and says nothing about this one.
      if (this.#answered.isRepeated(reply, nameOf(action), call.attempts))
        throw answerToAnother(reply.ok ? 200 : reply.status);
      attempt.ended(toEnd(reply), clock.now() - sent.started);
      return reply;
    } catch (error) {
      if (!(error instanceof EnosRequestError)) throw error;
      sent?.attempt.ended(toEnd(error), clock.now() - sent.started);
      if (sent && error.retry === "AUTH_EXPIRED") tokens.refused(sent.token);
      return error;
    }
  }

  #send(call: Call, token: AccessToken, headers: Attempt["headers"]): Promise<AttemptReply> {
    const { loadShedding, transport, clock } = this.options;
    const { action, body, deadline } = call;
    const traffic = isRead(action) ? "reads" : "writes";
    return loadShedding.run(traffic, deadline, async () => {
      if (!deadline.leaves(0)) throw outOfTime();
      call.attempts.made += 1;
      // Signed at the moment of sending, which may be long after: EnOS checks the timestamp.
      const request = toSignedRequest(action, body, token, clock.unix(), headers);
      return classifyResponse(await transport.send(request, deadline), action.isDocumentedRefusal);
    });
  }

  /** Returns the pause before the next attempt in milliseconds; undefined when the result is final. */
  #pauseAfter(result: AttemptReply | EnosRequestError, call: Call): number | undefined {
    const { action, deadline } = call;
    if (result instanceof EnosRequestError) call.lostAnswer ||= result.outcome === "UNKNOWN";
    const retry = retryOf(result, action);
    if (retry === undefined || !mayRetry(retry, action, call)) return undefined;
    if (retry === "AUTH_EXPIRED") {
      call.tokenRenewed = true;
      return 0;
    }
    const kind: PausedRetry = retry === "THROTTLING" ? "THROTTLING" : "TRANSIENT";
    const retryAfterMs = result instanceof EnosRequestError ? result.retryAfterMs : undefined;
    const pause = backoff(kind, Math.max(1, call.attempts.made), this.options.random, retryAfterMs);
    return deadline.leaves(pause) && this.#spend(kind, call) ? pause : undefined;
  }

  #spend(kind: PausedRetry, call: Call): boolean {
    const cost = this.options.budget.take(kind);
    call.taken += cost;
    return cost > 0;
  }

  #settle(result: AttemptReply | EnosRequestError, call: Call): Reply {
    const { lostAnswer } = call;
    if (result instanceof EnosRequestError) throw lostAnswer ? result.afterLostAnswer() : result;
    this.options.budget.giveBack(call.taken);
    return { ...result, afterLostAnswer: lostAnswer };
  }
}

function retryOf(result: AttemptReply | EnosRequestError, { retryableCodes }: EnosAction) {
  if (result instanceof EnosRequestError) return result.retry;
  return !result.ok && retryableCodes?.has(result.code) ? "TRANSIENT" : undefined;
}

/** Returns the action's name in metrics, logs and traces: `create`, `products.search`. */
function nameOf({ resource = "devices", action }: EnosAction): string {
  return resource === "devices" ? action : `${resource}.${action}`;
}

/** Returns the end of one attempt, as telemetry is told of it. */
export function toEnd(result: AttemptReply | EnosRequestError): AttemptEnd {
  if (result instanceof EnosRequestError) {
    const { outcome, status, code, requestId, message, detail } = result;
    // That a request was applied is found by the code of the action, after its last attempt.
    const unanswered = outcome === "NOT_APPLIED" ? outcome : "UNKNOWN";
    const end = result instanceof LoadShedError ? "SHED" : unanswered;
    return { result: end, status, code, requestId, reason: message, detail };
  }
  const { requestId } = result;
  const [end, code, status] = result.ok
    ? (["ACCEPTED", 0, 200] as const)
    : (["REFUSED", result.code, result.status] as const);
  return { result: end, status, code, requestId, reason: undefined, detail: undefined };
}
