import type { FastifyBaseLogger, FastifyInstance } from "fastify";

import { EnosRequestError } from "../enos/errors.js";
import type { Clock } from "../runtime/clock.js";
import { Deadline } from "../runtime/deadline.js";

/**
 * Whether this process takes requests, as `/readyz` reports it.
 *
 * It is about this process alone. While EnOS is unavailable, the process stays ready to answer so: if all replicas
 * were removed from the service, clients would get no typed answer.
 */
export class Readiness {
  #reason: string | undefined = "starting";

  get ready(): boolean {
    return this.#reason === undefined;
  }

  /** Why the process is not ready; undefined when it is. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** Marks the process as ready: it listens, and is not ending. */
  set(): void {
    this.#reason = undefined;
  }

  /** Marks the process as not ready, with a reason. */
  clear(reason: string): void {
    this.#reason = reason;
  }
}

/**
 * Makes a server that is no longer ready ask its clients to leave: each answer ends its connection, so that
 * none of them is in use when the server stops listening.
 */
export function closeConnectionsWhenDraining(server: FastifyInstance, isDraining: () => boolean): void {
  server.addHook("onSend", (_request, reply, payload, done) => {
    if (isDraining()) void reply.header("connection", "close");
    done(null, payload);
  });
}

/** How long the process waits at start for EnOS, at most. After that it is ready without EnOS. Milliseconds. */
const MAX_WAIT_MS = 10_000;

/** Pause between two attempts to authenticate with EnOS. Milliseconds. */
const RETRY_MS = 2_000;

export interface CredentialsCheck {
  /**
   * Resolves when EnOS has accepted the credentials.
   *
   * @throws EnosRequestError FATAL when EnOS refused them
   */
  readonly authenticate: (deadline: Deadline) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Pick<FastifyBaseLogger, "warn" | "error">;
  /** Aborts when the process ends. */
  readonly signal: AbortSignal;
}

/**
 * Resolves when the process may take requests: EnOS has accepted the credentials once, so that wrong ones are not
 * rolled out to every replica; nor is a way to EnOS that cannot work. An EnOS that is merely away is waited for, but not
 * for long, unless it has refused the credentials before.
 */
export async function untilCredentialsAccepted(readiness: Readiness, check: CredentialsCheck): Promise<void> {
  const { authenticate, clock, logger, signal } = check;
  const until = clock.now() + MAX_WAIT_MS;
  let refusal: string | undefined;
  while (!signal.aborted) {
    const deadline = new Deadline({ clock, ms: refusal ? MAX_WAIT_MS : until - clock.now() });
    try {
      await authenticate(deadline);
      return;
    } catch (error) {
      if (!(error instanceof EnosRequestError)) throw error;
      const { code, detail } = error;
      const isAway = error.retryable && !error.misconfigured;
      if (!isAway) refusal = toReason(error);
      else if (!refusal && clock.now() + RETRY_MS >= until) {
        logger.warn(
          { detail },
          "EnOS did not answer at start; whether it accepts the credentials is unknown",
        );
        return;
      }
      const reason = refusal ?? "EnOS has not answered yet";
      if (readiness.reason !== reason) logger.error({ code, detail }, `not ready: ${reason}`);
      readiness.clear(reason);
    } finally {
      deadline.end();
    }
    await clock.sleep(RETRY_MS, signal);
  }
}

function toReason({ misconfigured, code, detail }: EnosRequestError): string {
  if (misconfigured) return `EnOS cannot be reached. ${detail ?? ""}`;
  const suffix = code === undefined ? "" : `, code ${code}`;
  return `EnOS refuses the credentials (ENOS_APP_KEY, ENOS_APP_SECRET)${suffix}`;
}
