import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

import { UsageError } from "./errors.js";

export type Headers = Readonly<Record<string, string>>;

/**
 * Returns the request headers that a JSON object gives.
 *
 * @param json the value of the environment variable `IMPORT_HEADERS`, or what was typed; empty means none.
 * @throws UsageError when it is no object of texts; the message holds nothing of it.
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
    // Said below, without the text: it holds credentials.
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

/** Asks the person at the terminal for request headers, and does not show what is typed. */
export async function askForHeaders(): Promise<Headers> {
  process.stderr.write(
    'Request headers as a JSON object, such as {"authorization":"Bearer …"} (not shown): ',
  );
  const hidden = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output: hidden, terminal: true });
  try {
    return readHeaders(await terminal.question(""));
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
