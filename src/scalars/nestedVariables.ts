import {
  getDirectiveValues,
  getVariableValues,
  GraphQLError,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from "graphql";
import type { Variables } from "./coercion.js";
import { nestedLiterals, type NestedLiteral } from "./nestedLiterals.js";

/**
 * Gives the faults of scalar literals that name variables, such as `{ defaultValue: $name }`, in the
 * scalars' own words; `document` is the operation's, with its fragments, and `inputs` are the request's
 * variables as they came.
 *
 * Validation has no variables to judge such literals by, and execution swallows what a scalar says: the
 * client would read "Argument has invalid value", without a code. Ask between the two.
 */
export function findNestedVariableFaults(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  inputs: Variables,
): GraphQLError[] {
  if (!holdsNestedVariables(schema, document)) return [];
  const fragments = new Map(document.definitions.filter(isFragment).map((node) => [node.name.value, node]));
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], inputs);
  if (coerced === undefined) return [];
  return search(operation, coerced);

  /** Each fragment is searched at the first of its places that is not left out; the others add nothing. */
  function search(
    definition: OperationDefinitionNode | FragmentDefinitionNode,
    variables: Variables,
  ): GraphQLError[] {
    const { literals, spreads } = nestedLiterals(schema, definition);
    const faults = literals
      .filter(({ selections }) => !areLeftOut(selections, variables))
      .flatMap((literal) => judge(literal, variables));
    for (const { fragment: name, selections } of spreads) {
      const fragment = fragments.get(name);
      if (!fragment || areLeftOut(selections, variables)) continue;
      fragments.delete(name);
      faults.push(...search(fragment, variables));
    }
    return faults;
  }
}

/** Whether a document has such literals at all; most have none. */
export function holdsNestedVariables(schema: GraphQLSchema, { definitions }: DocumentNode): boolean {
  return definitions
    .filter((node) => isFragment(node) || node.kind === Kind.OPERATION_DEFINITION)
    .some((node) => nestedLiterals(schema, node).literals.length > 0);
}

function isFragment(node: DocumentNode["definitions"][number]): node is FragmentDefinitionNode {
  return node.kind === Kind.FRAGMENT_DEFINITION;
}

function judge({ scalar, node }: NestedLiteral, variables: Variables): GraphQLError[] {
  try {
    scalar.parseLiteral(node, variables);
    return [];
  } catch (error) {
    return error instanceof GraphQLError ? [error] : [];
  }
}

function areLeftOut(selections: readonly SelectionNode[], variables: Variables): boolean {
  return selections.some((selection) => {
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
    return skip?.if === true || include?.if === false;
  });
}
