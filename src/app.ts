import type { Logger } from "pino";

import type { Config } from "./config.js";
import type { DevicesContext } from "./devices/context.js";
import { devices } from "./devices/index.js";
import { systemClock } from "./enos/clock.js";
import { connectEnos, type EnosOptions } from "./enos/connectEnos.js";
import { OperationPatience } from "./enos/operationPatience.js";
import { createApollo } from "./graphql/apollo.js";
import type { ErrorLog } from "./graphql/formatError.js";
import { observeRootFields, rootFieldTypes } from "./graphql/rootFields.js";
import { buildSubgraph } from "./graphql/subgraph.js";
import { createAdminServer } from "./server/adminServer.js";
import { chooseGuard } from "./server/chooseGuard.js";
import { sendOffWhenNotReady } from "./server/drain.js";
import { createGraphqlServer, type Admitted } from "./server/graphqlServer.js";
import { listen } from "./server/listen.js";
import { watchOverload } from "./server/overload.js";
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
  /** Where the playground is, when it is on. */
  readonly playgroundUrl: string | undefined;
  /**
   * Ends the program without refusing anybody: says that it is not ready, waits until that is known, then
   * stops listening and finishes what is under way.
   */
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
  let isOverloaded = () => false;
  const tracing = await connectTracing(config.tracing);
  const observer = countAndTrace(metrics, tracing, log);
  const logError: ErrorLog = ({ incidentId, error }) => {
    metrics.incident();
    log.error({ incidentId, err: error }, "an error that no client may see");
  };
  const enos = connectEnos({ observer, overloaded: () => isOverloaded(), ...enosOptions });
  metrics.watch(enos.isolation);

  const limit = await connectRateLimit(config, metrics);
  const module = devices(enos.enos, clock, metrics, limit);
  const { schema } = buildSubgraph(module);
  metrics.expect(rootFieldTypes(schema));
  observeRootFields<Context>(schema, ({ field, value, failed, context }) => {
    const answer = toAnswer(value, failed);
    metrics.answered(field, answer.outcome);
    context.record.note(answer);
  });
  const execution = createApollo<Context>({
    schema,
    introspection: !config.production,
    // A trace is for the router, and only its secret proves that nobody else asks.
    inlineTrace: config.routerAuth.kind === "secret",
    limits: config.limits.operation,
    // Whoever composes gets the schema from the router's side; a bearer of a token is but a client.
    serviceSdl: !config.production || config.routerAuth.kind === "secret",
    logger: log,
    logError,
    observe: operationLog(log, metrics, tracing),
  });
  await execution.apollo.start();

  const guard = await chooseGuard(config.routerAuth, config.callerDefaults, log);
  const toContext = ({ caller, headers, elapsedMs, hasHungUp, onEnd }: Admitted): Context => {
    const patience = new OperationPatience(clock, config.deadlineMs - elapsedMs, hasHungUp);
    onEnd(() => {
      patience.end();
    });
    const traceId = tracing.begin(patience, headers.traceparent as string | undefined);
    const record = new OperationRecord(traceId, performance.now() - elapsedMs, patience);
    return { ...module.toContext(caller, patience), record };
  };
  const readiness = new Readiness();
  const admin = createAdminServer(readiness, metrics, logError);
  const limits = config.limits.http;
  const server = createGraphqlServer({ execution, guard, logger: log, logError, toContext, limits });
  isOverloaded = await watchOverload(admin);
  sendOffWhenNotReady(server, readiness);
  const playground = config.playground && playgroundFolder !== undefined;
  if (playground) {
    const signIn = SIGN_IN[config.routerAuth.kind];
    await addPlayground(server, { folder: playgroundFolder, signIn });
  }
  const close = async () => {
    const wasReady = readiness.ready;
    readiness.ready = false;
    if (wasReady) await clock.sleep(config.drainDelayMs);
    await server.close();
    await execution.apollo.stop();
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
    return { url: `${url}/graphql`, adminUrl, playgroundUrl, close };
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
