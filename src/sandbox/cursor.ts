import { ExpressionError, lex, type Lexeme } from "./lexer.js";

/** A place in a search expression, and what may be read there. Throws `ExpressionError` where it is something else. */
export class Cursor {
  readonly #lexemes: readonly Lexeme[];
  #next = 0;

  constructor(expression: string) {
    this.#lexemes = lex(expression);
  }

  /** Reads the word or symbol, in whichever case, and tells whether it was there. */
  take(text: string): boolean {
    const { kind, text: found } = this.#peek();
    const fits = (kind === "word" || kind === "symbol") && found.toLowerCase() === text;
    if (fits) this.#next += 1;
    return fits;
  }

  /** Reads the one of `texts` that stands here. */
  expect<Text extends string>(...texts: readonly Text[]): Text {
    return texts.find((text) => this.take(text)) ?? this.#fail(texts.join(" or "));
  }

  /** Reads the path of a field. */
  path(): string {
    const { kind, text } = this.#peek();
    return kind === "word" ? this.#step(text) : this.#fail("a field");
  }

  /** Reads a quoted string, a number or a truth value. */
  value(): string {
    const { kind, text } = this.#peek();
    const bare = kind === "word" && /^(-?\d+(\.\d+)?|true|false)$/.test(text);
    return kind === "string" || bare ? this.#step(text) : this.#fail("a value");
  }

  /** Reads the end. */
  end(): void {
    if (this.#peek().kind !== "end") this.#fail("and, or or the end");
  }

  #step(text: string): string {
    this.#next += 1;
    return text;
  }

  #peek(): Lexeme {
    return this.#lexemes[this.#next] ?? { kind: "end", text: "", at: 0 };
  }

  #fail(expected: string): never {
    const { kind, text, at } = this.#peek();
    throw new ExpressionError(`expected ${expected} at ${at}, found ${kind === "end" ? "the end" : text}`);
  }
}
