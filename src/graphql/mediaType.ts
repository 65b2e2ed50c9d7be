import Negotiator from "negotiator";

const JSON_TYPE = "application/json";
const RESPONSE_TYPE = "application/graphql-response+json";

/** Media types that an answer can have; their charset is UTF-8. */
export type MediaType = typeof JSON_TYPE | typeof RESPONSE_TYPE;

/** The values of `accept` that select one of them. The first is used when a client has no preference. */
const OFFERED = [JSON_TYPE, RESPONSE_TYPE].flatMap((type) => [type, `${type}; charset=utf-8`]);

/**
 * Returns the client's preferred media type among those of answers; undefined when it accepts none of them.
 *
 * @see RFC 9110, section 12.5.1, "Accept"
 */
export function negotiateMediaType(accept: string | undefined): MediaType | undefined {
  if (!accept || accept === "*/*" || accept === JSON_TYPE) return JSON_TYPE;
  const [best] = new Negotiator({ headers: { accept } }).mediaTypes(OFFERED);
  if (best === undefined) return undefined;
  return best.startsWith(RESPONSE_TYPE) ? RESPONSE_TYPE : JSON_TYPE;
}

/** Returns the media type of an answer that must be sent in any case: JSON when the client accepts no type of answers. */
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
