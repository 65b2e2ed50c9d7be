import type { IncomingHttpHeaders } from "node:http";

import type { Call, Operation } from "./call.js";

/** A logged call. */
export interface LoggedCall {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `null` if the action needs no signature. */
  readonly signatureValid: boolean | null;
  /** The kind of the fault that was injected. */
  fault: string | null;
  /** A code, `HTTP n`, or the fault's kind if EnOS never saw the call; `null` while the call is pending. */
  outcome: number | string | null;
  /** Time of arrival. Epoch milliseconds. */
  readonly at: number;
}

const MAX_CALLS = 10_000;
/** Bodies are the largest part of a call; queries and headers are limited by Node. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** The latest calls: at most 10,000, and at most 32 MiB of bodies. */
export class RequestLog {
  #calls: LoggedCall[] = [];
  /** Index of the oldest call that is still kept. */
  #oldest = 0;
  #bodyBytes = 0;

  /** Logs a call when it arrives, so that a call that is never answered is logged, too. */
  record(call: Call, signatureValid: boolean | null, at: number): LoggedCall {
    const logged: LoggedCall = {
      operation: call.operation,
      method: call.method,
      path: call.path,
      query: Object.fromEntries(call.query),
      headers: call.headers,
      body: call.body.toString(),
      signatureValid,
      fault: null,
      outcome: null,
      at,
    };
    this.#calls.push(logged);
    this.#bodyBytes += logged.body.length;
    while (this.#calls.length - this.#oldest > MAX_CALLS || this.#bodyBytes > MAX_BODY_BYTES) this.#drop();
    return logged;
  }

  /** Returns the calls in the order of arrival. */
  list(): readonly LoggedCall[] {
    return this.#calls.slice(this.#oldest);
  }

  /** Removes all calls. */
  clear(): void {
    this.#calls = [];
    this.#oldest = 0;
    this.#bodyBytes = 0;
  }

  #drop(): void {
    this.#bodyBytes -= this.#calls[this.#oldest]?.body.length ?? 0;
    this.#oldest += 1;
    // Removing one by one from the front would move all the others each time.
    if (this.#oldest < MAX_CALLS) return;
    this.#calls = this.#calls.slice(this.#oldest);
    this.#oldest = 0;
  }
}
