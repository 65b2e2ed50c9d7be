import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

import { Caller } from "../graphql/caller.js";
import type { Secret } from "../secret.js";

/** Decides who gets in and as whom. */
export interface Guard {
  /** Gives the caller on whose behalf a request is made; undefined when it must not be answered. */
  admit(headers: IncomingHttpHeaders): Promise<Caller | undefined>;
}

/** What a caller has about whom the router says nothing. */
export interface CallerDefaults {
  readonly organizations: readonly string[];
  readonly scopes: readonly string[];
}

/** Lets everybody in, with the default rights: for development, and for meshes that let nobody else through. */
export function openGuard({ organizations, scopes }: CallerDefaults): Guard {
  const caller = new Caller(organizations, scopes);
  return { admit: () => Promise.resolve(caller) };
}

/** Lets the router in, known by a secret in `router-authorization`, and believes what it says of the caller. */
export function secretGuard(secrets: readonly Secret[], defaults: CallerDefaults): Guard {
  const digests = secrets.map((secret) => digest(secret.reveal()));
  return {
    admit: (headers) => {
      const given = digest(single(headers["router-authorization"]) ?? "");
      // Every secret is compared, so that the time tells nothing of which one nearly matched.
      const matches = digests.map((known) => timingSafeEqual(known, given));
      return Promise.resolve(matches.includes(true) ? readCaller(headers, defaults) : undefined);
    },
  };
}

function readCaller(headers: IncomingHttpHeaders, defaults: CallerDefaults): Caller {
  const organizations = single(headers["x-caller-orgs"]);
  const scopes = single(headers["x-caller-scopes"]);
  return new Caller(
    organizations === undefined ? defaults.organizations : organizations.split(/[\s,]+/).filter(Boolean),
    scopes === undefined ? defaults.scopes : scopes.split(/\s+/).filter(Boolean),
  );
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(" ") : header;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}
