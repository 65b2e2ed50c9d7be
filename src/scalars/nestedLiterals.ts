import {
  isScalarType,
  isWrappingType,
  Kind,
  TypeInfo,
  visit,
  type ASTNode,
  type FieldNode,
  type GraphQLScalarType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type ObjectValueNode,
  type OperationDefinitionNode,
} from "graphql";
import { holdsVariable } from "./literal.js";

/** A scalar's literal that names variables, and the selections around it, which may be left out. */
export interface NestedLiteral {
  scalar: GraphQLScalarType;
  node: ObjectValueNode;
  selections: readonly (FieldNode | InlineFragmentNode)[];
}

/** Parsed documents are kept and used again, so each is searched once. */
const searched = new WeakMap<OperationDefinitionNode, readonly NestedLiteral[]>();

/** Gives the scalar literals of an operation that name variables; those in named fragments are left out. */
export function nestedLiterals(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
): readonly NestedLiteral[] {
  const known = searched.get(operation);
  if (known !== undefined) return known;
  const found: NestedLiteral[] = [];
  const types = new TypeInfo(schema);
  visit(operation, {
    enter(node, _key, _parent, _path, ancestors) {
      types.enter(node);
      if (node.kind !== Kind.OBJECT) return;
      const scalar = unwrap(types.getInputType());
      if (!isScalarType(scalar) || !holdsVariable(node)) return;
      found.push({ scalar, node, selections: ancestors.flat().filter(isSelection) });
    },
    leave(node) {
      types.leave(node);
    },
  });
  searched.set(operation, found);
  return found;
}

function unwrap(type: unknown): unknown {
  return isWrappingType(type) ? unwrap(type.ofType) : type;
}

function isSelection(ancestor: ASTNode): ancestor is FieldNode | InlineFragmentNode {
  return ancestor.kind === Kind.FIELD || ancestor.kind === Kind.INLINE_FRAGMENT;
}
