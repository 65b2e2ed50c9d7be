import helmet from "helmet";
import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Gives helmet's headers for a server of JSON, and the one that keeps credentials out of caches.
 *
 * Helmet computes the same values for every response; they are taken from it once. A route that serves pages
 * replaces `content-security-policy` by its own.
 */
export function securityHeaders(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { "cache-control": "no-store" };
  const response: object = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  const request: object = {};
  const apply = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: { policy: "no-referrer" },
    xFrameOptions: { action: "deny" },
  });
  apply(request as IncomingMessage, response as ServerResponse, () => undefined);
  return Object.freeze(headers);
}
