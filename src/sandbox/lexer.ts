/** The smallest meaningful part of a search expression. */
export interface Lexeme {
  readonly kind: "string" | "symbol" | "word" | "end";
  /** A string without its quotes, anything else as written. */
  readonly text: string;
  /** Where it starts, counted from 0. */
  readonly at: number;
}

/** Says where a search expression leaves the grammar. */
export class ExpressionError extends Error {}

/** Strings know no escapes, for the manual knows none; words take what the names of tags and attributes take. */
const LEXEME = /('[^']*'|"[^"]*")|(!=|[=(),])|([\w\-./]+)|$/y;

/** Gives an expression's lexemes, an "end" last. Throws `ExpressionError`. */
export function lex(expression: string): readonly Lexeme[] {
  const lexemes: Lexeme[] = [];
  for (let at = skipBlanks(expression, 0); ; at = skipBlanks(expression, LEXEME.lastIndex)) {
    LEXEME.lastIndex = at;
    const match = LEXEME.exec(expression);
    if (!match) throw new ExpressionError(`unreadable at ${at}`);
    const [text, quoted, symbol, word] = match;
    if (quoted !== undefined) lexemes.push({ kind: "string", text: quoted.slice(1, -1), at });
    else if (symbol !== undefined) lexemes.push({ kind: "symbol", text, at });
    else if (word !== undefined) lexemes.push({ kind: "word", text, at });
    else return [...lexemes, { kind: "end", text: "", at }];
  }
}

function skipBlanks(expression: string, from: number): number {
  let at = from;
  while (/\s/.test(expression.charAt(at))) at += 1;
  return at;
}
