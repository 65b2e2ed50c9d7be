import { Cursor } from "./cursor.js";
import { allows, type Expression, type Operator } from "./expression.js";
import { ExpressionError } from "./lexer.js";

/** Gives the tree of a search expression; `and` binds tighter than `or`. Throws `ExpressionError`. */
export function parseExpression(expression: string): Expression {
  const cursor = new Cursor(expression);
  const tree = anyOf(cursor);
  cursor.end();
  return tree;
}

function anyOf(cursor: Cursor): Expression {
  return chain(cursor, "or", allOf);
}

function allOf(cursor: Cursor): Expression {
  return chain(cursor, "and", term);
}

function chain(cursor: Cursor, kind: "or" | "and", part: (cursor: Cursor) => Expression): Expression {
  const first = part(cursor);
  const parts = [first];
  while (cursor.take(kind)) parts.push(part(cursor));
  return parts.length === 1 ? first : { kind, parts };
}

function term(cursor: Cursor): Expression {
  if (cursor.take("(")) return closed(cursor, anyOf(cursor));
  if (cursor.take("exists")) return existence(cursor, true);
  if (cursor.take("not")) {
    cursor.expect("exists");
    return existence(cursor, false);
  }
  return comparison(cursor);
}

function existence(cursor: Cursor, wanted: boolean): Expression {
  cursor.expect("(");
  return closed(cursor, { kind: "exists", path: checked(cursor.path(), "exists"), wanted });
}

function comparison(cursor: Cursor): Expression {
  const field = cursor.path();
  const operator = cursor.expect("=", "!=", "in", "like");
  const path = checked(field, operator);
  if (operator === "in") return { kind: "in", path, values: list(cursor) };
  const value = cursor.value();
  if (operator === "=") return { kind: "in", path, values: new Set([value]) };
  return { kind: operator === "!=" ? "notEqual" : "like", path, value };
}

function list(cursor: Cursor): ReadonlySet<string> {
  cursor.expect("(");
  const values = new Set([cursor.value()]);
  while (cursor.take(",")) values.add(cursor.value());
  return closed(cursor, values);
}

function closed<T>(cursor: Cursor, inner: T): T {
  cursor.expect(")");
  return inner;
}

function checked(path: string, operator: Operator): string {
  if (!allows(path, operator)) throw new ExpressionError(`${path} does not take ${operator}`);
  return path;
}
