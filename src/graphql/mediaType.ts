import Negotiator from "negotiator";

const JSON_TYPE = "application/json";
const RESPONSE_TYPE = "application/graphql-response+json";

/** Media types that an answer can have; their charset is UTF-8. */
export type MediaType = typeof JSON_TYPE | typeof RESPONSE_TYPE;

/** All that a client may name to get one of them. The first wins where a client does not mind. */
const OFFERED = [JSON_TYPE, RESPONSE_TYPE].flatMap((type) => [type, `${type}; charset=utf-8`]);

/**
 * Returns the media type that a client wants most of those an answer can have; undefined when it accepts none.
 *
 * @see RFC 9110, section 12.5.1, "Accept"
 */
export function negotiateMediaType(accept: string | undefined): MediaType | undefined {
  if (!accept || accept === "*/*" || accept === JSON_TYPE) return JSON_TYPE;
  const [best] = new Negotiator({ headers: { accept } }).mediaTypes(OFFERED);
  if (best === undefined) return undefined;
  return best.startsWith(RESPONSE_TYPE) ? RESPONSE_TYPE : JSON_TYPE;
}

/** Returns the media type of an answer that is given in any case: JSON when the client accepts nothing. */
export function preferredMediaType(accept: string | undefined): MediaType {
  return negotiateMediaType(accept) ?? JSON_TYPE;
}

/**
 * Returns the HTTP status under which a client reads why its request is at fault: 200 for `application/json`, because
 * gateways take a subgraph's 400 for a broken transport and drop the errors in it.
 *
 * @see GraphQL over HTTP, "application/json"
 */
export function statusOfFault(accept: string | undefined): 200 | 400 {
  return preferredMediaType(accept) === JSON_TYPE ? 200 : 400;
}
