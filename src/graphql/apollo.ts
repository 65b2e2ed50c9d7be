import { ApolloServer, type ApolloServerOptions, type BaseContext } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { ApolloServerPluginInlineTrace } from "@apollo/server/plugin/inlineTrace";
import { InMemoryLRUCache } from "@apollo/utils.keyvaluecache";
import type { DocumentNode, GraphQLSchema } from "graphql";

import { createFormatError, type ErrorLog } from "./formatError.js";
import { httpStatus } from "./httpStatus.js";
import type { OperationLimits } from "./limits/limits.js";
import { operationSizeRule } from "./limits/operationSizeRule.js";
import { checkVariables } from "./limits/variablesCheck.js";
import { nestedVariables } from "./nestedVariables.js";
import { noServiceSdlRule } from "./noServiceSdlRule.js";
import { observeOperations, type OperationObserver } from "./operationObserver.js";
import { PreparedOperations } from "./prepared/preparedOperations.js";
import { unmaskFailures } from "./unmaskFailures.js";

export interface ApolloOptions<Context extends BaseContext> {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  /** Whether whoever asks for a trace of an operation (`apollo-federation-include-trace`) gets one. */
  readonly inlineTrace: boolean;
  /** Whether `_service` tells the schema, which is for the router alone. */
  readonly serviceSdl: boolean;
  readonly limits: OperationLimits;
  /** For Apollo Server's own words. */
  readonly logger: NonNullable<ApolloServerOptions<Context>["logger"]>;
  readonly logError: ErrorLog;
  readonly observe: OperationObserver<Context>;
}

/**
 * Room for the parsed documents that are kept, by the length of their JSON; in memory they take several times as
 * much. A router sends some hundred different ones, and strangers' must not fill the memory. Characters.
 */
const DOCUMENTS = 4 * 1024 * 1024;

/** What answers operations: Apollo Server, and without it those that it has let through before. */
export interface Execution<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  readonly prepared: PreparedOperations<Context>;
}

/** Gives an Apollo Server with nothing open that a subgraph does not need, and the operations that it prepares. */
export function createApollo<Context extends BaseContext>(
  options: ApolloOptions<Context>,
): Execution<Context> {
  const { limits, observe, schema } = options;
  const formatError = createFormatError(options.logError);
  const prepared = new PreparedOperations<Context>({
    schema,
    limits,
    formatError,
    observe,
  });
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: options.introspection,
    formatError,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    documentStore: new InMemoryLRUCache<DocumentNode>({ maxSize: DOCUMENTS }),
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: limits.tokens },
    validationOptions: { maxErrors: limits.errors },
    executionOptions: { maxCoercionErrors: limits.errors },
    validationRules: [operationSizeRule(limits), ...(options.serviceSdl ? [] : [noServiceSdlRule])],
    logger: options.logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      options.inlineTrace
        ? ApolloServerPluginInlineTrace({ includeErrors: { masked: true } })
        : ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      checkVariables({ schema, limits }),
      nestedVariables,
      httpStatus,
      unmaskFailures,
      observeOperations(observe),
      prepared.plugin,
    ],
  });
  return { apollo, prepared };
}
