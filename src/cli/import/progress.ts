/** Off a terminal, a line is written this often. Milliseconds. */
const LINE_EVERY_MS = 5_000;
const REWRITE_EVERY_MS = 200;

/** Where text goes: a terminal, a pipe or a file. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Counts rows and shows how far the import is: one line rewritten on a terminal, a line now and then elsewhere. */
export class Progress {
  done = 0;
  failed = 0;
  /** Rows that an earlier run has settled. */
  known = 0;
  readonly #startedAt = Date.now();
  #shownAt = 0;
  #lineLength = 0;

  /**
   * @param total number of rows to come.
   * @param stream where the progress goes.
   */
  constructor(
    private readonly total: number,
    private readonly stream: Output,
  ) {}

  /** Counts rows that are settled, and shows it if it is time. */
  count({ done = 0, failed = 0, known = 0 }: Partial<Record<"done" | "failed" | "known", number>>): void {
    this.done += done;
    this.failed += failed;
    this.known += known;
    const interval = this.#rewrites ? REWRITE_EVERY_MS : LINE_EVERY_MS;
    if (Date.now() - this.#shownAt >= interval && Date.now() - this.#startedAt >= interval) this.#show();
  }

  /** Takes the progress off the terminal, at the end or before other lines are written. */
  clear(): void {
    if (this.#lineLength > 0) this.stream.write(`\r${" ".repeat(this.#lineLength)}\r`);
    this.#lineLength = 0;
  }

  /** Some terminals say that they have no columns: what is written there is never rewritten. */
  get #rewrites(): boolean {
    return this.stream.isTTY === true && (this.stream.columns ?? 0) > 0;
  }

  #show(): void {
    this.#shownAt = Date.now();
    const text = this.#line();
    if (!this.#rewrites) {
      this.stream.write(`${text}\n`);
      return;
    }
    const line = text.slice(0, (this.stream.columns ?? 1) - 1);
    this.stream.write(`\r${line.padEnd(this.#lineLength)}`);
    this.#lineLength = line.length;
  }

  #line(): string {
    const sent = this.done + this.failed;
    const settled = sent + this.known;
    const perSecond = sent / ((Date.now() - this.#startedAt) / 1_000);
    const secondsLeft = Math.ceil((this.total - settled) / perSecond);
    const left = Number.isFinite(secondsLeft) ? `, ${toDuration(secondsLeft)} left` : "";
    return `${settled} of ${this.total} rows, ${this.failed} failed, ${perSecond.toFixed(0)} a second${left}`;
  }
}

function toDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`;
}
