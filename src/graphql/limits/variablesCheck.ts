import type { ApolloServerPlugin } from "@apollo/server";
import type { DocumentNode, FieldNode, GraphQLError, GraphQLSchema, OperationDefinitionNode } from "graphql";

import { coerceVariables } from "../coerceVariables.js";
import type { OperationLimits } from "./limits.js";
import { findRepeatedVariables, findRepetitionFault, type RepeatedVariables } from "./repeatedVariables.js";
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
