import { randomUUID } from "node:crypto";

import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError, isValueNode } from "graphql";

import type { Telemetry } from "../runtime/telemetry.js";
import { problemsOf, withoutSuggestion } from "./errorProblems.js";

/**
 * Returns Apollo Server's `formatError`: an error that is meant for clients passes; any other becomes an incident
 * ID, under which the log has the error.
 */
export function createFormatError(telemetry: Pick<Telemetry, "incident">) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const own = unwrapResolverError(error);
    const problems = own instanceof GraphQLError ? problemsOf(own) : undefined;
    const told = problems && { problems };
    if (hasOwnProblems(error) || isAboutVariables(error) || isAboutArgument(error))
      return forClients(formatted, { code: "BAD_USER_INPUT", ...told });
    if (isForClients(formatted, error)) return forClients(formatted, told);
    const incidentId = randomUUID();
    telemetry.incident({ incidentId, error: unwrapResolverError(error) });
    const { path, locations } = formatted;
    return {
      message: `Something went wrong here, not in your request. Quote the incident ${incidentId}.`,
      ...(locations && { locations }),
      ...(path && { path }),
      extensions: { code: "INTERNAL_SERVER_ERROR", incidentId },
    };
  };
}

/** Returns whether an error is for clients: about a fault of the request, or thrown by a resolver as a `GraphQLError`. */
function isForClients(formatted: GraphQLFormattedError, error: unknown): boolean {
  return unwrapResolverError(error) instanceof GraphQLError && CLIENT_CODES.has(formatted.extensions?.code);
}

/** Returns whether a scalar or a resolver has listed the faults of a value. */
function hasOwnProblems(error: unknown): boolean {
  const own = unwrapResolverError(error);
  return own instanceof GraphQLError && own.extensions.problems !== undefined;
}

/** Returns whether an error is about variables. Only one such error of graphql-js has no place: that there are too many faults. */
function isAboutVariables(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.originalError) return false;
  return error.path === undefined && error.extensions.code === undefined;
}

/**
 * Returns whether an error is about an argument that only execution could check, such as null for a variable with a
 * default. No other error of graphql-js points at a value.
 */
function isAboutArgument(error: unknown): boolean {
  const own = unwrapResolverError(error);
  if (!(own instanceof GraphQLError) || own.extensions.code !== undefined) return false;
  const [node] = own.nodes ?? [];
  return node !== undefined && isValueNode(node);
}

/** Characters of a message: graphql-js quotes values in full, and states the fault at the end. */
const MAX_HEAD = 300;
const MAX_TAIL = 900;

function shortenMiddle(message: string): string {
  if (message.length <= MAX_HEAD + MAX_TAIL) return message;
  return `${message.slice(0, MAX_HEAD)} … ${message.slice(-MAX_TAIL)}`;
}

/** graphql-js quotes keys unchanged: a lone surrogate in a key would make the answer invalid UTF-8. */
function forClients(
  formatted: GraphQLFormattedError,
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLFormattedError {
  return {
    ...formatted,
    message: shortenMiddle(withoutSuggestion(formatted.message)).toWellFormed(),
    extensions: { ...formatted.extensions, ...extensions },
  };
}

/** The codes of errors that are meant for clients; an error with any other is an incident. */
export const CLIENT_CODES: ReadonlySet<unknown> = new Set([
  ...["BAD_REQUEST", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "OPERATION_RESOLUTION_FAILURE"],
  ...["PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_SUPPORTED"],
  ...["BAD_USER_INPUT", "FORBIDDEN", "ENOS_UNAVAILABLE", "ENOS_REFUSED", "ANSWER_TOO_LARGE"],
]);
