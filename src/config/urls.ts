const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** Gives what is wrong with a URL to fetch from: secrets and keys travel over https, or never leave this machine. */
export function findUrlFault(text: string): string | undefined {
  if (!URL.canParse(text)) return "must be a URL such as https://apim.example.com";
  const url = new URL(text);
  if (url.username || url.password) return "must not hold a user name or password";
  const local = url.protocol === "http:" && LOOPBACK.includes(url.hostname);
  if (url.protocol !== "https:" && !local)
    return "must begin with https:// (http:// only for this machine itself)";
  return undefined;
}

/** Gives what is wrong with a URL of which only scheme, host and port are used. */
export function findOriginFault(text: string): string | undefined {
  const fault = findUrlFault(text);
  if (fault) return fault;
  const { pathname, search, hash } = new URL(text);
  return pathname === "/" && !search && !hash ? undefined : "must end after the host and port";
}
