import type { Logger } from "pino";

import type { Config } from "./config.js";
import type { DevicesContext } from "./devices/context.js";
import { devices } from "./devices/index.js";
import { systemClock } from "./enos/clock.js";
import { connectEnos, type EnosOptions } from "./enos/connectEnos.js";
import { Patience } from "./enos/patience.js";
import { createApollo } from "./graphql/apollo.js";
import { buildSubgraph } from "./graphql/subgraph.js";
import { createLogger } from "./telemetry/logger.js";
import { createGraphqlServer, type Admitted } from "./server/graphqlServer.js";
import { chooseGuard } from "./server/chooseGuard.js";

export interface AppOptions {
  readonly config: Config;
  /** The EnOS to speak to, and how. */
  readonly enos: EnosOptions;
  readonly logger?: Logger;
}

export interface App {
  /** Where `/graphql` is. */
  readonly url: string;
  close(): Promise<void>;
}

/** Gives the running program: every part wired to every other, listening. */
export async function startApp({
  config,
  enos: enosOptions,
  logger = createLogger("info"),
}: AppOptions): Promise<App> {
  const clock = enosOptions.clock ?? systemClock;
  const enos = connectEnos(enosOptions);
  const { schema } = buildSubgraph(devices(enos.enos, clock));
  const apollo = createApollo<DevicesContext>({
    schema,
    introspection: !config.production,
    limits: config.limits.operation,
    logError: ({ incidentId, error }) => {
      logger.error({ incidentId, err: error }, "an error that no client may see");
    },
  });
  await apollo.start();

  const guard = chooseGuard(config.routerAuth, config.callerDefaults, logger);
  const toContext = ({ caller, elapsedMs, hasHungUp, onEnd }: Admitted): DevicesContext => {
    const patience = new Patience(clock, config.deadlineMs - elapsedMs, hasHungUp);
    onEnd(() => {
      patience.end();
    });
    return { caller, patience };
  };
  const server = createGraphqlServer({ apollo, guard, logger, toContext, limits: config.limits.http });
  const url = await server.listen({ host: config.host, port: config.port });

  return {
    url: `${url}/graphql`,
    close: async () => {
      await server.close();
      await apollo.stop();
      await enos.close();
    },
  };
}
