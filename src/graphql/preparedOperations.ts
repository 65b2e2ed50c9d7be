import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import {
  Kind,
  type DocumentNode,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import type { CompiledQuery } from "graphql-jit";
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
  /** Made when the operation comes again, because many never do; null where that cannot be done. */
  compiled?: Promise<CompiledQuery | null>;
}

/** Room for the texts of the operations that are kept; parsed and compiled they take some fifty times as much. Characters. */
const TEXTS = 512 * 1024;

/**
 * Operations that Apollo Server has let through once, which are compiled and executed from then on without asking
 * it again: what it parses, validates and limits is the same every time.
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
          // A known one comes this way for its faulty variables; it need not be compiled again for them.
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
    const compiled = await (prepared.compiled ??= compile(this.options.schema, document));
    if (!compiled) return;
    const { data, errors = [] } = await compiled.query(undefined, context, variables);
    if (data === undefined) return;
    const formatted = errors.map((error) => this.#format(complete(error)));
    this.options.observe({ context, document, operation, errors: formatted });
    return formatted.length > 0 ? { errors: formatted, data } : { data };
  }

  /** Gives the one operation of a document, if whether it may be executed is decided by now. */
  #findAllowed(document: DocumentNode): OperationDefinitionNode | undefined {
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const [operation, other] = operations as OperationDefinitionNode[];
    if (!operation || other || asksForEntities(operation, document)) return undefined;
    // Null in place of a default is refused only where it arrives, and graphql-jit does not look there.
    if (operation.variableDefinitions?.some(({ defaultValue }) => defaultValue)) return undefined;
    return holdsNestedVariables(this.options.schema, document) ? undefined : operation;
  }

  /** Formats an error as Apollo Server does. */
  #format(error: GraphQLError): GraphQLFormattedError {
    const { code = "INTERNAL_SERVER_ERROR" } = error.extensions;
    return this.options.formatError({ ...error.toJSON(), extensions: { ...error.extensions, code } }, error);
  }
}

async function compile(schema: GraphQLSchema, document: DocumentNode): Promise<CompiledQuery | null> {
  // Loaded here, because it is a tenth of the time that the program takes to start.
  const { compileQuery, isCompiledQuery } = await import("graphql-jit");
  const compiled = compileQuery(schema, document);
  return isCompiledQuery(compiled) ? compiled : null;
}

/** Adds what GraphQL's own errors always have, and graphql-jit leaves out where it would be empty. */
function complete(error: GraphQLError): GraphQLError {
  const { extensions = {} } = error as Partial<GraphQLError>;
  return Object.create(error, { extensions: { value: extensions } }) as GraphQLError;
}
