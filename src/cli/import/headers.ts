import { createInterface } from "node:readline/promises";
import { type Readable, Writable } from "node:stream";

import { InterruptedError, UsageError } from "./errors.js";
import type { Output } from "./progress.js";

export type Headers = Readonly<Record<string, string>>;

/**
 * Returns the request headers that a JSON object gives.
 *
 * @param json the value of the environment variable `IMPORT_HEADERS`, or what was typed; empty means none.
 * @throws UsageError when it is no object of texts; the message does not quote it.
 */
export function readHeaders(json: string | undefined): Headers {
  if (json === undefined || json.trim() === "") return {};
  try {
    const headers = JSON.parse(json) as unknown;
    if (isHeaders(headers)) {
      // Throws on names and values that cannot be sent.
      new Headers(headers);
      return headers;
    }
  } catch {
    // Reported below without the text, which holds credentials.
  }
  throw new UsageError(
    'IMPORT_HEADERS must be a JSON object of request headers, such as {"authorization":"Bearer …"}.',
  );
}

function isHeaders(value: unknown): value is Record<string, string> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === "string")
  );
}

/**
 * Asks the person at the terminal for request headers, and does not show what is typed.
 *
 * @param stdin what the person types.
 * @param stderr where the question is written.
 * @param stop aborted to end the wait for an answer.
 * @throws UsageError when the answer is no JSON object of texts.
 * @throws InterruptedError when the person presses Ctrl-C or ends the input.
 */
export async function askForHeaders(stdin: Readable, stderr: Output, stop: AbortSignal): Promise<Headers> {
  stderr.write('Request headers as a JSON object, such as {"authorization":"Bearer …"} (not shown): ');
  const hidden = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const terminal = createInterface({ input: stdin, output: hidden, terminal: true });
  const closed = new AbortController();
  terminal.once("close", () => {
    closed.abort();
  });
  try {
    const answer = terminal.question("", { signal: AbortSignal.any([stop, closed.signal]) });
    return readHeaders(
      await answer.catch(() => {
        throw new InterruptedError();
      }),
    );
  } finally {
    terminal.close();
    stderr.write("\n");
  }
}
