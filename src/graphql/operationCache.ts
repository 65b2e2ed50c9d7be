import type { Telemetry } from "../runtime/telemetry.js";
import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import {
  type DocumentNode,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  execute,
} from "graphql";
import { LRUCache } from "lru-cache";

import { KnownResult, CompiledOperation, respectKnownResults } from "./compiledOperation.js";
import type { OperationLimits } from "./limits/operationSize.js";
import { VariablesCheck, coerceVariables } from "./limits/variables.js";

/** A GraphQL operation as a request has it. */
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

interface Prepared {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly check: VariablesCheck;
  /** For most operations: the others have conditions, introspection or more than one root field. */
  readonly plan: CompiledOperation | undefined;
}

type Variables = Record<string, unknown>;

/** Room for the texts of the operations that are kept; parsed they take some fifty times as much. Characters. */
const TEXTS = 512 * 1024;

/** What a planned field takes, in characters of text. */
const FIELD = 10;

/**
 * Operations that Apollo Server has let through once, which are executed from then on without asking it again:
 * what it parses, validates and limits is the same every time, and so is most of what execution looks at.
 */
export class OperationCache<Context extends BaseContext> {
  readonly #prepared = new LRUCache<string, Prepared>({
    maxSize: TEXTS,
    sizeCalculation: ({ plan }, text) => text.length + FIELD * (plan?.size ?? 0),
  });

  constructor(private readonly options: OperationCacheOptions) {
    respectKnownResults(options.schema);
  }

  /** Tells what Apollo Server lets through. */
  readonly plugin: ApolloServerPlugin<Context> = {
    requestDidStart: () =>
      Promise.resolve({
        executionDidStart: ({ source, document }) => {
          // A known one comes this way for its faulty variables, or because its request is not a plain one.
          const prepared = this.#prepared.has(source) ? undefined : this.#prepare(document);
          if (prepared) this.#prepared.set(source, prepared);
          return Promise.resolve();
        },
      }),
  };

  /**
   * Gives the answer to an operation; undefined, with nothing done, when it is for Apollo Server to give: because the
   * operation is not known yet, or its variables are at fault.
   */
  async execute(
    { query, variables = {}, operationName }: OperationRequest,
    context: Context,
  ): Promise<FormattedExecutionResult | undefined> {
    const prepared = this.#prepared.get(query);
    if (!prepared || (operationName !== undefined && operationName !== prepared.operation.name?.value))
      return;
    const { document, operation, check } = prepared;
    const { schema, telemetry } = this.options;
    // A fault sends the operation back to Apollo Server, which tells them all.
    const coerced = coerceVariables(schema, operation, variables);
    if (!coerced || check.findFault(coerced)) return;
    const { data, errors = [] } = await this.#run(prepared, { variables, coerced, context });
    if (data === undefined) return;
    const formatted = errors.map((error) => this.#format(error));
    telemetry.operationAnswered({ context, document, operation, errors: formatted });
    return formatted.length > 0 ? { errors: formatted, data } : { data };
  }

  /** By its plan as long as all goes well; whatever is out of the ordinary is for graphql-js to put into words. */
  async #run(
    { document, plan }: Prepared,
    { variables, coerced, context }: { variables: Variables; coerced: Variables; context: Context },
  ): Promise<ExecutionResult> {
    const asked = plan && attempt(() => plan.ask(coerced, context));
    try {
      if (asked) {
        const value = await asked.result;
        return { data: asked.complete(Array.isArray(value) ? await Promise.all<unknown>(value) : value) };
      }
    } catch {
      // Whatever it was, graphql-js comes upon it again.
    }
    return execute({
      schema: this.options.schema,
      document,
      rootValue: asked && new KnownResult(asked.result),
      contextValue: context,
      variableValues: variables,
    });
  }

  /** Gives the one operation of a document, if its variables have no say that is not looked at for each request. */
  #prepare(document: DocumentNode): Prepared | undefined {
    const { schema } = this.options;
    const operations = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    const [operation, other] = operations as OperationDefinitionNode[];
    if (!operation || other) return undefined;
    const plan = attempt(() => new CompiledOperation(schema, document, operation));
    return { document, operation, check: new VariablesCheck(operation, document, this.options), plan };
  }

  /** Formats an error as Apollo Server does. */
  #format(error: GraphQLError): GraphQLFormattedError {
    const { code = "INTERNAL_SERVER_ERROR" } = error.extensions;
    return this.options.formatError({ ...error.toJSON(), extensions: { ...error.extensions, code } }, error);
  }
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
