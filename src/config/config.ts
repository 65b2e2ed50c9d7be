import { z } from "zod";

import { SCOPES } from "../graphql/caller.js";
import type { RouterAuth } from "../server/auth/createAuthenticator.js";
import { Secret } from "../runtime/secret.js";
import { readWords } from "../server/auth/words.js";
import { type Limits, findLimitProblems, limitVariables, toLimits } from "./limits.js";
import { type RateLimitConfig, rateLimitVariables, toRateLimit } from "./rateLimit.js";
import { findMissingAuth, routerAuthVariables, toRouterAuth } from "./routerAuth.js";
import { type TracingConfig, toTracing, tracingVariables } from "./tracing.js";
import { findOriginFault } from "./urls.js";

/** All that the environment decides, read once. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  readonly logLevel: LogLevel;
  readonly playground: boolean;
  /** Undefined limits nobody. */
  readonly rateLimit: RateLimitConfig | undefined;
  /** Undefined traces nothing. */
  readonly tracing: TracingConfig | undefined;
  /** Undefined in development: the embedded sandbox stands in. */
  readonly enos: { readonly url: string; readonly appKey: string; readonly appSecret: Secret } | undefined;
  /** For everything that is done to answer one operation. Milliseconds. */
  readonly deadlineMs: number;
  /** How long a process that is told to end goes on listening, until its probes are known to say so. Milliseconds. */
  readonly drainDelayMs: number;
  readonly routerAuth: RouterAuth;
  readonly limits: Limits;
  /** What a caller has about whom nobody says anything: nothing in production unless stated. */
  readonly callerDefaults: { readonly organizations: readonly string[]; readonly scopes: readonly string[] };
}

/** The environment is not fit to start with: each problem names its variable, none shows a value. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(readonly problems: readonly string[]) {
    super(["The environment is not complete:", ...problems.map((problem) => `- ${problem}`)].join("\n"));
  }
}

const ON_OFF = z.enum(["on", "off"], { error: "must be on or off" });
const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, "must be a port number, 0 to 65535")
    .transform(Number)
    .refine((value) => value <= 65_535, "must be a port number, 0 to 65535")
    .default(fallback);

const enosUrl = z.string().superRefine((text, context) => {
  const message = findOriginFault(text);
  if (message) context.addIssue({ code: "custom", message });
});

const words = z.string().transform(readWords);

const environment = z.object({
  // A misspelt "production" must not open everything that development leaves open.
  NODE_ENV: z
    .enum(["production", "development", "test"], { error: "must be production, development or test" })
    .optional(),
  HOST: z.string().optional(),
  PORT: port(4001),
  ADMIN_PORT: port(4002),
  PLAYGROUND: ON_OFF.optional(),
  ...rateLimitVariables,
  ...tracingVariables,
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).optional(),
  ENOS_URL: enosUrl.optional(),
  ENOS_APP_KEY: z.string().optional(),
  ENOS_APP_SECRET: z.string().optional(),
  ENOS_DEADLINE_MS: z
    .string()
    .regex(/^[1-9]\d{2,5}$/, "must be a number of milliseconds, 100 to 999999")
    .transform(Number)
    .default(25_000),
  DRAIN_DELAY_MS: z
    .string()
    .regex(/^\d{1,5}$/, "must be a number of milliseconds, 0 to 99999")
    .transform(Number)
    .optional(),
  CALLER_ORGS: words.optional(),
  CALLER_SCOPES: words.optional(),
  ...routerAuthVariables,
  ...limitVariables,
});

type Environment = z.output<typeof environment>;

/**
 * Reads the environment; an empty variable counts as absent.
 *
 * @throws ConfigError with every problem at once.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const production = present.NODE_ENV === "production";
  const parsed = environment.safeParse(present);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join(".")} ${issue.message}.`),
    ...findMissingEnos(present, production),
    ...findMissingAuth(present, production),
    ...(parsed.success ? findLimitProblems(parsed.data) : []),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data, production);
}

function findMissingEnos(present: Record<string, string | undefined>, production: boolean): string[] {
  const { ENOS_URL, ENOS_APP_KEY, ENOS_APP_SECRET } = present;
  const missing: string[] = [];
  if (!ENOS_URL && production) missing.push("ENOS_URL is missing: the address of EnOS's API gateway.");
  if (ENOS_URL || production) {
    if (!ENOS_APP_KEY) missing.push("ENOS_APP_KEY is missing: the access key of the EnOS service account.");
    if (!ENOS_APP_SECRET)
      missing.push("ENOS_APP_SECRET is missing: the secret key of the EnOS service account.");
  }
  return missing;
}

function toConfig(env: Environment, production: boolean): Config {
  const everyone = production ? [] : ["*"];
  const everything = production ? [] : SCOPES;
  return Object.freeze({
    production,
    host: env.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    port: env.PORT,
    adminPort: env.ADMIN_PORT,
    rateLimit: toRateLimit(env),
    tracing: toTracing(env),
    playground: env.PLAYGROUND ? env.PLAYGROUND === "on" : !production,
    logLevel: env.LOG_LEVEL ?? (production ? "info" : "warn"),
    enos:
      env.ENOS_URL === undefined
        ? undefined
        : {
            url: env.ENOS_URL,
            appKey: env.ENOS_APP_KEY ?? "",
            appSecret: new Secret(env.ENOS_APP_SECRET ?? ""),
          },
    deadlineMs: env.ENOS_DEADLINE_MS,
    drainDelayMs: env.DRAIN_DELAY_MS ?? (production ? 5_000 : 0),
    routerAuth: toRouterAuth(env, production),
    limits: toLimits(env),
    callerDefaults: {
      organizations: env.CALLER_ORGS ?? everyone,
      scopes: env.CALLER_SCOPES ?? everything,
    },
  });
}
