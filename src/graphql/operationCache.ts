import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import {
  type DocumentNode,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  execute,
} from "graphql";
import { LRUCache } from "lru-cache";

import type { Telemetry } from "../runtime/telemetry.js";
import { boundAnswer } from "./limits/answerSize.js";
import { CompiledOperation } from "./compiledOperation.js";
import type { OperationLimits } from "./limits/operationSize.js";
import { VariablesCheck, coerceVariables } from "./limits/variables.js";

/** A GraphQL operation as a request contains it. */
export interface OperationRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export interface OperationCacheOptions {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly telemetry: Pick<Telemetry, "operationAnswered">;
}

/** An operation that Apollo Server has accepted. */
interface CachedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly check: VariablesCheck;
  /** Undefined for operations that only graphql-js can execute. */
  readonly compiled: CompiledOperation | undefined;
}

/** Executes an operation whose variables have been checked. */
export type Execute<Context> = (context: Context) => Promise<FormattedExecutionResult>;

/** Room for the texts of the operations that are kept; parsed they take some fifty times as much. Characters. */
const MAX_TEXT = 512 * 1024;

/** Memory that a compiled field takes, in characters of text. */
const FIELD_SIZE = 10;

/**
 * Operations that Apollo Server has accepted once. They are executed without it from then on:
 * parsing, validation and limits have the same result every time.
 */
export class OperationCache<Context extends BaseContext> {
  readonly #operations = new LRUCache<string, CachedOperation>({
    maxSize: MAX_TEXT,
    sizeCalculation: ({ compiled }, text) => text.length + FIELD_SIZE * (compiled?.size ?? 0),
  });

  constructor(private readonly options: OperationCacheOptions) {}

  /** The plugin by which Apollo Server adds the operations that it accepts. */
  readonly plugin: ApolloServerPlugin<Context> = {
    requestDidStart: () =>
      Promise.resolve({
        executionDidStart: ({ source, document }) => {
          // A cached operation gets here when its variables are at fault, or with a request that only Apollo Server reads.
          const operation = this.#operations.has(source) ? undefined : this.#toCached(document);
          if (operation) this.#operations.set(source, operation);
          return Promise.resolve();
        },
      }),
  };

  /**
   * Returns the function that executes a request; undefined when Apollo Server has to answer, because the operation is
   * not cached yet or its variables are at fault.
   */
  find({ query, variables = {}, operationName }: OperationRequest): Execute<Context> | undefined {
    const cached = this.#operations.get(query);
    if (!cached || (operationName !== undefined && operationName !== cached.operation.name?.value)) return;
    const coerced = coerceVariables(this.options.schema, cached.operation, variables);
    if (!coerced || cached.check.findFault(coerced, variables)) return;
    return (context) => this.#execute(cached, variables, coerced, context);
  }

  async #execute(
    { document, operation, compiled }: CachedOperation,
    variables: Record<string, unknown>,
    coerced: Record<string, unknown>,
    context: Context,
  ): Promise<FormattedExecutionResult> {
    const { schema, limits, telemetry } = this.options;
    const { data = null, errors = [] } = compiled
      ? await compiled.execute(coerced, context)
      : await execute({ schema, document, contextValue: context, variableValues: variables });
    const formatted = errors.map((error) => this.#format(error));
    const whole = formatted.length > 0 ? { errors: formatted, data } : { data };
    const maxBytes = limits.answerBytes;
    const bounded = boundAnswer(whole, { schema, document, operation, maxBytes, context });
    const answer = bounded instanceof Promise ? await bounded : bounded;
    telemetry.operationAnswered({ context, document, operation, errors: answer.errors ?? [] });
    return answer;
  }

  /** Returns the one operation of a document; undefined when it has several. */
  #toCached(document: DocumentNode): CachedOperation | undefined {
    const { schema } = this.options;
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const [operation, other] = operations as OperationDefinitionNode[];
    if (!operation || other) return undefined;
    return {
      document,
      operation,
      check: new VariablesCheck(operation, document, this.options),
      compiled: compile(schema, document, operation),
    };
  }

  /** Formats an error as Apollo Server does. */
  #format(error: GraphQLError): GraphQLFormattedError {
    const { code = "INTERNAL_SERVER_ERROR" } = error.extensions;
    return this.options.formatError({ ...error.toJSON(), extensions: { ...error.extensions, code } }, error);
  }
}

function compile(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
  try {
    return new CompiledOperation(schema, document, operation);
  } catch {
    return undefined;
  }
}
