/**
 * How long the one who asks waits: one deadline for everything that is done on their behalf, and whether they
 * still listen.
 */
export interface Patience {
  /** Tells operations apart: the same object for everything that is done to answer one of them. */
  readonly operation: object;
  /** Whether anybody still listens. */
  readonly isHeard: boolean;
  /** Aborts at the deadline, and not when the asker hangs up: what is on the wire goes on. */
  readonly signal: AbortSignal;
  /** Milliseconds until the deadline, never below 0. */
  remainingMs(): number;
  /** Whether something that takes `ms` may still be started: nobody starts what nobody waits for. */
  allows(ms: number): boolean;
}
