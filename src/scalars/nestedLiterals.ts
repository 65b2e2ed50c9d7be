import {
  isScalarType,
  isWrappingType,
  Kind,
  TypeInfo,
  visit,
  type ASTNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLScalarType,
  type GraphQLSchema,
  type ObjectValueNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from "graphql";
import { holdsVariable } from "./coercion.js";

/** A scalar's literal that names variables, and the selections around it, which may be left out. */
export interface NestedLiteral {
  readonly scalar: GraphQLScalarType;
  readonly node: ObjectValueNode;
  readonly selections: readonly SelectionNode[];
}

/** A named fragment's place, and the selections around it with its own spread. */
export interface Spread {
  readonly fragment: string;
  readonly selections: readonly SelectionNode[];
}

/** What one definition of a document holds itself, and where it goes on. */
export interface Findings {
  readonly literals: readonly NestedLiteral[];
  readonly spreads: readonly Spread[];
}

/** Parsed documents are kept and used again, so each definition is searched once. */
const searched = new WeakMap<ASTNode, Findings>();

/** Gives the scalar literals of an operation or a fragment that name variables, and the fragments that it spreads. */
export function nestedLiterals(
  schema: GraphQLSchema,
  definition: OperationDefinitionNode | FragmentDefinitionNode,
): Findings {
  const known = searched.get(definition);
  if (known !== undefined) return known;
  const literals: NestedLiteral[] = [];
  const spreads: Spread[] = [];
  const types = new TypeInfo(schema);
  visit(definition, {
    enter(node, _key, _parent, _path, ancestors) {
      types.enter(node);
      if (node.kind === Kind.FRAGMENT_SPREAD) spreads.push(toSpread(node, ancestors));
      if (node.kind !== Kind.OBJECT) return;
      const scalar = unwrap(types.getInputType());
      if (!isScalarType(scalar) || !holdsVariable(node)) return;
      literals.push({ scalar, node, selections: ancestors.flat().filter(isSelection) });
    },
    leave(node) {
      types.leave(node);
    },
  });
  const findings = { literals, spreads };
  searched.set(definition, findings);
  return findings;
}

function toSpread(node: FragmentSpreadNode, ancestors: readonly (ASTNode | readonly ASTNode[])[]): Spread {
  return { fragment: node.name.value, selections: [...ancestors.flat().filter(isSelection), node] };
}

function unwrap(type: unknown): unknown {
  return isWrappingType(type) ? unwrap(type.ofType) : type;
}

function isSelection(ancestor: ASTNode): ancestor is SelectionNode {
  return ancestor.kind === Kind.FIELD || ancestor.kind === Kind.INLINE_FRAGMENT;
}
