import { inspect } from "node:util";

const HIDDEN = "[secret]";

/**
 * A text that only `reveal` returns.
 *
 * Printing, string templates, `JSON.stringify`, `inspect()` and loggers all see `[secret]`, so a credential
 * cannot slip into a log or an error by accident.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Returns the text. Call it at the moment of use and do not keep the result. */
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
