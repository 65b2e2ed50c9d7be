import type { FastifyBaseLogger } from "fastify";

import type { RouterAuth } from "../config/routerAuth.js";
import { openGuard, type CallerDefaults, type Guard } from "./guard.js";
import { jwtGuard } from "./jwtGuard.js";
import { secretGuard } from "./secretGuard.js";

/** Gives the guard that the configuration names. */
export function chooseGuard(
  auth: RouterAuth,
  defaults: CallerDefaults,
  logger: Pick<FastifyBaseLogger, "error">,
): Guard {
  switch (auth.kind) {
    case "none":
      return openGuard(defaults);
    case "secret":
      return secretGuard(auth.secrets, defaults);
    case "jwt":
      return jwtGuard({
        ...auth,
        defaults,
        onKeysMissing: (error) => {
          logger.error({ err: error }, "tokens are refused: the keys of JWT_JWKS_URL cannot be had");
        },
      });
  }
}
