import { BREAK, Kind, TokenKind, type ValueNode, visit } from "graphql";

import { isExactText, NOT_EXACT } from "./exactNumbers.js";
import { Inspection } from "./inspection.js";
import { NotJson } from "./json.js";
import { shorten } from "./valuePath.js";

/** Reads a value and adds every fault to `inspection`; the result is valid only when there is no fault. */
export type Reader<T> = (value: unknown, inspection: Inspection) => T;

/**
 * Returns both input functions of a scalar, made from one reader, so that literals and variables mean the same.
 * They throw GraphQLErrors: graphql-js keeps the `extensions` of those, and of no other errors.
 */
export function inputCoercion<T>(scalar: string, read: Reader<T>) {
  return {
    parseValue: (value: unknown): T => {
      const inspection = new Inspection();
      const result = read(value, inspection);
      inspection.conclude(scalar);
      return result;
    },
    parseLiteral: (node: ValueNode, variables?: Variables | null): T => {
      const inspection = new Inspection();
      const result = read(readLiteral(node, variables ?? {}), inspection);
      // Validation knows no variables yet: execution coerces again and checks everything.
      const unchecked = variables == null && node.kind === Kind.OBJECT && holdsVariable(node);
      if (!unchecked) inspection.conclude(scalar + ownerOf(node), node);
      return result;
    },
  };
}

/** Names the argument or field a literal is given for: gateways do not pass the location on. */
function ownerOf(node: ValueNode): string {
  const colon = node.loc?.startToken.prev;
  return colon?.kind === TokenKind.COLON && colon.prev ? ` for "${colon.prev.value}"` : "";
}

/** An operation's variables by name, as graphql-js coerced them. */
export type Variables = Readonly<Record<string, unknown>>;

/**
 * Returns the value that a literal stands for, unchecked: undefined for a variable without a value, a NotJson for a
 * value that JSON cannot express.
 */
function readLiteral(node: ValueNode, variables: Variables): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      return isExactText(node.value) ? Number(node.value) : new NotJson("a number", NOT_EXACT);
    case Kind.ENUM:
      return new NotJson("an enum value", `${shorten(node.value)} is not JSON (put it in quotes)`);
    case Kind.VARIABLE:
      return Object.hasOwn(variables, node.name.value) ? variables[node.name.value] : undefined;
    case Kind.LIST:
      return node.values.map((item) => readLiteral(item, variables));
    case Kind.OBJECT:
      return Object.fromEntries(
        node.fields.map((field) => [field.name.value, readLiteral(field.value, variables)]),
      );
  }
}

/** Whether a literal names a variable, at any depth. */
function holdsVariable(node: ValueNode): boolean {
  let found = false;
  visit(node, {
    Variable() {
      found = true;
      return BREAK;
    },
  });
  return found;
}
