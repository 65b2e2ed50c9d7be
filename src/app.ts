import type { Logger } from "pino";

import type { Config } from "./config/config.js";
import type { DevicesContext } from "./devices/context.js";
import { devices } from "./devices/index.js";
import { systemClock } from "./runtime/clock.js";
import { createEnosClient, type EnosOptions } from "./enos/createEnosClient.js";
import { Deadline } from "./runtime/deadline.js";
import { createApollo } from "./graphql/apolloServer.js";
import { SCOPES } from "./graphql/caller.js";
import { observeRootFields, rootFieldTypes } from "./graphql/instrumentation.js";
import { buildSubgraph } from "./graphql/subgraphSchema.js";
import { createAdminServer } from "./server/adminServer.js";
import { createAuthenticator } from "./server/auth/createAuthenticator.js";
import { createGraphqlServer, type AuthenticatedRequest } from "./server/graphqlServer.js";
import { createHostCheck } from "./server/hosts.js";
import { listen } from "./server/listen.js";
import { watchOverload } from "./server/overload.js";
import { closeConnectionsWhenDraining, Readiness, untilCredentialsAccepted } from "./server/readiness.js";
import type { Telemetry } from "./runtime/telemetry.js";
import { connectTracing } from "./telemetry/tracing.js";
import { createTelemetry } from "./telemetry/createTelemetry.js";
import { createLogger } from "./telemetry/logger.js";
import { Metrics } from "./telemetry/metrics.js";
import type { Recorded } from "./telemetry/operationRecord.js";

export interface AppOptions {
  readonly config: Config;
  /** Address and credentials of EnOS, and the limits of its client. */
  readonly enos: EnosOptions;
  readonly logger?: Logger;
  /** Folder of the playground's built files. When absent, there is no playground. */
  readonly playgroundFolder?: string;
}

export interface App {
  /** URL of `/graphql`. */
  readonly url: string;
  /** Base URL of `/livez`, `/readyz` and `/metrics`. */
  readonly adminUrl: string;
  /** URL of the playground; undefined when it is off. */
  readonly playgroundUrl: string | undefined;
  /** Resolves when `/readyz` says so: in production once EnOS has accepted the credentials. */
  readonly whenReady: Promise<void>;
  /**
   * Ends the program without refusing a request: reports that it is not ready, waits until the probes have seen that,
   * then stops listening and finishes the operations under way.
   */
  close(): Promise<void>;
}

type Context = DevicesContext & Recorded;

/**
 * Returns the running program, with all parts connected and the ports listening.
 *
 * @throws ListenError when a port cannot be listened on.
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
  const tracing = await connectTracing(config.tracing, (error) => {
    telemetry.dependencySeen("collector", error ? "down" : "up", error?.message);
  });
  const telemetry = createTelemetry(metrics, tracing, log);
  const enos = createEnosClient({ telemetry, overloaded: () => isOverloaded(), ...enosOptions });
  metrics.watch(enos.loadShedding);

  const limit = await connectRateLimit(config, telemetry);
  const module = devices({
    enos: enos.enos,
    clock,
    telemetry,
    deviceKeys: config.deviceKeys,
    patchAttributes: config.patchAttributes,
    maxAnswerBytes: config.limits.operation.answerBytes,
    ...(limit && { limit }),
    ...(enosOptions.random && { random: enosOptions.random }),
  });
  const { schema } = buildSubgraph(module);
  metrics.expect(rootFieldTypes(schema));
  observeRootFields(schema, telemetry);
  const execution = createApollo<Context>({
    schema,
    introspection: !config.production,
    // A trace is for the router, and only its secret proves that the router sent the request.
    inlineTrace: config.routerAuth.kind === "secret",
    limits: config.limits.operation,
    operationCache: config.operationCache,
    // Composition fetches the schema with the router's secret; a token proves only a client.
    serviceSdl: !config.production || config.routerAuth.kind === "secret",
    logger: log,
    telemetry,
  });
  await execution.apollo.start();

  const authenticator = await createAuthenticator(config.routerAuth, config.callerDefaults, telemetry, clock);
  const toContext = ({ caller, headers, elapsedMs, isConnected }: AuthenticatedRequest): Context => {
    const record = telemetry.operationStarted(headers, performance.now() - elapsedMs);
    const ms = config.deadlineMs - elapsedMs;
    const deadline = new Deadline({ clock, ms, isConnected, operation: record });
    return { ...module.toContext(caller, deadline), record };
  };
  const readiness = new Readiness();
  const checkHost = config.allowedHosts && createHostCheck(config.allowedHosts);
  const admin = createAdminServer({ readiness, scrape: metrics, telemetry, checkHost });
  const limits = config.limits.http;
  const server = createGraphqlServer({
    execution,
    authenticator,
    logger: log,
    telemetry,
    toContext,
    release: ({ deadline }) => {
      deadline.end();
    },
    limits,
    checkHost,
  });
  isOverloaded = await watchOverload(admin);
  const draining = new AbortController();
  closeConnectionsWhenDraining(server, () => draining.signal.aborted);
  const playground = config.playground && playgroundFolder !== undefined;
  if (playground) {
    const authentication = config.routerAuth.kind;
    // Loaded only where it is used: production has no playground.
    const { addPlayground } = await import("./server/playground.js");
    await addPlayground(server, { folder: playgroundFolder, authentication, scopes: SCOPES });
  }
  const close = async () => {
    const wasReady = readiness.ready;
    draining.abort();
    readiness.clear("the process ends");
    if (wasReady) await clock.sleep(config.drainDelayMs);
    await server.close();
    await execution.apollo.stop();
    await enos.close();
    limit?.close();
    await telemetry.close();
    await admin.close();
  };

  try {
    const { host, port, adminHost, adminPort } = config;
    // If ADMIN_HOST is not set, the problem is in HOST.
    const adminHostVariable = adminHost === host ? "HOST" : "ADMIN_HOST";
    const adminVariables = { host: adminHostVariable, port: "ADMIN_PORT" };
    const adminUrl = await listen(admin, { host: adminHost, port: adminPort, variables: adminVariables });
    const url = await listen(server, { host, port, variables: { host: "HOST", port: "PORT" } });
    const becomeReady = async () => {
      const { signal } = draining;
      const authenticate = (deadline: Deadline) => enos.authenticate(deadline);
      if (config.production)
        await untilCredentialsAccepted(readiness, { authenticate, clock, logger: log, signal });
      if (!signal.aborted) readiness.set();
    };
    const playgroundUrl = playground ? `${url}/playground` : undefined;
    return { url: `${url}/graphql`, adminUrl, playgroundUrl, whenReady: becomeReady(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Loaded only where it is used: most installations have no Redis. */
async function connectRateLimit({ rateLimit }: Config, telemetry: Telemetry) {
  if (!rateLimit) return undefined;
  const { RedisRateLimit } = await import("./rateLimit/redisRateLimit.js");
  return RedisRateLimit.connect(rateLimit, telemetry);
}
