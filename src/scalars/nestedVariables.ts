import {
  getDirectiveValues,
  getVariableValues,
  GraphQLError,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import type { Variables } from "./literal.js";
import { nestedLiterals, type NestedLiteral } from "./nestedLiterals.js";

/**
 * Gives the faults of scalar literals that name variables, such as `{ defaultValue: $name }`, in the
 * scalars' own words; `inputs` are the request's variables as they came.
 *
 * Validation has no variables to judge such literals by, and execution swallows what a scalar says: the
 * client would read "Argument has invalid value", without a code. Ask between the two.
 */
export function findNestedVariableFaults(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  inputs: Variables,
): GraphQLError[] {
  const literals = nestedLiterals(schema, operation);
  if (literals.length === 0) return [];
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], inputs);
  if (coerced === undefined) return [];
  return literals.flatMap((literal) => (isLeftOut(literal, coerced) ? [] : judge(literal, coerced)));
}

function judge({ scalar, node }: NestedLiteral, variables: Variables): GraphQLError[] {
  try {
    scalar.parseLiteral(node, variables);
    return [];
  } catch (error) {
    return error instanceof GraphQLError ? [error] : [];
  }
}

function isLeftOut({ selections }: NestedLiteral, variables: Variables): boolean {
  return selections.some((selection) => {
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
    return skip?.if === true || include?.if === false;
  });
}
