import {
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";

import { NotPlanned } from "./notPlanned.js";

/** Every node of a document that asks for one field of the answer. */
export type Nodes = readonly [FieldNode, ...FieldNode[]];

export interface SelectionOptions {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/**
 * Gives the fields that selection sets ask of an object type: by their name in the answer, in the answer's order, each
 * with every node that asks for it.
 *
 * @throws NotPlanned where a directive has a say.
 * @see GraphQL specification, "CollectFields"
 */
export function selectFields(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  { schema, fragments }: SelectionOptions,
): Map<string, Nodes> {
  const selected = new Map<string, Nodes>();
  const spread = new Set<string>();
  const walk = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.directives?.length) throw new NotPlanned();
      switch (node.kind) {
        case Kind.FIELD: {
          const key = (node.alias ?? node.name).value;
          const nodes = selected.get(key);
          selected.set(key, nodes ? [...nodes, node] : [node]);
          break;
        }
        case Kind.INLINE_FRAGMENT:
          if (applies(node.typeCondition?.name.value)) walk(node.selectionSet);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const fragment = fragments[node.name.value];
          if (!fragment || spread.has(node.name.value)) break;
          spread.add(node.name.value);
          if (applies(fragment.typeCondition.name.value)) walk(fragment.selectionSet);
        }
      }
    }
  };
  const applies = (condition: string | undefined): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const conditionType = schema.getType(condition);
    return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
  };
  sets.forEach(walk);
  return selected;
}
