import { ApolloServer, type ApolloServerPlugin, type BaseContext } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { ApolloServerPluginInlineTrace } from "@apollo/server/plugin/inlineTrace";
import type { GraphQLSchema } from "graphql";

import { createFormatError, type ErrorLog } from "./formatError.js";
import { httpStatus } from "./httpStatus.js";
import { nestedVariables } from "./nestedVariables.js";

export interface ApolloOptions<Context extends BaseContext> {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  /** Whether whoever may ask may also have traces within answers: only the router should. */
  readonly inlineTraces: boolean;
  readonly logError: ErrorLog;
  readonly plugins?: readonly ApolloServerPlugin<Context>[];
}

/** Gives an Apollo Server with nothing open that a subgraph does not need. */
export function createApollo<Context extends BaseContext>(
  options: ApolloOptions<Context>,
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema: options.schema,
    introspection: options.introspection,
    formatError: createFormatError(options.logError),
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      options.inlineTraces
        ? ApolloServerPluginInlineTrace({ includeErrors: { masked: true } })
        : ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      nestedVariables,
      httpStatus,
      ...(options.plugins ?? []),
    ],
  });
}
