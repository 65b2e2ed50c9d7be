import { type DocumentNode, type FragmentDefinitionNode, Kind } from "graphql";

import { Dictionary } from "../scalars/dictionary.js";

/** Returns a document's fragments by name, in an object without prototype. */
export function fragmentsOf({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = new Dictionary<FragmentDefinitionNode>();
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node;
  return fragments;
}
