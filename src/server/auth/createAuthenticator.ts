import type { FastifyBaseLogger } from "fastify";

import type { Secret } from "../../runtime/secret.js";
import { type CallerDefaults, type Authenticator, openAuthenticator } from "./authenticator.js";
import { routerSecretAuthenticator } from "./routerSecret.js";

import type { JwtOptions } from "./jwt.js";

/** How the router, or who asks through it, is known. */
export type RouterAuth =
  | { readonly kind: "none" }
  | { readonly kind: "secret"; readonly secrets: readonly Secret[] }
  | ({ readonly kind: "jwt" } & Omit<JwtOptions, "defaults" | "onKeysMissing">);

/** A stranger's token can bring it about, as often as they like. Milliseconds. */
const KEYS_MISSING_EVERY = 10_000;

/** Gives the authenticator that the configuration names. */
export async function createAuthenticator(
  auth: RouterAuth,
  defaults: CallerDefaults,
  logger: Pick<FastifyBaseLogger, "error">,
): Promise<Authenticator> {
  switch (auth.kind) {
    case "none":
      return openAuthenticator(defaults);
    case "secret":
      return routerSecretAuthenticator(auth.secrets, defaults);
    case "jwt": {
      const { jwtAuthenticator } = await import("./jwt.js");
      return jwtAuthenticator({
        ...auth,
        defaults,
        onKeysMissing: atMostEvery(KEYS_MISSING_EVERY, (error) => {
          logger.error({ err: error }, "tokens are refused: the keys of JWT_JWKS_URL cannot be had");
        }),
      });
    }
  }
}

function atMostEvery(ms: number, tell: (error: unknown) => void): (error: unknown) => void {
  let quietUntil = -Infinity;
  return (error) => {
    const now = performance.now();
    if (now < quietUntil) return;
    quietUntil = now + ms;
    tell(error);
  };
}
