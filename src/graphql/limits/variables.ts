import type { ApolloServerPlugin } from "@apollo/server";
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  getVariableValues,
  visit,
} from "graphql";

import type { OperationLimits } from "./operationSize.js";
import { findEntities, findRepresentationsFault } from "./representations.js";

export interface VariablesCheckOptions {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
}

/** Holds to the limits what an operation asks for by its variables, of which its document does not tell. */
export class VariablesCheck {
  readonly #entities: readonly FieldNode[];
  readonly #repeated: RepeatedVariables;

  constructor(
    operation: OperationDefinitionNode,
    document: DocumentNode,
    private readonly options: VariablesCheckOptions,
  ) {
    this.#entities = findEntities(operation, document);
    this.#repeated = findRepeatedVariables(operation, document);
  }

  /** Gives why the operation must not be executed with such variables, as execution will see them. */
  findFault(variables: Readonly<Record<string, unknown>>): GraphQLError | undefined {
    const { schema, limits } = this.options;
    return (
      findRepetitionFault(this.#repeated, variables, limits.repeatedText) ??
      findRepresentationsFault(this.#entities, variables, { schema, max: limits.representations })
    );
  }
}

/** Has Apollo Server refuse operations whose variables ask for too much. */
export function checkVariables(options: VariablesCheckOptions): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ operation, document, request }) => {
          // As execution will see them: a variable that was not sent may have a default.
          const coerced = operation && coerceVariables(options.schema, operation, request.variables ?? {});
          // Execution refuses the whole operation for variables at fault.
          const fault = coerced && new VariablesCheck(operation, document, options).findFault(coerced);
          if (fault) throw fault;
          return Promise.resolve();
        },
      }),
  };
}

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
  for (const [name, times] of repeated) {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    length += times * JSON.stringify(value ?? null).length;
  }
  if (length <= max) return undefined;
  return new GraphQLError(
    `The variables that the operation names more than once come to ${length} characters; at most ${max} are allowed. Ask in parts.`,
    { extensions: { code: "BAD_USER_INPUT", limit: "repeatedText", max, http: { status: 400 } } },
  );
}

/** Gives an operation's variables as execution sees them; undefined when one is at fault, which execution tells. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const definitions = operation.variableDefinitions ?? [];
  const { coerced } = getVariableValues(schema, definitions, inputs, { maxErrors: 1 });
  // Names such as `toString` are found in objects with a prototype, whether there is such a variable or not.
  return coerced && (Object.assign(Object.create(null), coerced) as Record<string, unknown>);
}
