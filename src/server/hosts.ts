import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

import type { ErrorAnswer } from "./errorResponses.js";

/** Returns why a request may not be answered under the names in its headers; undefined when it may. */
export type HostCheck = (headers: IncomingHttpHeaders) => ErrorAnswer | undefined;

const OTHER_HOST: ErrorAnswer = {
  status: 421,
  message:
    "Outside production requests are answered under localhost, HOST and IP addresses only. " +
    "Name other hosts in ALLOWED_HOSTS.",
  code: "MISDIRECTED_REQUEST",
};

const OTHER_ORIGIN: ErrorAnswer = {
  status: 403,
  message:
    "Outside production pages of other hosts may not send requests. Name their hosts in ALLOWED_HOSTS.",
  code: "FORBIDDEN_ORIGIN",
};

/**
 * Returns a check for servers without authentication: a web page must not reach them under a foreign host name, which
 * can be pointed at 127.0.0.1 at any time ("DNS rebinding"). IP addresses are safe.
 *
 * @param allowed host names beside `localhost`
 */
export function createHostCheck(allowed: readonly string[]): HostCheck {
  const names = new Set(["localhost", ...allowed.map(normalize)]);
  const isAllowed = (name: string): boolean =>
    isIP(name) > 0 || /^\[[\da-f:.]+\]$/.test(name) || names.has(name) || name.endsWith(".localhost");
  return ({ host, origin }) => {
    if (host !== undefined && !isAllowed(normalize(host.replace(/:\d*$/, "")))) return OTHER_HOST;
    if (origin === undefined) return undefined;
    return URL.canParse(origin) && isAllowed(normalize(new URL(origin).hostname)) ? undefined : OTHER_ORIGIN;
  };
}

function normalize(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
