import type { Secret } from "../secret.js";
import type { AccessTokens } from "./accessTokens.js";
import type { EnosAction } from "./action.js";
import { classifyError, classifyReply, none, type Verdict } from "./classify.js";
import type { Clock } from "./clock.js";
import type { Enos } from "./enos.js";
import { EnosFailure } from "./failure.js";
import type { AttemptEnd, Observer } from "./observer.js";
import type { Patience } from "./patience.js";
import type { Reply } from "./reply.js";
import { Retries, type RetriesOptions } from "./retries.js";
import { toSignedRequest } from "./signedRequest.js";
import { NotSent, type Transport } from "./transport.js";

const OUT_OF_TIME = none("NOT_APPLIED", "COME_BACK_LATER", "There was no time left to ask EnOS.");

export interface EnosClientOptions extends RetriesOptions {
  readonly transport: Transport;
  readonly tokens: AccessTokens;
  readonly appSecret: Secret;
  readonly clock: Clock;
  readonly observer: Observer;
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

  async send(action: EnosAction, patience: Patience): Promise<Reply> {
    const body = action.body && JSON.stringify(action.body);
    const retries = new Retries(action, patience, this.options);
    for (let nth = 1; ; nth++) {
      const verdict = patience.allows(0) ? await this.#attempt({ action, body, nth }, patience) : OUT_OF_TIME;
      const pause = retries.pauseAfter(verdict);
      if (pause === undefined) return settle(verdict, retries.afterLostAnswer);
      if (pause > 0) await this.options.clock.sleep(pause, patience.signal);
    }
  }

  async #attempt({ action, body, nth }: Try, patience: Patience): Promise<Verdict> {
    const { appSecret, clock, observer, tokens } = this.options;
    const current = tokens.current(patience);
    const accessToken = typeof current === "string" ? current : await current;
    if (typeof accessToken !== "string") return accessToken;
    if (!patience.allows(0)) return OUT_OF_TIME;

    const started = clock.now();
    const attempt = observer.attempting(action.action, nth, patience.operation);
    const write = () => {
      if (!patience.allows(0)) throw new NotSent("nobody waits for it");
      const seal = { accessToken, timestamp: String(clock.unix()), appSecret };
      return toSignedRequest(action, body, seal, attempt.headers);
    };
    const verdict = await this.options.transport
      .exchange(write, patience.signal)
      .then(classifyReply, classifyError);
    attempt.ended(toEnd(verdict), clock.now() - started);

    if (verdict.kind === "none" && verdict.remedy === "NEW_TOKEN") tokens.refused(accessToken);
    return verdict;
  }
}

function toEnd(verdict: Verdict): AttemptEnd {
  if (verdict.kind === "none") {
    const { outcome, code, requestId, reason, detail } = verdict;
    return { result: outcome, code, requestId, reason, detail };
  }
  const { code, envelope } = verdict;
  const result = code === 0 ? "ACCEPTED" : "REFUSED";
  return { result, code, requestId: envelope.requestId, reason: undefined, detail: undefined };
}

function settle(verdict: Verdict, afterLostAnswer: boolean): Reply {
  if (verdict.kind === "answer") {
    const { code, envelope } = verdict;
    const { message, requestId, data } = envelope;
    return code === 0
      ? { ok: true, data, requestId }
      : { ok: false, code, message, requestId, afterLostAnswer };
  }
  throw new EnosFailure(verdict.reason, {
    ...verdict,
    outcome: afterLostAnswer ? "UNKNOWN" : "NOT_APPLIED",
    retryable: verdict.remedy !== "GIVE_UP",
  });
}
