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
  readonly #callbacks = new Set<() => void>();
  #passed = false;
  #controller: AbortController | undefined;
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
    if (this.#passed || participant.#expiresAt <= this.#expiresAt) return;
    this.#expiresAt = participant.#expiresAt;
    clearTimeout(this.#timer);
    this.#timer = this.#startTimer(this.remainingMs());
  }

  /** Whether the client still waits for the answer. */
  get clientConnected(): boolean {
    return this.#isConnected() || this.#participants.some((participant) => participant.clientConnected);
  }

  /** Whether the time is over. The client may have disconnected before: a request that was sent runs to its end. */
  get passed(): boolean {
    return this.#passed;
  }

  /**
   * Calls a function once: at the deadline, or at once when the time is over. Every request registers one, and an
   * `AbortSignal` with a listener would take a twentieth of the time of a `createDevice`.
   */
  onPassed(callback: () => void): void {
    if (this.#passed) callback();
    else this.#callbacks.add(callback);
  }

  /** Removes a function that `onPassed` registered. */
  offPassed(callback: () => void): void {
    this.#callbacks.delete(callback);
  }

  /** Aborts at the deadline; for what takes an `AbortSignal`. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#passed) this.#controller.abort();
    return this.#controller.signal;
  }

  /**
   * Returns the promise's result.
   *
   * @throws the error that `late` returns, when the deadline passes before the promise is settled.
   */
  race<T>(promise: Promise<T>, late: () => Error): Promise<T> {
    return new Promise((resolve, reject) => {
      const onPassed = (): void => {
        reject(late());
      };
      this.onPassed(onPassed);
      promise.then(resolve, reject).finally(() => {
        this.offPassed(onPassed);
      });
    });
  }

  /** Returns the time left in milliseconds, never below 0. */
  remainingMs(): number {
    return this.#passed ? 0 : Math.max(0, this.#expiresAt - this.#clock.now());
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
        this.#pass();
      },
      Math.max(0, ms),
    ).unref();
  }

  #pass(): void {
    this.#passed = true;
    this.#controller?.abort();
    const callbacks = [...this.#callbacks];
    this.#callbacks.clear();
    for (const callback of callbacks) callback();
  }
}
