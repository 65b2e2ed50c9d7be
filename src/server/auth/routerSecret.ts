import { hash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

import { Caller } from "../../graphql/caller.js";
import type { Secret } from "../../runtime/secret.js";
import { type Authenticator, type CallerDefaults, splitList, Unauthorized } from "./authenticator.js";

const ORGANIZATIONS = "x-caller-orgs";
const SCOPES = "x-caller-scopes";

const NO_SECRET = new Unauthorized(
  "Only the router may send requests: send its secret in the header router-authorization.",
  "RouterSecret",
);
const AMBIGUOUS = new Unauthorized(
  `The headers ${ORGANIZATIONS} and ${SCOPES} may come once each: ` +
    "the router must replace what a client sends under these names, not add to it.",
  "RouterSecret",
);

/** Accepts requests with the router's secret in `router-authorization`, and trusts their headers about the caller. */
export function routerSecretAuthenticator(
  secrets: () => readonly Secret[],
  defaults: CallerDefaults,
): Authenticator {
  let known: readonly Secret[] = [];
  let digests: readonly Buffer[] = [];
  return {
    authenticate: ({ headers, rawHeaders }) => {
      const current = secrets();
      if (current !== known) {
        known = current;
        digests = current.map((secret) => digest(secret.reveal()));
      }
      const given = digest(text(headers["router-authorization"]) ?? "");
      // Every secret is compared, so that the time does not reveal which one matched.
      const matches = digests.map((secret) => timingSafeEqual(secret, given));
      if (!matches.includes(true)) return NO_SECRET;
      return isRepeated(rawHeaders) ? AMBIGUOUS : readCaller(headers, defaults);
    },
  };
}

/** A comparison in constant time needs texts of one length, which digests have. */
function digest(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}

function readCaller(headers: IncomingHttpHeaders, defaults: CallerDefaults): Caller {
  const organizations = text(headers[ORGANIZATIONS]);
  const scopes = text(headers[SCOPES]);
  return new Caller(
    organizations === undefined ? defaults.organizations : splitList(organizations),
    scopes === undefined ? defaults.scopes : splitList(scopes),
  );
}

/** Node joins headers of one name, so a header of the client's own would add to the router's. */
function isRepeated(rawHeaders: readonly string[]): boolean {
  return countHeader(rawHeaders, ORGANIZATIONS) > 1 || countHeader(rawHeaders, SCOPES) > 1;
}

/** Returns how often a header comes. Raw headers are names and values in turn. */
export function countHeader(rawHeaders: readonly string[], name: string): number {
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
