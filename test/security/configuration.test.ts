import { ConfigError, readConfig } from "../../src/config/config.js";
import { PRODUCTION } from "../support/production.js";

const { NODE_ENV, HOST, ENOS_URL, ENOS_APP_KEY, ENOS_APP_SECRET } = PRODUCTION;
const UNGUARDED = { NODE_ENV, HOST, ENOS_URL, ENOS_APP_KEY, ENOS_APP_SECRET };

describe("production", () => {
  it.each([
    ["nothing", {}, "ROUTER_SECRET is missing"],
    ["an empty secret", { ROUTER_SECRET: " , " }, "ROUTER_SECRET is missing"],
    ["a secret that is asked for and not given", { ROUTER_AUTH: "secret" }, "ROUTER_SECRET is missing"],
    ["a secret that no header can carry", { ROUTER_SECRET: "schlüssel" }, "visible ASCII"],
    ["tokens without their keys", { ROUTER_AUTH: "jwt" }, "JWT_JWKS_URL is missing"],
    ["tokens of any issuer", { JWT_JWKS_URL: "https://id.example.com/keys" }, "JWT_ISSUER is missing"],
    ["tokens for anybody", { JWT_JWKS_URL: "https://id.example.com/keys" }, "JWT_AUDIENCE is missing"],
    ["keys fetched in clear text", { JWT_JWKS_URL: "http://id.example.com/keys" }, "https"],
    ["a file of keys that is not there", { JWT_JWKS_FILE: "/nowhere" }, "readable file"],
    ["a file that holds no keys", { JWT_JWKS_FILE: "tsconfig.json" }, "JSON"],
    [
      "signatures that any verifier could make",
      { JWT_JWKS_URL: "https://id.example.com/keys", JWT_ALGORITHMS: "RS256, HS256" },
      "JWT_ALGORITHMS must be a list of",
    ],
    ["an unknown way", { ROUTER_AUTH: "mtls" }, "must be secret, jwt or none"],
  ])("does not start with %s to know the router by", (_, variables, problem) => {
    expect(problemsOf({ ...UNGUARDED, ...variables })).toContain(problem);
  });

  it("starts without a authenticator only when that is said", () => {
    expect(readConfig({ ...UNGUARDED, ROUTER_AUTH: "none" }).routerAuth).toEqual({ kind: "none" });
  });
});

it("does not take a misspelt production for development", () => {
  expect(problemsOf({ NODE_ENV: "prod" })).toContain("NODE_ENV must be production, development or test");
});

it("refuses limits that are none", () => {
  const problems = problemsOf({ LIMIT_DEPTH: "0", LIMIT_TOKENS: "many", LIMIT_BODY_BYTES: "-1" });
  for (const name of ["LIMIT_DEPTH", "LIMIT_TOKENS", "LIMIT_BODY_BYTES"]) {
    expect(problems).toContain(`- ${name} must be a whole number`);
  }
  expect(problemsOf({ LIMIT_HEADERS_MS: "2000", LIMIT_REQUEST_MS: "1000" })).toContain("LIMIT_HEADERS_MS");
});

function problemsOf(variables: Readonly<Record<string, string>>): string {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("the environment was accepted");
}
