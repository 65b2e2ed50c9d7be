import { setTimeout as sleep } from "node:timers/promises";

import { InterruptedError } from "./errors.js";
import { toPause } from "./graphqlClient.js";
import type { PlannedRow } from "./plan.js";

/** How often one row is sent before it counts as failed. */
export const MAX_ATTEMPTS = 10;

/** Largest request, well below the limits of services. */
const MAX_BATCH_BYTES = 128 * 1024;

/** Largest number of rows that wait to be sent again. Until it decreases, no new rows are sent. */
const MAX_WAITING = 1_000;

/** A row on its way, and how often it was sent before. */
export interface QueuedRow {
  readonly row: PlannedRow;
  readonly attempts: number;
}

/** A row to be sent again. */
export interface Retry extends QueuedRow {
  /** How long the service asks to wait, if it does. Milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** Options for sending the rows of a file. */
export interface BatchOptions {
  readonly size: number;
  readonly concurrency: number;
  /** Aborted to send no further batch; batches under way are finished. */
  readonly stop: AbortSignal;
  /** Sends one batch and returns the rows of it that should be sent again. */
  readonly send: (batch: readonly QueuedRow[], pace: Pace) => Promise<readonly Retry[]>;
}

/** Limits how many requests are under way, and makes all of them wait when the service asks for it. */
export class Pace {
  #limit: number;
  #active = 0;
  #pausedUntil = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly max: number) {
    this.#limit = max;
  }

  /** Resolves when another request may be sent. */
  async enter(stop: AbortSignal): Promise<void> {
    for (;;) {
      const pause = this.#pausedUntil - Date.now();
      if (stop.aborted) break;
      if (pause > 0) await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
      else if (this.#active >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      else break;
    }
    this.#active += 1;
  }

  leave(): void {
    this.#active -= 1;
    for (const resume of this.#waiting.splice(0)) resume();
  }

  /** Halves the number of requests and sends none for a while. */
  slowDown(ms: number): void {
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + ms);
  }

  /** Allows one more request, as after each batch that went well. */
  speedUp(): void {
    this.#limit = Math.min(this.max, this.#limit + 1);
  }
}

/**
 * Sends rows in batches, several at once, and repeats rows with a temporary failure.
 *
 * Only the rows that are under way or wait to be sent again are in memory.
 *
 * @throws the error of `send`, after the other batches under way have finished.
 */
export async function runBatches(rows: AsyncIterator<PlannedRow>, options: BatchOptions): Promise<void> {
  const { size, concurrency, stop, send } = options;
  const pace = new Pace(concurrency);
  const queue = new RowQueue(rows, size);
  const failed = new AbortController();
  const ended = AbortSignal.any([stop, failed.signal]);

  const work = async (): Promise<void> => {
    for (;;) {
      await pace.enter(ended);
      try {
        const batch = ended.aborted ? [] : await queue.take(ended);
        if (batch.length === 0) return;
        const retries = await send(batch, pace);
        if (retries.length === 0) pace.speedUp();
        queue.putBack(retries);
      } catch (error) {
        failed.abort();
        // The rows of this batch are sent by the next run.
        if (error instanceof InterruptedError) return;
        throw error;
      } finally {
        pace.leave();
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: concurrency }, work));
  const rejected = results.find((result) => result.status === "rejected");
  if (rejected) throw rejected.reason;
}

/** Rows that were not sent yet, and rows to be sent again, which come first once they are due. */
class RowQueue {
  readonly #retries: (QueuedRow & { readonly dueAt: number })[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #exhausted = false;

  constructor(
    private readonly rows: AsyncIterator<PlannedRow>,
    private readonly size: number,
  ) {}

  /** Returns the next batch; none when there are no rows left, or `stop` aborts while rows to be repeated wait. */
  take(stop: AbortSignal): Promise<QueuedRow[]> {
    const batch = this.#turn.then(() => this.#take(stop));
    this.#turn = batch.catch(() => undefined);
    return batch;
  }

  putBack(retries: readonly Retry[]): void {
    for (const { row, attempts, retryAfterMs } of retries)
      this.#retries.push({ row, attempts, dueAt: Date.now() + toPause(attempts, retryAfterMs) });
    this.#retries.sort((a, b) => a.dueAt - b.dueAt);
  }

  async #take(stop: AbortSignal): Promise<QueuedRow[]> {
    for (;;) {
      const batch = await this.#takeWithoutWaiting();
      const first = this.#retries[0];
      if (batch.length > 0 || !first) return batch;
      await sleep(Math.max(0, first.dueAt - Date.now()), undefined, { signal: stop }).catch(() => undefined);
      if (stop.aborted) return [];
      // A timer may fire before the clock shows the time that it waited for: then no row is due yet.
    }
  }

  async #takeWithoutWaiting(): Promise<QueuedRow[]> {
    const batch = this.#takeDue();
    let bytes = 0;
    while (
      batch.length < this.size &&
      bytes < MAX_BATCH_BYTES &&
      this.#retries.length < MAX_WAITING &&
      !this.#exhausted
    ) {
      const next = await this.rows.next();
      if (next.done) this.#exhausted = true;
      else {
        batch.push({ row: next.value, attempts: 0 });
        bytes += Buffer.byteLength(JSON.stringify(next.value.input));
      }
    }
    return batch;
  }

  #takeDue(): QueuedRow[] {
    const now = Date.now();
    const next = this.#retries.findIndex(({ dueAt }) => dueAt > now);
    return this.#retries.splice(0, Math.min(next < 0 ? this.#retries.length : next, this.size));
  }
}
