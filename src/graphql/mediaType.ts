const JSON_TYPE = "application/json";
const RESPONSE_TYPE = "application/graphql-response+json";

/** Gives the media type of an answer for an `accept` header; the first it names wins. */
export function preferredMediaType(accept = ""): string {
  const response = accept.indexOf(RESPONSE_TYPE);
  const json = accept.indexOf(JSON_TYPE);
  return response >= 0 && (json < 0 || response < json) ? RESPONSE_TYPE : JSON_TYPE;
}

/**
 * Gives the HTTP status under which a client reads why its request is at fault: 200 for `application/json`,
 * because gateways take a subgraph's 400 for a broken transport and drop the errors in it.
 *
 * @see GraphQL over HTTP, "application/json"
 */
export function statusOfFault(accept = ""): 200 | 400 {
  return preferredMediaType(accept) === JSON_TYPE ? 200 : 400;
}
