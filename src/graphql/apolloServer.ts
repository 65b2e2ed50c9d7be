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

import type { Telemetry } from "../runtime/telemetry.js";
import { createFormatError } from "./errors.js";
import { boundAnswers } from "./limits/answerSize.js";
import { idNumbersRule } from "./limits/idNumbers.js";
import { boundLists } from "./limits/listItems.js";
import { type OperationLimits, operationSizeRule } from "./limits/operationSize.js";
import { checkVariables } from "./limits/variables.js";
import { OperationCache } from "./operationCache.js";
import {
  httpStatus,
  noPrototypeNamesRule,
  noServiceSdlRule,
  observeOperations,
  unmaskFailures,
} from "./plugins.js";

export interface ApolloOptions<Context extends BaseContext> {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  /** Whether a request may ask for a trace of its operation (`apollo-federation-include-trace`). */
  readonly inlineTrace: boolean;
  /** Whether `_service` returns the schema: only the router may see it. */
  readonly serviceSdl: boolean;
  readonly limits: OperationLimits;
  /** Whether operations that Apollo Server has accepted once are executed without it from then on. */
  readonly operationCache: boolean;
  /** For messages of Apollo Server itself. */
  readonly logger: NonNullable<ApolloServerOptions<Context>["logger"]>;
  readonly telemetry: Telemetry;
}

/**
 * Size of the cache of parsed documents, by the length of their texts: each keeps its text, and comments take as much memory
 * as words. In memory they take some fifty times as much. A router sends some hundred different documents; documents of
 * other clients must not fill the memory. Characters.
 */
const MAX_DOCUMENTS_LENGTH = 256 * 1024;

/** The parts that answer operations. */
export interface Execution<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  /** Answers operations that Apollo Server has accepted before; undefined when it is off. */
  readonly operationCache: OperationCache<Context> | undefined;
}

/** Returns an Apollo Server with only the features that a subgraph needs, and the cache of its operations. */
export function createApollo<Context extends BaseContext>(
  options: ApolloOptions<Context>,
): Execution<Context> {
  const { limits, schema, telemetry } = options;
  const formatError = createFormatError(telemetry);
  boundLists(schema, limits.answerBytes);
  const operationCache = options.operationCache
    ? new OperationCache<Context>({ schema, limits, formatError, telemetry })
    : undefined;
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: options.introspection,
    formatError,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    documentStore: new InMemoryLRUCache<DocumentNode>({
      maxSize: MAX_DOCUMENTS_LENGTH,
      sizeCalculation: ({ loc }) => loc?.source.body.length ?? MAX_DOCUMENTS_LENGTH,
    }),
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxLexicalTokens: limits.tokens },
    validationOptions: { maxErrors: limits.errors },
    executionOptions: { maxCoercionErrors: limits.errors },
    validationRules: [
      operationSizeRule(limits),
      noPrototypeNamesRule,
      idNumbersRule,
      ...(options.serviceSdl ? [] : [noServiceSdlRule]),
    ],
    logger: options.logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      options.inlineTrace
        ? ApolloServerPluginInlineTrace({ includeErrors: { masked: true } })
        : ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      checkVariables({ schema, limits }),
      httpStatus,
      unmaskFailures,
      boundAnswers({ schema, maxBytes: limits.answerBytes }),
      observeOperations(telemetry),
      ...(operationCache ? [operationCache.plugin] : []),
    ],
  });
  return { apollo, operationCache };
}
