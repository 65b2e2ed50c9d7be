import type { Clock } from "./clock.js";

export interface DeadlineOptions {
  readonly clock: Clock;
  /** Time left from now. Milliseconds; 0 or less means that it has passed. */
  readonly ms: number;
  /** Whether the client still waits for the answer; always, unless given. */
  readonly isConnected?: () => boolean;
  /** Identifies the operation in telemetry; the deadline itself, unless given. */
  readonly operation?: object;
}

/** The one time limit for everything that is done to answer one GraphQL operation. */
export class Deadline {
  readonly #clock: Clock;
  readonly #controller = new AbortController();
  readonly #isConnected: () => boolean;
  /** Other operations that wait for the same work. */
  readonly #participants: Deadline[] = [];
  /** Identifies the operation in telemetry: the same object for everything that is done to answer it. */
  readonly operation: object;
  #expiresAt: number;
  #timer: NodeJS.Timeout;

  constructor({ clock, ms, isConnected = () => true, operation }: DeadlineOptions) {
    this.operation = operation ?? this;
    this.#clock = clock;
    this.#isConnected = isConnected;
    this.#expiresAt = clock.now() + ms;
    this.#timer = this.#startTimer(ms);
  }

  /** Returns a deadline for work that several operations wait for; it starts with this one's time and client. */
  fork(): Deadline {
    return new Deadline({
      clock: this.#clock,
      ms: this.remainingMs(),
      isConnected: this.#isConnected,
      operation: this.operation,
    });
  }

  /** Makes this shared deadline last for another operation, too: until the later time, while any client waits. */
  extendFor(participant: Deadline): void {
    this.#participants.push(participant);
    if (this.signal.aborted || participant.#expiresAt <= this.#expiresAt) return;
    this.#expiresAt = participant.#expiresAt;
    clearTimeout(this.#timer);
    this.#timer = this.#startTimer(this.remainingMs());
  }

  /** Whether the client still waits for the answer. */
  get clientConnected(): boolean {
    return this.#isConnected() || this.#participants.some((participant) => participant.clientConnected);
  }

  /** Aborts at the deadline, but not when the client disconnects: a request that was sent runs to its end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Returns the time left in milliseconds, never below 0. */
  remainingMs(): number {
    return this.signal.aborted ? 0 : Math.max(0, this.#expiresAt - this.#clock.now());
  }

  /** Returns whether work that takes `ms` milliseconds may still be started: there is time left, and the client is connected. */
  leaves(ms: number): boolean {
    return this.remainingMs() > ms && this.clientConnected;
  }

  /** Frees the timer. Call it when the operation is answered. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #startTimer(ms: number): NodeJS.Timeout {
    return setTimeout(
      () => {
        this.#controller.abort();
      },
      Math.max(0, ms),
    ).unref();
  }
}

/**
 * Returns the promise's result.
 *
 * @throws the error that `late` returns, when the signal aborts before the promise is settled.
 */
export function raceWithSignal<T>(signal: AbortSignal, promise: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(late());
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", onAbort);
    });
  });
}
