import type { Clock } from "../runtime/clock.js";
import type { Deadline } from "../runtime/deadline.js";
import type { Secret } from "../runtime/secret.js";
import type { AttemptEnd, Telemetry } from "../runtime/telemetry.js";
import type { AccessTokens } from "./auth/accessTokens.js";
import { toSignedRequest } from "./auth/signature.js";
import type { Enos, EnosAction, Reply } from "./enos.js";
import { EnosRequestError } from "./errors.js";
import { type AttemptResult, classifyError, classifyReply, none } from "./http/classifyResponse.js";
import { RequestNotSentError, type Transport } from "./http/transport.js";
import { Retries, type RetriesOptions } from "./resilience/retryPolicy.js";

const OUT_OF_TIME = none("NOT_APPLIED", "UNAVAILABLE", "There was no time left to ask EnOS.");

export interface EnosClientOptions extends RetriesOptions {
  readonly transport: Transport;
  readonly tokens: AccessTokens;
  readonly appSecret: Secret;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

interface Try {
  readonly action: EnosAction;
  readonly body: string | undefined;
  /** Which attempt of the call it is, from 1. */
  readonly nth: number;
}

/** EnOS over its HTTP API: each attempt signed anew and classified, repeated only where that is safe. */
export class EnosClient implements Enos {
  constructor(private readonly options: EnosClientOptions) {}

  async send(action: EnosAction, deadline: Deadline): Promise<Reply> {
    const body = action.body && JSON.stringify(action.body);
    const retries = new Retries(action, deadline, this.options);
    for (let nth = 1; ; nth++) {
      const result = deadline.leaves(0) ? await this.#attempt({ action, body, nth }, deadline) : OUT_OF_TIME;
      const pause = retries.pauseAfter(result);
      if (pause === undefined) return settle(result, retries.afterLostAnswer);
      if (pause > 0) await this.options.clock.sleep(pause, deadline.signal);
    }
  }

  async #attempt({ action, body, nth }: Try, deadline: Deadline): Promise<AttemptResult> {
    const { appSecret, clock, telemetry, tokens } = this.options;
    const current = tokens.current(deadline);
    const accessToken = typeof current === "string" ? current : await current;
    if (typeof accessToken !== "string") return accessToken;
    if (!deadline.leaves(0)) return OUT_OF_TIME;

    const started = clock.now();
    const attempt = telemetry.attemptStarted(nameOf(action), nth, deadline.operation);
    const write = () => {
      if (!deadline.leaves(0)) throw new RequestNotSentError("nobody waits for it");
      const signing = { accessToken, timestamp: String(clock.unix()), appSecret };
      return toSignedRequest(action, body, signing, attempt.headers);
    };
    const result = await this.options.transport
      .exchange(write, deadline.signal)
      .then(classifyReply, classifyError);
    attempt.ended(toEnd(result), clock.now() - started);

    if (result.kind === "none" && result.retry === "AUTH_EXPIRED") tokens.refused(accessToken);
    return result;
  }
}

/** Returns the action's name in metrics, logs and traces: `create`, `products.get`. */
function nameOf({ resource = "devices", action }: EnosAction): string {
  return resource === "devices" ? action : `${resource}.${action}`;
}

function toEnd(result: AttemptResult): AttemptEnd {
  if (result.kind === "none") {
    const { outcome, code, requestId, reason, detail } = result;
    return { result: outcome, code, requestId, reason, detail };
  }
  const { code, envelope } = result;
  return {
    result: code === 0 ? "ACCEPTED" : "REFUSED",
    code,
    requestId: envelope.requestId,
    reason: undefined,
    detail: undefined,
  };
}

function settle(result: AttemptResult, afterLostAnswer: boolean): Reply {
  if (result.kind === "answer") {
    const { code, envelope } = result;
    const { message, requestId, data, pagination } = envelope;
    return code === 0
      ? { ok: true, data, pagination, requestId }
      : { ok: false, code, message, requestId, afterLostAnswer };
  }
  throw new EnosRequestError(result.reason, {
    ...result,
    outcome: afterLostAnswer ? "UNKNOWN" : "NOT_APPLIED",
    retryable: result.retry !== "FATAL",
  });
}
