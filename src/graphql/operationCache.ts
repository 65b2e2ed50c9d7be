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

/** A cached operation with variables that have been checked. */
export interface CheckedOperation<Context> {
  readonly execute: (context: Context) => Promise<FormattedExecutionResult>;
  /** Reports the answer to the telemetry. Call it when the answer is on its way: it takes a tenth of the request's time. */
  readonly report: (context: Context, answer: FormattedExecutionResult) => void;
}

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
          // A cached operation gets here when its variables are at fault, or when the request is a GET, has
          // extensions or asks for a trace.
          const operation = this.#operations.has(source) ? undefined : this.#toCached(document);
          if (operation) this.#operations.set(source, operation);
          return Promise.resolve();
        },
      }),
  };

  /**
   * Returns a request's operation; undefined when Apollo Server has to answer, because the operation is not cached yet or
   * its variables are at fault.
   */
  find({ query, variables = {}, operationName }: OperationRequest): CheckedOperation<Context> | undefined {
    const cached = this.#operations.get(query);
    if (!cached || (operationName !== undefined && operationName !== cached.operation.name?.value)) return;
    const coerced = coerceVariables(this.options.schema, cached.operation, variables);
    if (!coerced || cached.check.findFault(coerced, variables)) return;
    const { document, operation } = cached;
    return {
      execute: (context) => this.#execute(cached, variables, coerced, context),
      report: (context, { errors = [] }) => {
        this.options.telemetry.operationAnswered({ context, document, operation, errors });
      },
    };
  }

  async #execute(
    { document, operation, compiled }: CachedOperation,
    variables: Record<string, unknown>,
    coerced: Record<string, unknown>,
    context: Context,
  ): Promise<FormattedExecutionResult> {
    const { schema, limits } = this.options;
    const { data = null, errors = [] } = compiled
      ? await compiled.execute(coerced, context)
      : await execute({ schema, document, contextValue: context, variableValues: variables });
    const formatted = errors.map((error) => this.#format(error));
    const whole = formatted.length > 0 ? { errors: formatted, data } : { data };
    const maxBytes = limits.answerBytes;
    return boundAnswer(whole, { schema, document, operation, maxBytes, context });
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
