export const ROUTER_SECRET = "the-routers-secret-for-tests";

/** The environment of a production start; `startSubgraph` puts its sandbox in EnOS's place. */
export const PRODUCTION = {
  NODE_ENV: "production",
  HOST: "127.0.0.1",
  ENOS_URL: "http://127.0.0.1:1",
  ENOS_APP_KEY: "key",
  ENOS_APP_SECRET: "secret",
  ROUTER_SECRET,
  DRAIN_DELAY_MS: "0",
};

export interface CallerHeaders {
  readonly orgs?: string;
  readonly scopes?: string;
}

/** Returns the headers that the router sends with a caller's request. */
export function fromRouter({ orgs, scopes }: CallerHeaders = {}): Record<string, string> {
  return {
    "router-authorization": ROUTER_SECRET,
    ...(orgs !== undefined && { "x-caller-orgs": orgs }),
    ...(scopes !== undefined && { "x-caller-scopes": scopes }),
  };
}
