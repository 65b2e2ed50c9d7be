import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

import { Caller } from "../../graphql/caller.js";
import type { Secret } from "../../runtime/secret.js";
import { type CallerDefaults, Unauthorized, type Authenticator } from "./authenticator.js";
import { readWords } from "./words.js";

const ORGANIZATIONS = "x-caller-orgs";
const SCOPES = "x-caller-scopes";

const STRANGER = new Unauthorized(
  "Only the router may ask: send its secret in the header router-authorization.",
  "RouterSecret",
);
const AMBIGUOUS = new Unauthorized(
  `The headers ${ORGANIZATIONS} and ${SCOPES} may come once each: ` +
    "the router must replace what a client sends under these names, not add to it.",
  "RouterSecret",
);

/** Lets the router in, known by a secret in `router-authorization`, and believes what it says of the caller. */
export function routerSecretAuthenticator(
  secrets: readonly Secret[],
  defaults: CallerDefaults,
): Authenticator {
  const texts = secrets.map((secret) => secret.reveal());
  // Room for one more character of any size: a longer text that begins like a secret does not equal it.
  const width = 4 + Math.max(...texts.map((known) => Buffer.byteLength(known)));
  const known = texts.map((secret) => toWidth(width, secret));
  return {
    admit: ({ headers, rawHeaders }) => {
      const given = toWidth(width, text(headers["router-authorization"]) ?? "");
      // Every secret is compared, so that the time tells nothing of which one nearly matched.
      const matches = known.map((secret) => timingSafeEqual(secret, given));
      if (!matches.includes(true)) return STRANGER;
      return comeTwice(rawHeaders) ? AMBIGUOUS : readCaller(headers, defaults);
    },
  };
}

function readCaller(headers: IncomingHttpHeaders, defaults: CallerDefaults): Caller {
  const organizations = text(headers[ORGANIZATIONS]);
  const scopes = text(headers[SCOPES]);
  return new Caller(
    organizations === undefined ? defaults.organizations : readWords(organizations),
    scopes === undefined ? defaults.scopes : readWords(scopes),
  );
}

/** Node joins headers of one name, so what a client slipped in would add to the router's word. */
function comeTwice(rawHeaders: readonly string[]): boolean {
  return countHeader(rawHeaders, ORGANIZATIONS) > 1 || countHeader(rawHeaders, SCOPES) > 1;
}

/** Names and values take turns in raw headers. */
function countHeader(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const other = rawHeaders[index];
    if (other?.length === name.length && other.toLowerCase() === name) count += 1;
  }
  return count;
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}

/** Gives a text as so many bytes, cut off or filled with zeros: a comparison in constant time needs equal lengths. */
function toWidth(width: number, secret: string): Buffer {
  const bytes = Buffer.alloc(width);
  bytes.write(secret);
  return bytes;
}
