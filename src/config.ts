import { z } from "zod";

import { rateLimitVariables, toRateLimit, type RateLimitConfig } from "./config/rateLimit.js";
import { toTracing, tracingVariables, type TracingConfig } from "./config/tracing.js";
import { Secret } from "./secret.js";

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
  /** Undefined lets everybody in. */
  readonly routerSecrets: readonly Secret[] | undefined;
  /** What a caller has about whom the router says nothing. */
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

const EVERY_SCOPE = "device:create device:read device:secret";
const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, "must be a port number, 0 to 65535")
    .transform(Number)
    .refine((value) => value <= 65_535, "must be a port number, 0 to 65535")
    .default(fallback);

const enosUrl = z.string().superRefine((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fault = url ? findUrlFault(url) : "must be a URL such as https://apim.example.com";
  if (fault) context.addIssue({ code: "custom", message: fault });
});

function findUrlFault(url: URL): string | undefined {
  if (url.username || url.password) return "must not hold a user name or password";
  const local = url.protocol === "http:" && LOOPBACK.includes(url.hostname);
  if (url.protocol !== "https:" && !local)
    return "must begin with https:// (http:// only for this machine itself)";
  if (url.pathname !== "/" || url.search || url.hash) return "must end after the host and port";
  return undefined;
}

const words = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));

const environment = z.object({
  NODE_ENV: z.string().optional(),
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
  ROUTER_AUTH: z.enum(["secret", "none"], { error: "must be secret or none" }).optional(),
  ROUTER_SECRET: z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((secret) => secret.trim())
        .filter(Boolean),
    )
    .optional(),
  CALLER_ORGS: words.optional(),
  CALLER_SCOPES: words.optional(),
});

type Environment = z.output<typeof environment>;

/**
 * Reads the environment; an empty variable counts as absent.
 *
 * @throws ConfigError with every problem at once.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(present);
  const problems = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join(".")} ${issue.message}.`);
  const missing = findMissing(present, present.NODE_ENV === "production");
  if (!parsed.success || missing.length > 0) throw new ConfigError([...problems, ...missing]);
  return toConfig(parsed.data);
}

function findMissing(present: Record<string, string | undefined>, production: boolean): string[] {
  const { ENOS_URL, ENOS_APP_KEY, ENOS_APP_SECRET, ROUTER_AUTH, ROUTER_SECRET } = present;
  const missing: string[] = [];
  if (!ENOS_URL && production) missing.push("ENOS_URL is missing: the address of EnOS's API gateway.");
  if (ENOS_URL || production) {
    if (!ENOS_APP_KEY) missing.push("ENOS_APP_KEY is missing: the access key of the EnOS service account.");
    if (!ENOS_APP_SECRET)
      missing.push("ENOS_APP_SECRET is missing: the secret key of the EnOS service account.");
  }
  if (!ROUTER_SECRET && (ROUTER_AUTH === "secret" || (production && !ROUTER_AUTH))) {
    missing.push(
      "ROUTER_SECRET is missing: what the router sends in router-authorization. " +
        "Say ROUTER_AUTH=none only where nobody but the router can connect.",
    );
  }
  return missing;
}

function toConfig(env: Environment): Config {
  const production = env.NODE_ENV === "production";
  const guarded =
    env.ROUTER_AUTH === "secret" || (env.ROUTER_AUTH === undefined && env.ROUTER_SECRET !== undefined);
  const everyone = production ? [] : ["*"];
  const everything = production ? [] : EVERY_SCOPE.split(" ");
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
    routerSecrets: guarded ? (env.ROUTER_SECRET ?? []).map((secret) => new Secret(secret)) : undefined,
    callerDefaults: {
      organizations: env.CALLER_ORGS ?? everyone,
      scopes: env.CALLER_SCOPES ?? everything,
    },
  });
}
