import { BREAK, Kind, visit, type ValueNode } from "graphql";
import { isExactText, NOT_EXACT } from "./exactNumber.js";
import { MAX_DEPTH } from "./json.js";
import { NotJson } from "./notJson.js";
import { shorten } from "./valuePath.js";

/** An operation's variables by name, as graphql-js coerced them. */
export type Variables = Readonly<Record<string, unknown>>;

/**
 * Gives the value that a literal stands for, unchecked: undefined for a variable without a value, a
 * NotJson for what JSON cannot say, and empty objects and lists beyond the permitted depth.
 */
export function readLiteral(node: ValueNode, variables: Variables, depth = 1): unknown {
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
      return depth > MAX_DEPTH ? [] : node.values.map((item) => readLiteral(item, variables, depth + 1));
    case Kind.OBJECT: {
      const fields = depth > MAX_DEPTH ? [] : node.fields;
      return Object.fromEntries(
        fields.map((field) => [field.name.value, readLiteral(field.value, variables, depth + 1)]),
      );
    }
  }
}

/** Whether a literal names a variable, at any depth. */
export function holdsVariable(node: ValueNode): boolean {
  let found = false;
  visit(node, {
    Variable() {
      found = true;
      return BREAK;
    },
  });
  return found;
}
