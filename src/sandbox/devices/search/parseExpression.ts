import { Cursor, ExpressionError } from "./cursor.js";

/** A search expression as a tree. Values are text: the manual does not say how a number is written. */
export type Expression =
  | { readonly kind: "and" | "or"; readonly parts: readonly Expression[] }
  | { readonly kind: "in"; readonly path: string; readonly values: ReadonlySet<string> }
  | { readonly kind: "notEqual" | "like"; readonly path: string; readonly value: string }
  | { readonly kind: "exists"; readonly path: string; readonly wanted: boolean };

export type Operator = "=" | "!=" | "in" | "like" | "exists";

/** A field that can be searched for. */
export interface SearchField {
  readonly operators: readonly Operator[];
  /** Whether its path goes on after a dot: `never`, `always` (a map's entry), or `maybe` (a name's translation). */
  readonly dotted: "never" | "always" | "maybe";
}
export type SearchFields = ReadonlyMap<string, SearchField>;

/** Largest nesting, far above that of the manual's samples. */
const MAX_DEPTH = 100;

/**
 * Parses a search expression. `and` binds more tightly than `or`.
 *
 * @throws ExpressionError when the expression is outside the grammar or uses a field in a way that it does not allow.
 */
export function parseExpression(expression: string, fields: SearchFields): Expression {
  return new Parser(new Cursor(expression), fields).parse();
}

class Parser {
  #depth = 0;

  constructor(
    private readonly cursor: Cursor,
    private readonly fields: SearchFields,
  ) {}

  parse(): Expression {
    const tree = this.#disjunction();
    this.cursor.end();
    return tree;
  }

  #disjunction(): Expression {
    return this.#chain("or", () => this.#chain("and", () => this.#term()));
  }

  #chain(kind: "or" | "and", parsePart: () => Expression): Expression {
    const first = parsePart();
    const parts = [first];
    while (this.cursor.take(kind)) parts.push(parsePart());
    return parts.length === 1 ? first : { kind, parts };
  }

  #term(): Expression {
    if (this.cursor.take("(")) return this.#parentheses();
    if (this.cursor.take("exists")) return this.#existence(true);
    if (!this.cursor.take("not")) return this.#comparison();
    this.cursor.expect("exists");
    return this.#existence(false);
  }

  #parentheses(): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new ExpressionError("too many parentheses");
    const inner = this.#disjunction();
    this.#depth -= 1;
    return this.#closed(inner);
  }

  #existence(wanted: boolean): Expression {
    this.cursor.expect("(");
    return this.#closed({ kind: "exists", path: this.#checked(this.cursor.path(), "exists"), wanted });
  }

  #comparison(): Expression {
    const field = this.cursor.path();
    const operator = this.cursor.expect("=", "!=", "in", "like");
    const path = this.#checked(field, operator);
    if (operator === "in") return { kind: "in", path, values: this.#list() };
    const value = this.cursor.value();
    if (operator === "=") return { kind: "in", path, values: new Set([value]) };
    return { kind: operator === "!=" ? "notEqual" : "like", path, value };
  }

  #list(): ReadonlySet<string> {
    this.cursor.expect("(");
    const values = new Set([this.cursor.value()]);
    while (this.cursor.take(",")) values.add(this.cursor.value());
    return this.#closed(values);
  }

  #closed<T>(inner: T): T {
    this.cursor.expect(")");
    return inner;
  }

  #checked(path: string, operator: Operator): string {
    const dot = path.indexOf(".");
    const field = this.fields.get(dot < 0 ? path : path.slice(0, dot));
    const isDotted = dot > 0 && dot < path.length - 1;
    const isShaped = field && (dot < 0 ? field.dotted !== "always" : isDotted && field.dotted !== "never");
    if (isShaped && field.operators.includes(operator)) return path;
    throw new ExpressionError(`${path} does not take ${operator}`);
  }
}
