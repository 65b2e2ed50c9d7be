/** The codes of errors that are meant for clients; an error with any other is an incident. */
export const CLIENT_CODES: ReadonlySet<unknown> = new Set([
  ...["BAD_REQUEST", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "OPERATION_RESOLUTION_FAILURE"],
  ...["PERSISTED_QUERY_NOT_FOUND", "PERSISTED_QUERY_NOT_SUPPORTED"],
  ...["BAD_USER_INPUT", "FORBIDDEN", "ENOS_UNAVAILABLE", "ENOS_REFUSED"],
]);
