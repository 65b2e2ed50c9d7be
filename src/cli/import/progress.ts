/** Time between two lines if the output is no terminal. Milliseconds. */
const LINE_EVERY_MS = 5_000;
const REWRITE_EVERY_MS = 200;

/** Destination of text: a terminal, a pipe or a file. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Counts rows and shows the progress: on a terminal one line that is rewritten, elsewhere a new line from time to time. */
export class Progress {
  done = 0;
  failed = 0;
  /** Number of rows that an earlier run has imported. */
  known = 0;
  readonly #startedAt = Date.now();
  #shownAt = 0;
  #lineLength = 0;

  /**
   * @param total number of rows to come.
   * @param stream destination of the progress.
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

  /** Removes the progress from the terminal, at the end or before other lines are written. */
  clear(): void {
    if (this.#lineLength > 0) this.stream.write(`\r${" ".repeat(this.#lineLength)}\r`);
    this.#lineLength = 0;
  }

  /** Whether the line is rewritten. Some terminals report no columns: there it is not. */
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
