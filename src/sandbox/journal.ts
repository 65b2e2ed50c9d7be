import type { IncomingHttpHeaders } from "node:http";
import type { Call, Operation } from "./call.js";
import type { Fault } from "./fault.js";

/** One EnOS call, as it came and as it went. */
export interface JournalEntry {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `null` where no signature is asked for. */
  readonly signatureValid: boolean | null;
  /** The fault that struck the call. */
  fault: Fault["kind"] | null;
  /** What EnOS made of it: a code, `HTTP n`, or the fault's kind where EnOS never saw it; `null` while it waits. */
  outcome: number | string | null;
  /** When it came, in epoch milliseconds. */
  readonly at: number;
}

const CAPACITY = 10_000;

/** The last 10,000 calls. */
export class Journal {
  /** A ring: the entry of the nth call lies at n modulo the capacity, so that writing never moves another. */
  #ring: JournalEntry[] = [];
  #written = 0;

  /** Enters a call on its arrival, so that one that hangs is seen too. */
  enter(call: Call, signatureValid: boolean | null, at: number): JournalEntry {
    const entry: JournalEntry = {
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
    this.#ring[this.#written % CAPACITY] = entry;
    this.#written += 1;
    return entry;
  }

  /** Gives the entries in the order of arrival. */
  list(): readonly JournalEntry[] {
    const oldest = this.#written > CAPACITY ? this.#written % CAPACITY : 0;
    return [...this.#ring.slice(oldest), ...this.#ring.slice(0, oldest)];
  }

  /** Forgets every call. */
  clear(): void {
    this.#ring = [];
    this.#written = 0;
  }
}
