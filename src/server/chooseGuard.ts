import type { FastifyBaseLogger } from "fastify";

import type { RouterAuth } from "../config/routerAuth.js";
import { openGuard, type CallerDefaults, type Guard } from "./guard.js";
import { secretGuard } from "./secretGuard.js";

/** A stranger's token can bring it about, as often as they like. Milliseconds. */
const KEYS_MISSING_EVERY = 10_000;

/** Gives the guard that the configuration names. */
export async function chooseGuard(
  auth: RouterAuth,
  defaults: CallerDefaults,
  logger: Pick<FastifyBaseLogger, "error">,
): Promise<Guard> {
  switch (auth.kind) {
    case "none":
      return openGuard(defaults);
    case "secret":
      return secretGuard(auth.secrets, defaults);
    case "jwt": {
      const { jwtGuard } = await import("./jwtGuard.js");
      return jwtGuard({
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
