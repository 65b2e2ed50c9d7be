import type { SignIn } from "./settings.js";

/** What a person typed to get in. It lives as long as the page and is stored nowhere. */
export interface Credentials {
  readonly token: string;
  readonly organizations: string;
  readonly scopes: string;
}

/** Every organization and every scope. */
export const EVERYTHING = {
  organizations: "*",
  scopes: "device:create device:read device:secret",
} as const satisfies Partial<Credentials>;

/** Gives the headers by which the guard knows the person. */
export function toHeaders(signIn: SignIn, credentials: Credentials): Record<string, string> {
  const { token, organizations, scopes } = credentials;
  return {
    [signIn.header]: signIn.prefix + token,
    ...(signIn.speaksForOthers && { "x-caller-orgs": organizations, "x-caller-scopes": scopes }),
  };
}
