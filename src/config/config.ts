import { z } from "zod";

import { DEVICE_KEYS, type DeviceKeys } from "../devices/createDevice/deviceKeys.js";
import type { ProxyOptions } from "../enos/http/transport.js";
import { SCOPES } from "../graphql/caller.js";
import type { RouterAuth } from "../server/auth/createAuthenticator.js";
import { splitList } from "../server/auth/authenticator.js";
import { enosVariables, findEnosProblems, toEnosAccess, type EnosAccess } from "./enosAccess.js";
import { findLimitProblems, limitVariables, toLimits, type Limits } from "./limits.js";
import { findMisspelt } from "./misspelt.js";
import { rateLimitVariables, toRateLimit, type RateLimitConfig } from "./rateLimit.js";
import { findRouterAuthProblems, isOpenByDefault, routerAuthVariables, toRouterAuth } from "./routerAuth.js";
import { FILE_VARIABLES, readSecretFiles } from "./secretFiles.js";
import { toTracing, tracingVariables, type TracingConfig } from "./tracing.js";
import { findProxyProblems, isHost, isLoopback, readProxies } from "./urls.js";
import {
  checkedText,
  integer,
  integerSchema,
  oneOf,
  readVariables,
  tidy,
  variable,
  type Environment,
  type Values,
} from "./variable.js";

/** The configuration, read from the environment once. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly adminHost: string;
  readonly adminPort: number;
  /** Host names beside this machine's own under which requests are answered; undefined answers under every name. */
  readonly allowedHosts: readonly string[] | undefined;
  readonly logLevel: LogLevel;
  /** Whether known operations are executed without Apollo Server. */
  readonly operationCache: boolean;
  readonly playground: boolean;
  /** Undefined: no limit. */
  readonly rateLimit: RateLimitConfig | undefined;
  /** Undefined: no traces. */
  readonly tracing: TracingConfig | undefined;
  /** Undefined in development: the embedded sandbox stands in. */
  readonly enos: EnosAccess | undefined;
  /** Chooser of the device key when the client sends none. */
  readonly deviceKeys: DeviceKeys;
  /** Whether EnOS replaces the stored attributes by those of an update, or merges the two. */
  readonly patchAttributes: "replaces" | "merges";
  /** Time limit for all work on one operation. Milliseconds. */
  readonly deadlineMs: number;
  /** How long a process that was told to end goes on listening, so that its probes can report it first. Milliseconds. */
  readonly drainDelayMs: number;
  readonly routerAuth: RouterAuth;
  readonly limits: Limits;
  /**
   * Used when the router or the token says nothing of the caller, and always with `ROUTER_AUTH=none`: nothing in production
   * unless stated.
   */
  readonly callerDefaults: { readonly organizations: readonly string[]; readonly scopes: readonly string[] };
}

/** The environment is invalid. Each problem names its variable; no problem shows a value. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(readonly problems: readonly string[]) {
    super(
      [
        "The program does not start with this environment:",
        ...problems.map((problem) => `- ${problem}`),
      ].join("\n"),
    );
  }
}

const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const port = (fallback: number, description: string) =>
  integer({ min: 0, max: 65_535, fallback, unit: "(a port)" }, description);

const host = checkedText((text) =>
  isHost(text) ? undefined : "must be an IP address or a host name, without a port",
);

const list = z.string().transform(splitList);

/** Every variable that the program reads, in the order of the help. */
export const VARIABLES = {
  // A misspelt "production" must not open everything that development leaves open.
  NODE_ENV: variable(
    oneOf(["production", "development", "test"]).optional(),
    "production disables everything that is not enabled below",
    "development",
  ),
  HOST: variable(host.optional(), "the address that PORT listens on", "127.0.0.1; in production 0.0.0.0"),
  PORT: port(4001, "where /graphql listens"),
  ADMIN_HOST: variable(host.optional(), "the address that ADMIN_PORT listens on", "HOST"),
  ADMIN_PORT: port(4002, "where /livez, /readyz, /metrics and /version listen"),
  ALLOWED_HOSTS: variable(
    list
      .refine((hosts) => hosts.every(isHost), { error: "must be a list of host names, without ports" })
      .default([]),
    "further host names under which requests are answered outside production (a protection from DNS rebinding)",
    "localhost, HOST and IP addresses",
  ),
  ...enosVariables,
  ...routerAuthVariables,
  CALLER_ORGS: variable(
    list.optional(),
    "organizations of a caller for whom the router sends no x-caller-orgs, or whose token has no such claim, and of everybody with ROUTER_AUTH=none; * alone means all",
    "none; outside production all",
  ),
  CALLER_SCOPES: variable(
    list
      .refine((scopes) => scopes.every((scope) => (SCOPES as readonly string[]).includes(scope)), {
        error: `must be a list of ${SCOPES.join(", ")}`,
      })
      .optional(),
    "scopes of a caller for whom the router sends no x-caller-scopes, or whose token has no such claim, and of everybody with ROUTER_AUTH=none",
    "none; outside production all",
  ),
  DEVICE_KEYS: variable(
    oneOf(DEVICE_KEYS).default("subgraph"),
    "who chooses a device key that the client omits: subgraph, so that lost and mixed-up answers can be recovered, or enos",
    "subgraph",
  ),
  ...rateLimitVariables,
  ...limitVariables,
  DRAIN_DELAY_MS: variable(
    integerSchema(0, 99_999, "milliseconds").optional(),
    "milliseconds for which requests are still accepted after SIGTERM",
    "0; in production 5000",
  ),
  OPERATION_CACHE: variable(
    oneOf(["on", "off"]).default("on"),
    "whether operations that were executed before are kept parsed and validated: on or off",
    "on",
  ),
  PLAYGROUND: variable(
    oneOf(["on", "off"]).optional(),
    "whether /playground is served: on or off",
    "on; in production off",
  ),
  LOG_LEVEL: variable(
    oneOf(LOG_LEVELS).optional(),
    `which lines are logged: ${LOG_LEVELS.join(", ")}`,
    "warn; in production info",
  ),
  ...tracingVariables,
};

/** The names of all variables, `<name>_FILE` included. */
export const VARIABLE_NAMES = [...Object.keys(VARIABLES), ...FILE_VARIABLES.map((name) => `${name}_FILE`)];

/**
 * Reads the environment; an empty variable counts as absent.
 *
 * @throws ConfigError with every problem at once.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(
    Object.entries(variables).flatMap(([name, text]) => (text ? [[name, text]] : [])),
  );
  const { environment, problems } = collect(present);
  const production = environment.NODE_ENV === "production";
  const { values, problems: faults } = readVariables(VARIABLES, environment);
  problems.push(
    ...faults,
    ...findEnosProblems(present, production),
    ...findRouterAuthProblems(present, production),
    ...findListenProblems(values, environment, production),
    ...findLimitProblems(values),
    ...findProxyProblems(present),
    ...findMisspelt(present, VARIABLE_NAMES),
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return toConfig(values as Values<typeof VARIABLES>, environment, readProxies(present), production);
}

/** Returns our variables without outer blanks, those from files included, and the problems of their texts. */
function collect(present: Environment) {
  const environment: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of VARIABLE_NAMES) {
    const { text, problem } = tidy(name, present[name]);
    if (text !== undefined) environment[name] = text;
    if (problem !== undefined) problems.push(problem);
  }
  const files = readSecretFiles(environment);
  return { environment: { ...environment, ...files.values }, problems: [...problems, ...files.problems] };
}

function findListenProblems(
  { HOST, PORT, ADMIN_PORT }: Partial<Values<typeof VARIABLES>>,
  environment: Environment,
  production: boolean,
): string[] {
  const problems: string[] = [];
  if (PORT !== undefined && PORT !== 0 && PORT === ADMIN_PORT)
    problems.push("PORT and ADMIN_PORT are equal: each needs a port of its own.");
  if (HOST !== undefined && !isLoopback(HOST) && isOpenByDefault(environment, production))
    problems.push(
      "HOST lets other machines connect, and nothing says who may ask: set ROUTER_SECRET, or " +
        "ROUTER_AUTH=none to answer everybody who can connect.",
    );
  return problems;
}

function toConfig(
  env: Values<typeof VARIABLES>,
  environment: Environment,
  proxy: ProxyOptions | undefined,
  production: boolean,
): Config {
  const listenHost = env.HOST ?? (production ? "0.0.0.0" : "127.0.0.1");
  return Object.freeze({
    production,
    host: listenHost,
    port: env.PORT,
    adminHost: env.ADMIN_HOST ?? listenHost,
    adminPort: env.ADMIN_PORT,
    allowedHosts: production
      ? undefined
      : [...(env.HOST === undefined ? [] : [env.HOST]), ...env.ALLOWED_HOSTS],
    rateLimit: toRateLimit(env),
    tracing: toTracing(env),
    operationCache: env.OPERATION_CACHE === "on",
    playground: env.PLAYGROUND ? env.PLAYGROUND === "on" : !production,
    logLevel: env.LOG_LEVEL ?? (production ? "info" : "warn"),
    enos: toEnosAccess(env, environment, proxy),
    deviceKeys: env.DEVICE_KEYS,
    patchAttributes: env.ENOS_PATCH_ATTRIBUTES,
    deadlineMs: env.ENOS_DEADLINE_MS,
    drainDelayMs: env.DRAIN_DELAY_MS ?? (production ? 5_000 : 0),
    routerAuth: toRouterAuth(env, environment, production),
    limits: toLimits(env),
    callerDefaults: {
      organizations: env.CALLER_ORGS ?? (production ? [] : ["*"]),
      scopes: env.CALLER_SCOPES ?? (production ? [] : SCOPES),
    },
  });
}
