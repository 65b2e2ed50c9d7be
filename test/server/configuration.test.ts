import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";

import { ConfigError, readConfig, VARIABLE_NAMES } from "../../src/config/config.js";

const PRODUCTION = {
  NODE_ENV: "production",
  ENOS_URL: "https://apim.example.com",
  ENOS_APP_KEY: "key",
  ENOS_APP_SECRET: "sentinel-app-secret",
  ROUTER_SECRET: "sentinel-router-secret-1, sentinel-router-secret-2",
};
const { ROUTER_SECRET: _, ...WITHOUT_AUTH } = PRODUCTION;

type Variables = Readonly<Record<string, string>>;

function problemsOf(variables: Variables): readonly string[] {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function secretFile(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "secret-")), "secret");
  writeFileSync(path, content);
  return path;
}

describe("the defaults", () => {
  it("are loopback, the sandbox and every right in development", () => {
    expect(readConfig({})).toMatchObject({
      production: false,
      host: "127.0.0.1",
      port: 4001,
      enos: undefined,
      deadlineMs: 25_000,
      allowedHosts: [],
      limits: { http: { bodyBytes: 1_048_576 } },
      callerDefaults: {
        organizations: ["*"],
        scopes: ["device:create", "device:read", "device:update", "device:delete", "device:secret"],
      },
    });
  });

  it("give a production caller no right that nobody stated, and check no host name", () => {
    expect(readConfig(PRODUCTION)).toMatchObject({
      production: true,
      host: "0.0.0.0",
      allowedHosts: undefined,
      callerDefaults: { organizations: [], scopes: [] },
    });
  });
});

describe("a problem", () => {
  it("is one sentence that names its variable and shows no value, and all come at once", () => {
    const variables = {
      NODE_ENV: "production",
      HOST: '"sentinel"',
      PORT: "sentinel-port",
      ENOS_URL: "http://sentinel:password@apim.example.com",
      ENOS_APP_KEY: " ",
      ENOS_DEADLINE_MS: "soon",
      ROUTER_AUTH: "sentinel-auth",
      LIMIT_TOKEN: "5",
      JWT_JWKS_FILE: "/sentinel",
    };
    const problems = problemsOf(variables);
    for (const name of [...Object.keys(variables).slice(1), "ENOS_APP_SECRET"])
      expect(problems).toContainEqual(expect.stringMatching(new RegExp(`^${name} .*[.?]$`)));
    expect(problems.join()).not.toMatch(/sentinel|soon/);
  });

  it.each<[string, Variables, string]>([
    ["production without EnOS", { NODE_ENV: "production" }, "ENOS_URL is missing"],
    ["a misspelt production", { NODE_ENV: "prod" }, "NODE_ENV must be one of production"],
    [
      "EnOS over http in production",
      { ...PRODUCTION, ENOS_URL: "http://apim.example.com" },
      "ENOS_URL must begin with https",
    ],
    ["EnOS over another protocol", { ...PRODUCTION, ENOS_URL: "ftp://localhost" }, "ENOS_URL must be a URL"],
    ["EnOS with a user", { ...PRODUCTION, ENOS_URL: "https://user@apim.example.com" }, "user name"],
    ["EnOS with a path", { ...PRODUCTION, ENOS_URL: "https://apim.example.com/base?x=1" }, "host and port"],
    ["EnOS without a scheme", { ...PRODUCTION, ENOS_URL: "apim.example.com" }, "URL"],
    [
      "quotes in a credential",
      { ...PRODUCTION, ENOS_APP_SECRET: 'se"cret' },
      "ENOS_APP_SECRET must consist of",
    ],
    ["a quoted credential", { ...PRODUCTION, ENOS_APP_KEY: "'key'" }, "ENOS_APP_KEY is in quotes"],
    [
      "a line end in a credential",
      { ...PRODUCTION, ENOS_APP_SECRET: "a\nb" },
      "ENOS_APP_SECRET contains a line end",
    ],
    ["no way to know the router", WITHOUT_AUTH, "ROUTER_SECRET is missing"],
    ["an empty list of secrets", { ...WITHOUT_AUTH, ROUTER_SECRET: "," }, "ROUTER_SECRET"],
    [
      "ROUTER_AUTH=secret without one",
      { ...WITHOUT_AUTH, ROUTER_AUTH: "secret" },
      "ROUTER_SECRET is missing",
    ],
    ["a short secret", { ...WITHOUT_AUTH, ROUTER_SECRET: "x" }, "at least 16 characters"],
    [
      "a secret that a comma makes two",
      { ...WITHOUT_AUTH, ROUTER_SECRET: "0123456789,abcdefgh" },
      "at least 16 characters",
    ],
    [
      "a secret that no header carries",
      { ...WITHOUT_AUTH, ROUTER_SECRET: "schlüssel-des-routers" },
      "visible ASCII",
    ],
    ["a secret with quotes", { ...WITHOUT_AUTH, ROUTER_SECRET: "the-router's-secret" }, "quotes"],
    [
      "an unknown way to know the router",
      { ...WITHOUT_AUTH, ROUTER_AUTH: "mtls" },
      "must be one of secret, jwt, none",
    ],
    ["tokens without keys", { ...WITHOUT_AUTH, ROUTER_AUTH: "jwt" }, "JWT_JWKS_URL is missing"],
    [
      "tokens of any issuer",
      { ...WITHOUT_AUTH, JWT_JWKS_URL: "https://id.example.com" },
      "JWT_ISSUER is missing",
    ],
    [
      "tokens for anybody",
      { ...WITHOUT_AUTH, JWT_JWKS_URL: "https://id.example.com" },
      "JWT_AUDIENCE is missing",
    ],
    [
      "keys over http",
      { ...WITHOUT_AUTH, JWT_JWKS_URL: "http://id.example.com" },
      "JWT_JWKS_URL must begin with https",
    ],
    ["a missing file of keys", { ...WITHOUT_AUTH, JWT_JWKS_FILE: "/nowhere" }, "readable file"],
    ["a file without keys", { ...WITHOUT_AUTH, JWT_JWKS_FILE: "package.json" }, "JSON Web Key Set"],
    [
      "signatures that any verifier can make",
      { ...PRODUCTION, JWT_ALGORITHMS: "RS256, HS256" },
      "JWT_ALGORITHMS",
    ],
    [
      "a scope that does not exist",
      { CALLER_SCOPES: "device:create device:admin" },
      "CALLER_SCOPES must be a list of",
    ],
    ["an unknown HOST", { HOST: "a b" }, "HOST must be an IP address or a host name"],
    ["a quoted HOST", { HOST: '"127.0.0.1"' }, "HOST is in quotes"],
    ["a blank HOST", { HOST: " " }, "HOST is blank"],
    ["a HOST with a port", { HOST: "127.0.0.1:4001" }, "without a port"],
    ["one port for both", { PORT: "4001", ADMIN_PORT: "4001" }, "PORT and ADMIN_PORT are equal"],
    ["a port beyond all ports", { PORT: "65536" }, "PORT must be a whole number, 0 to 65535 (a port)"],
    ["everybody on every network", { HOST: "0.0.0.0" }, "ROUTER_AUTH=none"],
    ["the same with an empty NODE_ENV", { HOST: "::", NODE_ENV: "" }, "ROUTER_AUTH=none"],
    ["no tokens", { LIMIT_TOKENS: "1" }, "LIMIT_TOKENS must be a whole number, 100 to 1000000 tokens"],
    ["a body that holds nothing", { LIMIT_BODY_BYTES: "10" }, "LIMIT_BODY_BYTES"],
    ["negative limits", { LIMIT_DEPTH: "-1" }, "LIMIT_DEPTH"],
    [
      "a header slower than its request",
      { LIMIT_HEADERS_MS: "2000", LIMIT_REQUEST_MS: "1000" },
      "LIMIT_HEADERS_MS",
    ],
    ["a proxy without a scheme", { HTTPS_PROXY: "proxy:3128" }, "HTTPS_PROXY must be a URL"],
    [
      "a Redis of another protocol",
      { RATE_LIMIT_REDIS_URL: "http://redis" },
      "RATE_LIMIT_REDIS_URL must be a URL",
    ],
    [
      "a secret and its file",
      { ...PRODUCTION, ENOS_APP_KEY_FILE: secretFile("key") },
      "ENOS_APP_KEY and ENOS_APP_KEY_FILE are both set",
    ],
    [
      "a file that is missing",
      { ...WITHOUT_AUTH, ROUTER_SECRET_FILE: "/nowhere" },
      "ROUTER_SECRET_FILE must name a file",
    ],
    [
      "a file that is empty",
      { ...WITHOUT_AUTH, ROUTER_SECRET_FILE: secretFile("\n") },
      "ROUTER_SECRET_FILE names a file that is empty",
    ],
    [
      "a file with a short secret",
      { ...WITHOUT_AUTH, ROUTER_SECRET_FILE: secretFile("short\n") },
      "at least 16 characters",
    ],
  ])("is seen in %s", (__, variables, problem) => {
    expect(problemsOf(variables).join("\n")).toContain(problem);
  });
});

/** A value of each variable that cannot be right. */
const WRONG: Readonly<Record<string, string>> = {
  NODE_ENV: "prod",
  HOST: "sentinel host",
  PORT: "65536",
  ADMIN_HOST: "sentinel:4002",
  ADMIN_PORT: "-1",
  ALLOWED_HOSTS: "sentinel:4001",
  ENOS_URL: "sentinel",
  ENOS_APP_KEY: "sentinel key",
  ENOS_APP_SECRET: 'sentinel"secret',
  ENOS_DEADLINE_MS: "99",
  ENOS_PATCH_ATTRIBUTES: "sentinel",
  ROUTER_AUTH: "sentinel",
  ROUTER_SECRET: "sentinel",
  JWT_JWKS_URL: "http://sentinel.example.com",
  JWT_JWKS_FILE: "/sentinel",
  JWT_ALGORITHMS: "HS256",
  JWT_CLOCK_TOLERANCE: "1.5",
  JWT_KEYS_GRACE_S: "59",
  CALLER_SCOPES: "device:sentinel",
  DEVICE_KEYS: "sentinel",
  RATE_LIMIT_REDIS_URL: "http://sentinel",
  RATE_LIMIT_PER_MINUTE: "0",
  LIMIT_TOKENS: "99",
  LIMIT_DEPTH: "2",
  LIMIT_ALIASES: "0",
  LIMIT_DIRECTIVES: "0",
  LIMIT_MUTATIONS: "0",
  LIMIT_REPRESENTATIONS: "0",
  LIMIT_ERRORS: "0",
  LIMIT_ANSWER_BYTES: "4095",
  LIMIT_BODY_BYTES: "1023",
  LIMIT_HEADER_BYTES: "1023",
  LIMIT_JSON_DEPTH: "65",
  LIMIT_HEADERS_MS: "99",
  LIMIT_REQUEST_MS: "99",
  LIMIT_UNREAD_MS: "99",
  LIMIT_UNREAD_BYTES: "1048575",
  KEEP_ALIVE_MS: "999",
  DRAIN_DELAY_MS: "100000",
  OPERATION_CACHE: "sentinel",
  PLAYGROUND: "sentinel",
  LOG_LEVEL: "sentinel",
  OTEL_EXPORTER_OTLP_ENDPOINT: "sentinel:4318",
  OTEL_RESOURCE_ATTRIBUTES: "sentinel",
  OTEL_TRACES_SAMPLER: "sentinel",
  OTEL_TRACES_SAMPLER_ARG: "1.1",
  ENOS_APP_KEY_FILE: "/sentinel",
  ENOS_APP_SECRET_FILE: "/sentinel",
  ROUTER_SECRET_FILE: "/sentinel",
  RATE_LIMIT_REDIS_URL_FILE: "/sentinel",
};

/** Variables that can hold any text: only quotes around it cannot be meant. */
const FREE_TEXTS = [
  "JWT_ISSUER",
  "JWT_AUDIENCE",
  "JWT_ORGS_CLAIM",
  "JWT_SCOPES_CLAIM",
  "CALLER_ORGS",
  "OTEL_SERVICE_NAME",
];

describe("a wrong value", () => {
  it.each(VARIABLE_NAMES)("of %s is told in one sentence that begins with its name", (name) => {
    const wrong = FREE_TEXTS.includes(name) ? '"sentinel"' : WRONG[name];
    if (wrong === undefined) throw new Error(`${name} has no wrong value here`);
    const problems = problemsOf({ [name]: wrong }).filter((problem) => problem.startsWith(`${name} `));
    expect(problems).toEqual([expect.stringMatching(/\.$/)]);
    expect(problems.join()).not.toContain("sentinel");
  });

  it("of ENOS_URL is told with all its faults", () => {
    const problems = problemsOf({ ...PRODUCTION, ENOS_URL: "http://apim.example.com/x" });
    expect(problems).toEqual([
      "ENOS_URL must end after the host and port.",
      expect.stringMatching(/^ENOS_URL must begin with https/),
    ]);
  });
});

describe("a variable with nearly the name of another", () => {
  it.each([
    ["ENOS_DEADLINE", "ENOS_DEADLINE_MS"],
    ["RATE_LIMIT_REDIS", "RATE_LIMIT_REDIS_URL"],
    ["LIMIT_TOKEN", "LIMIT_TOKENS"],
    ["ROUTER_SECRETS", "ROUTER_SECRET"],
    ["ROUTR_SECRET", "ROUTER_SECRET"],
    ["ROUTRE_SECRET", "ROUTER_SECRET"],
    ["CALLLER_ORG", "CALLER_ORGS"],
    ["XCALLER_ORG", "CALLER_ORGS"],
    ["ENOS_APPSECRET", "ENOS_APP_SECRET"],
    ["ENOS_URL_BASE", "ENOS_URL"],
    ["Enos_Url", "ENOS_URL"],
  ])("is refused: %s", (name, meant) => {
    expect(problemsOf({ [name]: "sentinel" })).toEqual([`${name} is unknown. Did you mean ${meant}?`]);
  });

  it.each([
    "ENOS_SERVICE_HOST",
    "ENOS_SERVICE_PORT_HTTPS",
    "ENOS_PORT_443_TCP_ADDR",
    "ADMIN_PORT_4002_TCP",
    "HOSTNAME",
    "HOME",
    "PATH",
    "LOGNAME",
    "NODE_OPTIONS",
    "OTEL_EXPORTER_OTLP_ENDPOINT_EXTRA",
    "RUOTRE_SECRET",
    "npm_config_cache",
  ])("is another program's, or what Kubernetes injects, and no problem: %s", (name) => {
    expect(problemsOf({ [name]: "x" })).toEqual([]);
  });

  it("is no problem when Kubernetes made it the address of a service", () => {
    expect(problemsOf({ ADMINS_PORT: "tcp://10.0.0.1:80" })).toEqual([]);
  });

  it("is never one of our own", () => {
    expect(new Set(VARIABLE_NAMES).size).toBe(VARIABLE_NAMES.length);
    const all = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, "x"]));
    expect(problemsOf(all).filter((problem) => problem.includes("unknown"))).toEqual([]);
  });
});

describe("what is accepted", () => {
  it("is http for EnOS on this machine, and on any machine outside production", () => {
    const local = "http://127.0.0.1:4010";
    expect(readConfig({ ...PRODUCTION, ENOS_URL: local }).enos?.url).toBe(local);
    expect(
      problemsOf({ ENOS_URL: "http://enos:4010", ENOS_APP_KEY: "key", ENOS_APP_SECRET: "secret" }),
    ).toEqual([]);
  });

  it("is no authentication, when that is said", () => {
    expect(readConfig({ ...WITHOUT_AUTH, ROUTER_AUTH: "none" }).routerAuth).toEqual({ kind: "none" });
    expect(problemsOf({ HOST: "0.0.0.0", ROUTER_AUTH: "none" })).toEqual([]);
  });

  it.each(["\n", "\r\n", " ", "\t"])("is what files add around a credential (%j): it is trimmed", (blank) => {
    const ENOS_APP_SECRET = `${blank}secret${blank}`;
    expect(readConfig({ ...PRODUCTION, ENOS_APP_SECRET }).enos?.appSecret.reveal()).toBe("secret");
  });

  it("is a secret that stands in a file", () => {
    const config = readConfig({
      NODE_ENV: "production",
      ENOS_URL: "https://apim.example.com",
      ENOS_APP_KEY_FILE: secretFile("the-key\n"),
      ENOS_APP_SECRET_FILE: secretFile("the-secret\n"),
      ROUTER_SECRET_FILE: secretFile("the-secret-of-the-router\n"),
      RATE_LIMIT_REDIS_URL_FILE: secretFile("redis://:password@redis:6379\r\n"),
    });
    expect(config.enos?.appKey).toBe("the-key");
    expect(config.enos?.appSecret.reveal()).toBe("the-secret");
    expect(config.rateLimit?.redisUrl.reveal()).toBe("redis://:password@redis:6379");
    const { routerAuth } = config;
    const secrets = routerAuth.kind === "secret" ? routerAuth.secrets() : [];
    expect(secrets.map((secret) => secret.reveal())).toEqual(["the-secret-of-the-router"]);
  });
});

it("shows no secret when it is printed", () => {
  const config = readConfig(PRODUCTION);
  expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain("sentinel");
});
