import { inspect } from "node:util";

const HIDDEN = "[secret]";

/**
 * A text that only `reveal` gives away.
 *
 * Printing, string templates, `JSON.stringify`, `inspect()` and loggers all see `[secret]`, so a credential
 * cannot slip into a log or an error by accident.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Call it at the moment of use and keep nothing. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
