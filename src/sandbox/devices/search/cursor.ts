/** A token of a search expression. */
interface Token {
  readonly kind: "string" | "symbol" | "word" | "end";
  /** A string without its quotes, anything else as written. */
  readonly text: string;
  /** Index of its first character. */
  readonly at: number;
}

/** Thrown for a search expression outside the grammar. */
export class ExpressionError extends Error {}

/** Strings have no escapes: the manual knows none. Words have the characters of tag keys and attribute identifiers. */
const TOKEN = /('[^']*'|"[^"]*")|(!=|[=(),])|([\w\-./]+)|$/y;

/** Reads a search expression token by token. Its methods throw `ExpressionError` for any other token than the expected one. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #next = 0;

  /** @throws ExpressionError when a part of the expression is no token. */
  constructor(expression: string) {
    this.#tokens = tokenize(expression);
  }

  /** Reads a word or symbol, ignoring case, and returns whether it was there. */
  take(text: string): boolean {
    const { kind, text: found } = this.#peek();
    const isThere = (kind === "word" || kind === "symbol") && found.toLowerCase() === text;
    if (isThere) this.#next += 1;
    return isThere;
  }

  /** Reads one of `texts`. */
  expect<Text extends string>(...texts: readonly Text[]): Text {
    return texts.find((text) => this.take(text)) ?? this.#fail(texts.join(" or "));
  }

  /** Reads the path of a field. The manual quotes it in two of its examples. */
  path(): string {
    const { kind, text } = this.#peek();
    return kind === "word" || kind === "string" ? this.#step(text) : this.#fail("a field");
  }

  /** Reads a quoted string, a number or a boolean. */
  value(): string {
    const { kind, text } = this.#peek();
    const isBare = kind === "word" && /^(-?\d+(\.\d+)?|true|false)$/.test(text);
    return kind === "string" || isBare ? this.#step(text) : this.#fail("a value");
  }

  /** Reads the end. */
  end(): void {
    if (this.#peek().kind !== "end") this.#fail("and, or or the end");
  }

  #step(text: string): string {
    this.#next += 1;
    return text;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: "end", text: "", at: 0 };
  }

  #fail(expected: string): never {
    const { kind, text, at } = this.#peek();
    throw new ExpressionError(`expected ${expected} at ${at}, found ${kind === "end" ? "the end" : text}`);
  }
}

function tokenize(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = skipBlanks(expression, 0); ; at = skipBlanks(expression, TOKEN.lastIndex)) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(expression);
    if (!match) throw new ExpressionError(`unreadable at ${at}`);
    const [text, quoted, symbol, word] = match;
    if (quoted !== undefined) tokens.push({ kind: "string", text: quoted.slice(1, -1), at });
    else if (symbol !== undefined) tokens.push({ kind: "symbol", text, at });
    else if (word !== undefined) tokens.push({ kind: "word", text, at });
    else return [...tokens, { kind: "end", text: "", at }];
  }
}

function skipBlanks(expression: string, from: number): number {
  let at = from;
  while (/\s/.test(expression.charAt(at))) at += 1;
  return at;
}
