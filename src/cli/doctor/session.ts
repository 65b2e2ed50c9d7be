import type { EnosAccess } from "../../config/enosAccess.js";
import { AccessTokens } from "../../enos/auth/accessTokens.js";
import { toSignedRequest } from "../../enos/auth/signature.js";
import { TokenService } from "../../enos/auth/tokenEndpoint.js";
import type { EnosAction } from "../../enos/enos.js";
import { TOKEN_EXPIRED, readRetryAfter } from "../../enos/http/classifyResponse.js";
import { readEnvelope } from "../../enos/http/envelope.js";
import { HttpTransport, type RawReply } from "../../enos/http/transport.js";
import { LoadShedding } from "../../enos/resilience/loadShedding.js";
import { systemClock } from "../../runtime/clock.js";
import { Deadline } from "../../runtime/deadline.js";
import { noTelemetry } from "../../runtime/telemetry.js";

/** The parts of a request that a probe sets. */
export type EnosRequest = Pick<EnosAction, "method" | "resource" | "action" | "query" | "body">;

/** EnOS's answer, with the HTTP status that the subgraph's own client hides. */
export interface Answer {
  readonly status: number;
  /** Undefined in answers of the gateway. */
  readonly code: number | undefined;
  readonly message: string;
  readonly data: unknown;
  readonly pagination: unknown;
}

export interface SendOptions {
  /** The session's organization, unless given. */
  readonly orgId?: string;
  /** Added to `apim-timestamp`. Milliseconds. */
  readonly skewMs?: number;
}

/** The time limit of one request, its token included. Milliseconds. */
const REQUEST_MS = 30_000;
/** Longest pause at EnOS's request. Milliseconds. */
const MAX_PAUSE_MS = 60_000;

/**
 * Requests to one EnOS as one organization.
 *
 * Each is sent once, because a repeat would change the answer that a probe looks for. Only a request that the gateway
 * refused because of too many requests or an expired token is sent a second time.
 */
export class Session {
  readonly #transport: HttpTransport;
  readonly #tokens: AccessTokens;

  constructor(
    access: EnosAccess,
    readonly orgId: string,
  ) {
    this.#transport = new HttpTransport({
      origin: new URL(access.url).origin,
      connections: 1,
      connectTimeoutMs: 5_000,
      answerTimeoutMs: 20_000,
      proxy: access.proxy,
    });
    const clock = systemClock;
    const loadShedding = new LoadShedding({
      ...{ concurrency: 1, queue: 8, breakMs: 1_000, clock, telemetry: noTelemetry },
      overloaded: () => false,
    });
    this.#tokens = new AccessTokens({
      service: new TokenService(this.#transport, loadShedding, clock),
      credentials: () => access,
      ...{ clock, random: Math.random, telemetry: noTelemetry },
    });
  }

  /**
   * Resolves when EnOS has accepted the credentials.
   *
   * @throws EnosRequestError FATAL when EnOS refused them.
   */
  async authenticate(): Promise<void> {
    await this.#withDeadline(async (deadline) => this.#tokens.current(deadline));
  }

  /**
   * Sends a request and returns the answer, also if it is a refusal.
   *
   * @throws EnosRequestError when there is no answer.
   */
  async send(request: EnosRequest, options: SendOptions = {}): Promise<Answer> {
    let reply = await this.#send(request, options);
    if (reply.status === 429) {
      const pauseMs = readRetryAfter(reply.headers["retry-after"]) ?? 1_000;
      await systemClock.sleep(Math.min(pauseMs, MAX_PAUSE_MS));
      reply = await this.#send(request, options);
    } else if (options.skewMs === undefined && isTokenRefused(reply)) {
      reply = await this.#send(request, options);
    }
    const envelope = readEnvelope(reply.body);
    const { code, message = "", data, pagination } = envelope ?? {};
    return { status: reply.status, code, message, data, pagination };
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  #send(request: EnosRequest, { orgId = this.orgId, skewMs = 0 }: SendOptions): Promise<RawReply> {
    return this.#withDeadline(async (deadline) => {
      const token = await this.#tokens.current(deadline);
      const action: EnosAction = { ...request, orgId, repeatable: false };
      const body = request.body && JSON.stringify(request.body);
      const signed = toSignedRequest(action, body, token, Date.now() + skewMs, {});
      const reply = await this.#transport.send(signed, deadline);
      if (skewMs === 0 && isTokenRefused(reply)) this.#tokens.refused(token);
      return reply;
    });
  }

  async #withDeadline<T>(run: (deadline: Deadline) => Promise<T>): Promise<T> {
    const deadline = new Deadline({ clock: systemClock, ms: REQUEST_MS });
    try {
      return await run(deadline);
    } finally {
      deadline.end();
    }
  }
}

function isTokenRefused({ status, body }: RawReply): boolean {
  const envelope = readEnvelope(body);
  return status === 401 || envelope?.code === TOKEN_EXPIRED || envelope?.status === TOKEN_EXPIRED;
}
