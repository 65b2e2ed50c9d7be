import type { DestinationStream } from "pino";

/** Unread lines are kept up to this size, further ones are lost. Bytes. */
const MAX_KEPT_BYTES = 1_048_576;

/** How often the end of the program looks whether its last lines were read. Milliseconds. */
const DRAIN_CHECK_MS = 10;

/**
 * Writes log lines to a stream and never waits for it: if the reader stalls or is gone, lines are
 * lost and counted. The lines of one turn of the event loop are written together.
 *
 * Not pino's own destination: a synchronous one stops the whole process while the reader stalls, an asynchronous one keeps
 * the process from ending.
 */
export class LineWriter implements DestinationStream {
  #kept = "";
  #lost = 0;
  /** Number of lost lines that no log line has reported yet. */
  #untold = 0;
  #isGone = false;

  constructor(private readonly stream: NodeJS.WritableStream & { readonly writableLength: number }) {
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
      // The reader is gone. Any other error, such as a full disk, may pass.
      if (code === "EPIPE") this.#isGone = true;
    });
  }

  /** How many lines were lost so far. */
  get lost(): number {
    return this.#lost;
  }

  write(line: string): void {
    if (this.#isGone || this.stream.writableLength + this.#kept.length > MAX_KEPT_BYTES) {
      this.#lost += 1;
      this.#untold += 1;
      return;
    }
    if (this.#kept === "") setImmediate(this.flush);
    if (this.#untold > 0) this.#tellOfLost();
    this.#kept += line;
  }

  /** Hands the kept lines to the stream. */
  readonly flush = (): void => {
    const lines = this.#kept;
    this.#kept = "";
    if (lines !== "" && !this.#isGone) this.stream.write(lines);
  };

  /** Resolves when all lines were read, at the latest after `ms` milliseconds. */
  async drain(ms: number): Promise<void> {
    this.flush();
    const end = performance.now() + ms;
    while (this.stream.writableLength > 0 && !this.#isGone && performance.now() < end)
      await new Promise((again) => setTimeout(again, DRAIN_CHECK_MS));
  }

  #tellOfLost(): void {
    const line = {
      level: 40,
      time: new Date().toISOString(),
      lines: this.#untold,
      msg: "log lines were lost",
    };
    this.#kept += `${JSON.stringify(line)}\n`;
    this.#untold = 0;
  }
}
