import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

import { type HttpResponse, json } from "./response.js";

/** Returns the refusal of a request under a foreign name; `undefined` if it may pass. */
export type HostCheck = (headers: IncomingHttpHeaders) => HttpResponse | undefined;

/**
 * Returns a check of Host and Origin. The sandbox has no authentication, and a web page can reach a loopback
 * address under a foreign name ("DNS rebinding"), but not under an IP address or `localhost`.
 *
 * @param allowedHosts further names.
 */
export function createHostCheck(allowedHosts: readonly string[]): HostCheck {
  const names = new Set(["localhost", ...allowedHosts.map(normalize)]);
  const isAllowed = (name: string) => names.has(name) || isIP(name.replace(/^\[(.*)\]$/, "$1")) > 0;
  return ({ host, origin }) => {
    const name = normalize((host ?? "").replace(/:\d*$/, ""));
    if (!isAllowed(name)) {
      return json(421, {
        message: `The sandbox does not answer as ${name}. Name the host in ALLOWED_HOSTS.`,
      });
    }
    if (origin === undefined) return undefined;
    if (URL.canParse(origin) && isAllowed(normalize(new URL(origin).hostname))) return undefined;
    return json(403, {
      message: `Pages of ${origin} may not call the sandbox. Name the host in ALLOWED_HOSTS.`,
    });
  };
}

function normalize(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
