import { hash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

import { Caller } from "../graphql/caller.js";
import type { Secret } from "../secret.js";
import { Denial, type CallerDefaults, type Guard } from "./guard.js";
import { readWords } from "./words.js";

const ORGANIZATIONS = "x-caller-orgs";
const SCOPES = "x-caller-scopes";

const STRANGER = new Denial(
  "Only the router may ask: send its secret in the header router-authorization.",
  "RouterSecret",
);
const AMBIGUOUS = new Denial(
  `The headers ${ORGANIZATIONS} and ${SCOPES} may come once each: ` +
    "the router must replace what a client sends under these names, not add to it.",
  "RouterSecret",
);

/** Lets the router in, known by a secret in `router-authorization`, and believes what it says of the caller. */
export function secretGuard(secrets: readonly Secret[], defaults: CallerDefaults): Guard {
  const digests = secrets.map((secret) => digest(secret.reveal()));
  return {
    admit: ({ headers, rawHeaders }) => {
      const given = digest(text(headers["router-authorization"]) ?? "");
      // Every secret is compared, so that the time tells nothing of which one nearly matched.
      const matches = digests.map((known) => timingSafeEqual(known, given));
      if (!matches.includes(true)) return Promise.resolve(STRANGER);
      return Promise.resolve(comeTwice(rawHeaders) ? AMBIGUOUS : readCaller(headers, defaults));
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
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  return [ORGANIZATIONS, SCOPES].some((name) => names.indexOf(name) !== names.lastIndexOf(name));
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}

/** Digests are of one length, which a comparison in constant time needs. */
function digest(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}
