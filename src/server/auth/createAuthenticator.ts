import type { JSONWebKeySet } from "jose";

import type { Clock } from "../../runtime/clock.js";
import type { Secret } from "../../runtime/secret.js";
import type { Telemetry } from "../../runtime/telemetry.js";
import { type Authenticator, type CallerDefaults, openAuthenticator } from "./authenticator.js";
import type { TokenRequirements } from "./jwt.js";
import { routerSecretAuthenticator } from "./routerSecret.js";

/** How the router, or the client behind it, is authenticated. */
export type RouterAuth =
  | { readonly kind: "none" }
  | {
      readonly kind: "secret";
      /** Returns the secrets that are valid now: they can be rotated in a file. */
      readonly secrets: () => readonly Secret[];
    }
  | ({
      readonly kind: "jwt";
      /** The keys that tokens are signed with, or their URL. */
      readonly keys: URL | JSONWebKeySet;
      /** How long fetched keys are used while the issuer is down. Milliseconds. */
      readonly keysGraceMs: number;
    } & TokenRequirements);

/** Returns the authenticator that the configuration names. */
export async function createAuthenticator(
  auth: RouterAuth,
  defaults: CallerDefaults,
  telemetry: Pick<Telemetry, "dependencySeen">,
  clock: Clock,
): Promise<Authenticator> {
  switch (auth.kind) {
    case "none":
      return openAuthenticator(defaults);
    case "secret":
      return routerSecretAuthenticator(auth.secrets, defaults);
    case "jwt": {
      // Loaded only where it is used: most installations have a router that knows its callers.
      const [{ jwtAuthenticator }, { fixedKeys, RemoteKeys }] = await Promise.all([
        import("./jwt.js"),
        import("./jwtKeys.js"),
      ]);
      const { keys, keysGraceMs: graceMs } = auth;
      const keySet =
        keys instanceof URL ? new RemoteKeys({ url: keys, graceMs, clock, telemetry }) : fixedKeys(keys);
      return jwtAuthenticator(keySet, auth, defaults);
    }
  }
}
