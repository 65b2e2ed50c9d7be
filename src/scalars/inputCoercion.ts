import { Kind, TokenKind, type ValueNode } from "graphql";
import { Inspection } from "./inspection.js";
import { holdsVariable, readLiteral, type Variables } from "./literal.js";

/** Reads a value, telling `inspection` every fault; what it gives counts only when there was none. */
export type Reader<T> = (value: unknown, inspection: Inspection) => T;

/**
 * Gives both input functions of a scalar from one reader, so that literals and variables mean the same.
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
      // Validation knows no variables yet: execution asks again, and then everything is judged.
      const unjudged = variables == null && node.kind === Kind.OBJECT && holdsVariable(node);
      if (!unjudged) inspection.conclude(scalar + ownerOf(node), node);
      return result;
    },
  };
}

/** Names the argument or field a literal is given for: gateways do not pass the location on. */
function ownerOf(node: ValueNode): string {
  const colon = node.loc?.startToken.prev;
  return colon?.kind === TokenKind.COLON && colon.prev ? ` for "${colon.prev.value}"` : "";
}
