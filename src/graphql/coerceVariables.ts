import { getVariableValues, type GraphQLSchema, type OperationDefinitionNode } from "graphql";

/** Gives an operation's variables as execution sees them; undefined when one is at fault, which execution tells. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  return getVariableValues(schema, operation.variableDefinitions ?? [], inputs, { maxErrors: 1 }).coerced;
}
