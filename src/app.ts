import type { Logger } from "pino";

import type { Config } from "./config.js";
import type { DevicesContext } from "./devices/context.js";
import { devices } from "./devices/index.js";
import { systemClock } from "./enos/clock.js";
import { connectEnos, type EnosOptions } from "./enos/connectEnos.js";
import { Patience } from "./enos/patience.js";
import { createApollo } from "./graphql/apollo.js";
import { observeRootFields, rootFieldTypes } from "./graphql/rootFields.js";
import { buildSubgraph } from "./graphql/subgraph.js";
import { createAdminServer } from "./server/adminServer.js";
import { createGraphqlServer, type Admitted } from "./server/graphqlServer.js";
import { openGuard, secretGuard } from "./server/guard.js";
import { listen } from "./server/listen.js";
import { addPlayground } from "./server/playground.js";
import { Readiness } from "./server/readiness.js";
import { SIGN_IN } from "./server/signIn.js";
import { connectTracing } from "./telemetry/connectTracing.js";
import { countAndTrace } from "./telemetry/countAndTrace.js";
import { createLogger } from "./telemetry/logger.js";
import { Metrics } from "./telemetry/metrics.js";
import { operationLog } from "./telemetry/operationLog.js";
import { OperationRecord, type Recorded } from "./telemetry/operationRecord.js";
import { toAnswer } from "./telemetry/toAnswer.js";

export interface AppOptions {
  readonly config: Config;
  /** The EnOS to speak to, and how. */
  readonly enos: EnosOptions;
  readonly logger?: Logger;
  /** Where the playground's built files are; without them there is no playground. */
  readonly playgroundFolder?: string;
}

export interface App {
  /** Where `/graphql` is. */
  readonly url: string;
  /** Where `/livez`, `/readyz` and `/metrics` are. */
  readonly adminUrl: string;
  readonly readiness: Readiness;
  /** Where the playground is, when it is on. */
  readonly playgroundUrl: string | undefined;
  close(): Promise<void>;
}

type Context = DevicesContext & Recorded;

/**
 * Gives the running program: every part wired to every other, listening.
 *
 * @throws ListenError when a port is not to be had.
 */
export async function startApp({
  config,
  enos: enosOptions,
  logger,
  playgroundFolder,
}: AppOptions): Promise<App> {
  const log = logger ?? createLogger(config.logLevel);
  const clock = enosOptions.clock ?? systemClock;
  const metrics = new Metrics();
  const tracing = await connectTracing(config.tracing);
  const enos = connectEnos({ observer: countAndTrace(metrics, tracing), ...enosOptions });
  metrics.watch(enos.isolation);

  const limit = await connectRateLimit(config, metrics);
  const { schema } = buildSubgraph(devices(enos.enos, clock, metrics, limit));
  metrics.expect(rootFieldTypes(schema));
  observeRootFields<Context>(schema, ({ field, value, failed, context }) => {
    const answer = toAnswer(value, failed);
    metrics.answered(field, answer.outcome);
    context.record.note(answer);
  });
  const apollo = createApollo<Context>({
    schema,
    introspection: !config.production,
    // Whoever passes that guard is the router.
    inlineTraces: config.routerSecrets !== undefined,
    logError: ({ incidentId, error }) => {
      log.error({ incidentId, err: error }, "an error that no client may see");
    },
    plugins: [operationLog(log, metrics, tracing)],
  });
  await apollo.start();

  const guard = config.routerSecrets
    ? secretGuard(config.routerSecrets, config.callerDefaults)
    : openGuard(config.callerDefaults);
  const toContext = ({ caller, headers, elapsedMs, hasHungUp, onEnd }: Admitted): Context => {
    const patience = new Patience(clock, config.deadlineMs - elapsedMs, hasHungUp);
    onEnd(() => {
      patience.end();
    });
    const traceId = tracing.begin(patience, headers.traceparent as string | undefined);
    const record = new OperationRecord(traceId, performance.now() - elapsedMs, patience);
    return { caller, patience, record };
  };
  const readiness = new Readiness();
  const admin = createAdminServer(readiness, metrics);
  const server = await createGraphqlServer({ apollo, guard, logger: log, toContext });
  const playground = config.playground && playgroundFolder !== undefined;
  if (playground) {
    const signIn = SIGN_IN[config.routerSecrets ? "secret" : "none"];
    await addPlayground(server, { folder: playgroundFolder, signIn });
  }
  const close = async () => {
    readiness.ready = false;
    await server.close();
    await apollo.stop();
    await enos.close();
    limit?.close();
    await tracing.close();
    await admin.close();
  };

  try {
    const { host, port, adminPort } = config;
    const adminUrl = await listen(admin, { host, port: adminPort, variable: "ADMIN_PORT" });
    const url = await listen(server, { host, port, variable: "PORT" });
    readiness.ready = true;
    const playgroundUrl = playground ? `${url}/playground` : undefined;
    return { url: `${url}/graphql`, adminUrl, playgroundUrl, readiness, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Loaded only where it is used: most installations have no Redis. */
async function connectRateLimit({ rateLimit }: Config, metrics: Metrics) {
  if (!rateLimit) return undefined;
  const { RedisRateLimit } = await import("./rateLimit/redisRateLimit.js");
  return new RedisRateLimit(rateLimit, metrics);
}
