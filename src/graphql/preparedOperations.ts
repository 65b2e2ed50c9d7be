import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import {
  execute,
  Kind,
  type DocumentNode,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { LRUCache } from "lru-cache";

import { holdsNestedVariables } from "../scalars/nestedVariables.js";
import { asksForEntities } from "./limits/representations.js";
import type { OperationObserver } from "./operationObserver.js";

/** A GraphQL operation as a request has it. */
export interface OperationRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export interface PreparedOperationsOptions<Context extends BaseContext> {
  readonly schema: GraphQLSchema;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly observe: OperationObserver<Context>;
}

interface Prepared {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Room for the texts of the operations that are kept; parsed they take some fifty times as much. Characters. */
const TEXTS = 512 * 1024;

/**
 * Operations that Apollo Server has let through once, which are executed from then on without asking it again:
 * what it parses, validates and limits is the same every time.
 *
 * An operation whose variables have a say in whether it may be executed is never prepared.
 */
export class PreparedOperations<Context extends BaseContext> {
  readonly #prepared = new LRUCache<string, Prepared>({
    maxSize: TEXTS,
    sizeCalculation: (_, text) => text.length,
  });

  constructor(private readonly options: PreparedOperationsOptions<Context>) {}

  /** Tells what Apollo Server lets through. */
  readonly plugin: ApolloServerPlugin<Context> = {
    requestDidStart: () =>
      Promise.resolve({
        executionDidStart: ({ source, document }) => {
          // A known one comes this way for its faulty variables, or because its request is not a plain one.
          const operation = this.#prepared.has(source) ? undefined : this.#findAllowed(document);
          if (operation) this.#prepared.set(source, { document, operation });
          return Promise.resolve();
        },
      }),
  };

  /**
   * Gives the answer to an operation; undefined, with nothing done, when it is for Apollo Server to give: because the
   * operation is not known yet, or its variables are at fault.
   */
  async execute(
    { query, variables, operationName }: OperationRequest,
    context: Context,
  ): Promise<FormattedExecutionResult | undefined> {
    const prepared = this.#prepared.get(query);
    if (!prepared || (operationName !== undefined && operationName !== prepared.operation.name?.value))
      return;
    const { document, operation } = prepared;
    const { schema } = this.options;
    const { data, errors = [] } = await execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
      // The first sends the operation back to Apollo Server, which tells them all.
      options: { maxCoercionErrors: 1 },
    });
    if (data === undefined) return;
    const formatted = errors.map((error) => this.#format(error));
    this.options.observe({ context, document, operation, errors: formatted });
    return formatted.length > 0 ? { errors: formatted, data } : { data };
  }

  /** Gives the one operation of a document, if whether it may be executed is decided by now. */
  #findAllowed(document: DocumentNode): OperationDefinitionNode | undefined {
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const [operation, other] = operations as OperationDefinitionNode[];
    if (!operation || other || asksForEntities(operation, document)) return undefined;
    return holdsNestedVariables(this.options.schema, document) ? undefined : operation;
  }

  /** Formats an error as Apollo Server does. */
  #format(error: GraphQLError): GraphQLFormattedError {
    const { code = "INTERNAL_SERVER_ERROR" } = error.extensions;
    return this.options.formatError({ ...error.toJSON(), extensions: { ...error.extensions, code } }, error);
  }
}
