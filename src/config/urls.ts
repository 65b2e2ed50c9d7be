import type { ProxyOptions } from "../enos/http/transport.js";
import { isIP } from "node:net";

const LOOPBACK_NAMES = ["localhost", "::1", "[::1]"];

/** Returns whether a host name or address is this machine's own. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.includes(host.toLowerCase()) || (isIP(host) === 4 && host.startsWith("127."));
}

/** Returns what is wrong with a URL to fetch from, its scheme aside. */
function findAddressFault(text: string): string | undefined {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    return "must be a URL such as https://apim.example.com";
  const { username, password } = new URL(text);
  return username || password ? "must not contain a user name or a password" : undefined;
}

/** Returns whether requests to a URL, and their answers, can be read or changed on their way. */
export function isInsecure(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol !== "https:" && !isLoopback(hostname);
}

export const INSECURE = "must begin with https:// (http:// only for this machine itself)";

/** Returns what is wrong with a URL that keys are fetched from. */
export function findUrlFault(text: string): string | undefined {
  return findAddressFault(text) ?? (isInsecure(text) ? INSECURE : undefined);
}

/** Returns what is wrong with a URL of which only scheme, host and port are used, its scheme aside. */
export function findOriginFault(text: string): string | undefined {
  const fault = findAddressFault(text);
  if (fault !== undefined) return fault;
  const { pathname, search, hash } = new URL(text);
  return pathname === "/" && !search && !hash ? undefined : "must end after the host and port";
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i;

/** Returns whether a text is an IP address or a host name, without a port. */
export function isHost(text: string): boolean {
  return isIP(text) > 0 || HOST_NAME.test(text);
}

/** Variables by which a company's network names its proxies. */
const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];

/**
 * Returns the proxies of the environment; undefined when it names none. As in curl, names in lower case come first.
 */
export function readProxies(environment: Readonly<Record<string, string>>): ProxyOptions | undefined {
  const httpsProxy = environment.https_proxy ?? environment.HTTPS_PROXY;
  const httpProxy = environment.http_proxy ?? environment.HTTP_PROXY;
  if (httpsProxy === undefined && httpProxy === undefined) return undefined;
  return { httpsProxy, httpProxy, noProxy: environment.no_proxy ?? environment.NO_PROXY };
}

/** Returns a sentence for each unusable proxy. */
export function findProxyProblems(environment: Readonly<Record<string, string>>): string[] {
  return PROXY_VARIABLES.flatMap((name) => {
    const text = environment[name];
    if (text === undefined) return [];
    const sound = /^https?:\/\//i.test(text) && URL.canParse(text);
    return sound ? [] : [`${name} must be a URL such as http://proxy.example.com:3128.`];
  });
}
