import { GraphQLError, Kind, type OperationDefinitionNode, type ValidationRule } from "graphql";

import type { OperationLimits } from "./limits.js";
import { measureOperation, type MeasuredFragments, type OperationSize } from "./operationSize.js";

/** What there is too much of, in a refusal's words. */
const WORDS: readonly (readonly [keyof OperationSize, string])[] = [
  ["depth", "levels of fields"],
  ["aliases", "aliases"],
  ["directives", "directives"],
  ["mutations", "mutations"],
];

/** Gives the validation rule that refuses documents with an operation beyond a limit, before it looks at fields. */
export function operationSizeRule(limits: OperationLimits): ValidationRule {
  return (context) => ({
    Document: ({ definitions }) => {
      const fragments: MeasuredFragments = new Map();
      for (const operation of definitions) {
        if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
        const size = measureOperation(operation, (name) => context.getFragment(name), fragments);
        for (const excess of findExcesses(operation, size, limits)) context.reportError(excess);
      }
    },
  });
}

function findExcesses(
  operation: OperationDefinitionNode,
  size: OperationSize,
  limits: OperationLimits,
): GraphQLError[] {
  return WORDS.filter(([limit]) => size[limit] > limits[limit]).map(
    ([limit, words]) =>
      new GraphQLError(`The operation has ${size[limit]} ${words}; at most ${limits[limit]} are allowed.`, {
        nodes: [operation],
        extensions: { limit, max: limits[limit] },
      }),
  );
}
