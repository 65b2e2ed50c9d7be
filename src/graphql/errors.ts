import type { Telemetry } from "../runtime/telemetry.js";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError, isValueNode } from "graphql";
import { randomUUID } from "node:crypto";

/**
 * Gives Apollo Server's `formatError`: an error that is meant for clients passes, any other becomes an incident
 * ID under which the log has the whole story.
 */
export function createFormatError(telemetry: Pick<Telemetry, "incident">) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const problems = placeProblems(error);
    if (problems) return forClients(formatted, { code: "BAD_USER_INPUT", problems });
    if (isAboutVariables(error) || isAboutArgument(error))
      return forClients(formatted, { code: "BAD_USER_INPUT" });
    if (isForClients(formatted, error)) return forClients(formatted);
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

/** What graphql-js and Apollo Server find wrong with a request, and what a resolver throws as a `GraphQLError`. */
function isForClients(formatted: GraphQLFormattedError, error: unknown): boolean {
  return unwrapResolverError(error) instanceof GraphQLError && CLIENT_CODES.has(formatted.extensions?.code);
}

/** The one thing graphql-js says of a request without a place: that it has more faults than are worth telling. */
function isAboutVariables(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || error.originalError) return false;
  return error.path === undefined && error.extensions.code === undefined;
}

/**
 * What graphql-js says of an argument whose value only execution could judge: null for a variable that has a
 * default, say. Nobody else points at a value.
 */
function isAboutArgument(error: unknown): boolean {
  const own = unwrapResolverError(error);
  if (!(own instanceof GraphQLError) || own.extensions.code !== undefined) return false;
  const [node] = own.nodes ?? [];
  return node !== undefined && isValueNode(node);
}

/** How graphql-js begins what it adds to a misspelt name. */
const SUGGESTION = " Did you mean ";

/**
 * Takes names of the schema out of a message. Apollo Server's `hideSchemaDetailsFromClientErrors` does so by a regular
 * expression, which a value that is full of such beginnings keeps busy for seconds.
 */
function withoutSuggestion(message: string): string {
  const start = message.lastIndexOf(SUGGESTION);
  const isLast = start >= 0 && message.indexOf("?", start) === message.length - 1;
  return isLast ? message.slice(0, start) : message;
}

/** graphql-js quotes keys as they came; half a character in one would make the answer no UTF-8. */
function forClients(
  formatted: GraphQLFormattedError,
  extensions: Readonly<Record<string, unknown>> = {},
): GraphQLFormattedError {
  return {
    ...formatted,
    message: withoutSuggestion(formatted.message).toWellFormed(),
    extensions: { ...formatted.extensions, ...extensions },
  };
}

/** The codes of errors that are meant for clients; an error with any other is an incident. */
export const CLIENT_CODES: ReadonlySet<unknown> = new Set([
  ...["BAD_REQUEST", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "OPERATION_RESOLUTION_FAILURE"],
  ...["PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_SUPPORTED"],
  ...["BAD_USER_INPUT", "FORBIDDEN", "ENOS_UNAVAILABLE", "ENOS_REFUSED"],
]);

/** A fault that a scalar found, with its place. */
interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What graphql-js says last of a variable before the scalar's own words: ` at "inputs[1].deviceTags"`. */
const PLACE = / at "\w+((?:\.\w+|\[\d+\])+)"$/;
const STEP = /\.(\w+)|\[(\d+)\]/g;

/**
 * Gives the problems that a scalar found in a variable, each with its whole path in the variable's value; undefined where
 * there are none.
 *
 * A scalar knows its own part of the value only, and graphql-js tells where that stands in its message alone.
 */
export function placeProblems(error: unknown): Problem[] | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const problems = error.extensions.problems as readonly Problem[] | undefined;
  const place = readPlace(error);
  return problems?.map(({ path, message }) => ({ path: [...place, ...path], message }));
}

function readPlace({ message, originalError }: GraphQLError): (string | number)[] {
  if (!originalError) return [];
  const [, place = ""] = PLACE.exec(message.slice(0, -`; ${originalError.message}`.length)) ?? [];
  return Array.from(place.matchAll(STEP), ([, name, index]) => name ?? Number(index));
}
