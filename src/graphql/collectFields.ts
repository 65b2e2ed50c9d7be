import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from "graphql";

import { Dictionary } from "../scalars/dictionary.js";

/** Every node of a document that asks for one field of the answer. */
export type Nodes = readonly [FieldNode, ...FieldNode[]];

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** Returns a document's fragments by name, in an object without prototype. */
export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = new Dictionary<FragmentDefinitionNode>();
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node;
  return fragments;
}

/**
 * Returns the fields that selection sets ask of an object type, by response key and in the order of the answer;
 * undefined where a directive decides for each request.
 *
 * @see GraphQL specification, "Field Collection"
 */
export function collectFields(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  schema: GraphQLSchema,
  fragments: Fragments,
): Map<string, Nodes> | undefined {
  const selected = new Map<string, Nodes>();
  const spread = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): boolean =>
    selections.every((node) => {
      if (node.directives?.length) return false;
      if (node.kind === Kind.FIELD) {
        const key = (node.alias ?? node.name).value;
        const nodes = selected.get(key);
        selected.set(key, nodes ? [...nodes, node] : [node]);
        return true;
      }
      if (node.kind === Kind.INLINE_FRAGMENT)
        return !applies(node.typeCondition?.name.value) || collect(node.selectionSet);
      const name = node.name.value;
      const fragment = fragments[name];
      if (!fragment || spread.has(name)) return true;
      spread.add(name);
      return !applies(fragment.typeCondition.name.value) || collect(fragment.selectionSet);
    });
  const applies = (condition: string | undefined): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const conditionType = schema.getType(condition);
    return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
  };
  return sets.every(collect) ? selected : undefined;
}
