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

import { Dictionary } from "../../scalars/dictionary.js";
import type { OperationLimits } from "./operationSize.js";
import { findIdNumbersFault, keepNumbersText } from "./idNumbers.js";
import { findEntities, findRepresentationsFault } from "./representations.js";

export interface VariablesCheckOptions {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
}

/** Checks the variables of an operation against the limits that its document alone cannot show. */
export class VariablesCheck {
  readonly #entities: readonly FieldNode[];
  readonly #repeated: RepeatedVariables;

  constructor(
    private readonly operation: OperationDefinitionNode,
    document: DocumentNode,
    private readonly options: VariablesCheckOptions,
  ) {
    this.#entities = findEntities(operation, document);
    this.#repeated = findRepeatedVariables(operation, document);
  }

  /**
   * Returns why the operation must not be executed with these variables.
   *
   * @param variables as graphql-js has coerced them
   * @param sent as the request has them
   */
  findFault(
    variables: Readonly<Record<string, unknown>>,
    sent: Readonly<Record<string, unknown>>,
  ): GraphQLError | undefined {
    const { schema, limits } = this.options;
    return (
      findIdNumbersFault(schema, this.operation, this.#entities, sent) ??
      findRepetitionFault(this.#repeated, variables, limits.repeatedText) ??
      findRepresentationsFault(this.#entities, variables, { schema, max: limits.representations })
    );
  }
}

/** Makes Apollo Server refuse operations whose variables ask for too much. */
export function checkVariables(options: VariablesCheckOptions): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ operation, document, request }) => {
          // As execution will see them: a variable that was not sent may have a default.
          const { variables = {}, http } = request;
          const coerced = operation && coerceVariables(options.schema, operation, variables);
          const text = http?.method === "GET" ? new URLSearchParams(http.search).get("variables") : null;
          if (text !== null) keepNumbersText(variables, text, "variables");
          // Execution refuses the whole operation for variables at fault.
          const fault =
            coerced && new VariablesCheck(operation, document, options).findFault(coerced, variables);
          if (fault) throw fault;
          return Promise.resolve();
        },
      }),
  };
}

/** How often an operation uses each variable that it uses more than once. */
export type RepeatedVariables = ReadonlyMap<string, number>;

/** Returns the variables that an operation and all fragments of its document use more than once. */
function findRepeatedVariables(
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
 * Returns why variables that are used more than once are too long together; undefined when they are not.
 *
 * A list may name one variable a thousand times: a request of a few kilobytes would cause the work, and the answer, of
 * as many megabytes.
 */
function findRepetitionFault(
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
    `The variables that the operation names more than once come to ${length} characters; at most ${max} are allowed. Split the request.`,
    { extensions: { code: "BAD_USER_INPUT", limit: "repeatedText", max, http: { status: 400 } } },
  );
}

/** Returns an operation's variables as graphql-js coerces them; undefined when one of them is invalid. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const definitions = operation.variableDefinitions ?? [];
  const { coerced } = getVariableValues(schema, definitions, inputs, { maxErrors: 1 });
  // Names such as `toString` are found in objects with a prototype, whether there is such a variable or not.
  return coerced && Object.assign(new Dictionary(), coerced);
}
