import {
  GraphQLError,
  Kind,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** How often an operation names each of those variables that it names more than once. */
export type RepeatedVariables = ReadonlyMap<string, number>;

/** Finds the variables that an operation, or any fragment beside it, names more than once. */
export function findRepeatedVariables(
  { selectionSet }: OperationDefinitionNode,
  { definitions }: DocumentNode,
): RepeatedVariables {
  const uses = new Map<string, number>();
  const count = (selections: SelectionSetNode) =>
    visit(selections, {
      Variable: ({ name }) => void uses.set(name.value, (uses.get(name.value) ?? 0) + 1),
    });
  count(selectionSet);
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) count(definition.selectionSet);
  return new Map([...uses].filter(([, times]) => times > 1));
}

/**
 * Gives why such variables, as execution will see them, are too much; undefined when they are not.
 *
 * A list may name one variable a thousand times: a request of a few kilobytes would ask for the work of as many
 * megabytes, and get them as its answer.
 */
export function findRepetitionFault(
  repeated: RepeatedVariables,
  variables: Readonly<Record<string, unknown>>,
  max: number,
): GraphQLError | undefined {
  let length = 0;
  for (const [name, times] of repeated) length += times * JSON.stringify(variables[name] ?? null).length;
  if (length <= max) return undefined;
  return new GraphQLError(
    `The variables that the operation names more than once come to ${length} characters; at most ${max} are allowed. Ask in parts.`,
    { extensions: { code: "BAD_USER_INPUT", limit: "repeatedText", max, http: { status: 400 } } },
  );
}
